"""Key counties owe nine reports, the others three; an exemption keeps the duty and says why it is lifted."""

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from etl.config.calendar import load_calendar, parse_period
from etl.config.divisions import load_divisions
from etl.config.obligations import Obligation, Obligations, load_obligations
from etl.contract.catalog import load_catalog
from etl.errors import ContractError

CONFIG = Path(__file__).parents[3] / "config"
FREQUENCIES = {"organization": "quarterly", "project": "quarterly", "roster": "monthly"}
DIVISIONS = load_divisions(CONFIG)
CALENDAR = load_calendar(CONFIG)
GROUPS = "key_counties: [organization, project, roster]\nother_counties: [organization]\n"


def load(folder: Path, yaml: str) -> Obligations:
    (folder / "obligations.yaml").write_text(yaml, encoding="utf-8")
    return load_obligations(folder, DIVISIONS, CALENDAR, FREQUENCIES)


def test_the_shipped_obligations_are_what_the_province_asks_for():
    frequencies = {name: contract.frequency for name, contract in load_catalog(CONFIG).contracts.items()}
    due = load_obligations(CONFIG, DIVISIONS, CALENDAR, frequencies).due(DIVISIONS, parse_period("2024Q1"))
    assert len(due) == len(set(due)) == 50 * 9 + 133 * 3
    counts = Counter(obligation.report for obligation in due)
    assert {report for report, count in counts.items() if count == 183} == {"organization", "incubator", "activity"}
    assert sum(count == 50 for count in counts.values()) == 6
    assert {obligation.due_on for obligation in due} == {date(2024, 4, 10)}
    assert {obligation.exempt_reason for obligation in due} == {None}


def test_a_key_county_owes_more_than_another(tmp_path):
    due = load(tmp_path, GROUPS).due(DIVISIONS, parse_period("2024Q1"))
    assert [o.report for o in due if o.county_code == "513226"] == ["organization", "project"]
    assert [o.report for o in due if o.county_code == "510104"] == ["organization"]
    assert [o.county_code for o in due] == sorted(o.county_code for o in due)


def test_only_reports_of_the_periods_frequency_are_due(tmp_path):
    due = load(tmp_path, GROUPS).due(DIVISIONS, parse_period("2024-03"))
    assert {o.report for o in due} == {"roster"}
    assert due[0] == Obligation("510821", "2024-03", "roster", date(2024, 4, 10))


def test_nobody_need_owe_a_report(tmp_path):
    due = load(tmp_path, "key_counties: []\nother_counties: []\n").due(DIVISIONS, parse_period("2024Q1"))
    assert due == []


@pytest.mark.parametrize("county", ["513226", "金川县", "阿坝州金川县"])
def test_an_exemption_lifts_one_duty_of_one_period(tmp_path, county):
    exemption = f"exemptions: [{{county: {county}, reports: [project], period: 2024Q1, reason: 地震}}]"
    obligations = load(tmp_path, GROUPS + exemption)
    exempt = [o for o in obligations.due(DIVISIONS, parse_period("2024Q1")) if o.exempt_reason]
    assert exempt == [Obligation("513226", "2024Q1", "project", date(2024, 4, 10), "地震")]
    assert not [o for o in obligations.due(DIVISIONS, parse_period("2024Q2")) if o.exempt_reason]


def exempt(county: object = "513226", reports: str = "project", period: str = "2024Q1", more: str = "") -> str:
    return f"- {{county: {county}, reports: [{reports}], period: {period}, reason: x{more}}}\n"


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        pytest.param("key_counties: []\n", ["other_counties", "Field required"], id="missing-key"),
        pytest.param(GROUPS + "everyone: []", ["everyone", "Extra inputs"], id="unknown-key"),
        pytest.param(GROUPS + "other_counties: []", ["line 3", "'other_counties'", "twice"], id="key-written-twice"),
        pytest.param("key_counties: [orgs, x]\nother_counties: [y]", ["unknown reports: orgs, x, y"], id="dangling"),
        pytest.param(
            "key_counties: [project, project]\nother_counties: []", ["listed twice: project"], id="report-twice"
        ),
        pytest.param(GROUPS + "exemptions:\n" + exempt(reports="projects"), ["projects"], id="exempt-dangling-report"),
        pytest.param(GROUPS + "exemptions:\n" + exempt(county=519999), ["counties: 519999"], id="dangling-county"),
        pytest.param(
            GROUPS + "exemptions:\n" + exempt(county="市中区"), ["ambiguous", "市中区"], id="ambiguous-county"
        ),
        pytest.param(
            GROUPS + "exemptions:\n" + exempt(period="2024Q9"), ["exemptions.0.period", "2024Q9"], id="period"
        ),
        pytest.param(GROUPS + "exemptions:\n" + exempt(more=", owner: me"), ["exemptions.0.owner"], id="unknown-word"),
        pytest.param(GROUPS + "exemptions:\n" + exempt(reports=""), ["exemptions.0.reports"], id="exempt-from-nothing"),
        pytest.param(
            GROUPS + "exemptions:\n" + exempt(county=510104), ["510104", "project", "does not owe"], id="not-owed"
        ),
        pytest.param(
            GROUPS + "exemptions:\n" + exempt(period="2024-03"),
            ["project", "2024-03", "quarterly"],
            id="other-frequency",
        ),
        pytest.param(
            GROUPS + "exemptions:\n" + exempt() + exempt(county="金川县"),
            ["exempt twice: 513226 2024Q1 project"],
            id="twice",
        ),
    ],
)
def test_broken_obligations_are_refused_by_name(tmp_path, yaml, named):
    with pytest.raises(ContractError) as caught:
        load(tmp_path, yaml)
    assert [word for word in ["obligations.yaml", *named] if word not in caught.value.message] == []


def test_missing_obligations_say_which_setting_to_change(tmp_path):
    with pytest.raises(ContractError, match=r"obligations\.yaml does not exist; set ETL_CONFIG"):
        load_obligations(tmp_path, DIVISIONS, CALENDAR, FREQUENCIES)
