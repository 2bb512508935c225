"""config/waivers.yaml: what may be let off, for whom and until when; every mistake is refused by name."""

import re
from datetime import date
from pathlib import Path

import pytest

from etl.config.divisions import load_divisions
from etl.config.waivers import Waiver, load_waivers
from etl.contract.catalog import load_catalog
from etl.errors import ContractError

ROOT = Path(__file__).parents[3]
CONFIG = ROOT / "config"
DIVISIONS = load_divisions(CONFIG)
CONTRACTS = load_catalog(CONFIG).contracts
GOOD = {
    "rule": "project.key",
    "county": "金川县",
    "report": "project",
    "period": "2024Q1",
    "reason": "一期和二期共用编号",
    "allowed_by": "王处长",
    "expires_on": "2024-06-30",
}


def entry(**changes: str | None) -> str:
    said = {name: value for name, value in (GOOD | changes).items() if value is not None}
    return "- {" + ", ".join(f"{name}: {value}" for name, value in said.items()) + "}\n"


def load(folder: Path, *entries: str) -> tuple[Waiver, ...]:
    (folder / "waivers.yaml").write_text("waivers:\n" + "".join(entries), encoding="utf-8")
    return load_waivers(folder, DIVISIONS, CONTRACTS)


def test_the_shipped_file_lets_nothing_off():
    assert load_waivers(CONFIG, DIVISIONS, CONTRACTS) == ()


def test_the_example_in_the_shipped_file_would_load(tmp_path):
    text = (CONFIG / "waivers.yaml").read_text(encoding="utf-8")
    example = re.findall(r"^# ( +(?:- )?\w+: .*\n)", text[text.index("#   - rule:") :], re.MULTILINE)
    (waiver,) = load(tmp_path, *example)
    assert (waiver.county_code, waiver.expires_on) == ("513228", date(2024, 6, 30))


def test_a_waiver_says_where_it_counts(tmp_path):
    (waiver,) = load(tmp_path, entry())
    assert waiver == Waiver(
        "project.key", "513226", "project", "2024Q1", "一期和二期共用编号", "王处长", date(2024, 6, 30)
    )
    assert waiver.covers("project.key", "513226", "project", "2024Q1")
    for other in (
        ("sale.key", "513226", "project", "2024Q1"),
        ("project.key", "513227", "project", "2024Q1"),
        ("project.key", "513226", "sale", "2024Q1"),
        ("project.key", "513226", "project", "2024Q2"),
    ):
        assert not waiver.covers(*other)


def test_all_means_all(tmp_path):
    (waiver,) = load(tmp_path, entry(rule="table.missing_column", county="all", report="all", period="all"))
    assert (waiver.county_code, waiver.report, waiver.period) == (None, None, None)
    assert waiver.covers("table.missing_column", "513226", "sale", "2019Q4")


@pytest.mark.parametrize(("day", "counts"), [(29, True), (30, True), (31, False)])
def test_the_last_day_counts_and_the_next_does_not(tmp_path, day, counts):
    (waiver,) = load(tmp_path, entry(expires_on="2024-05-30"))
    assert waiver.is_in_force(date(2024, 5, day)) is counts


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"rule": "project.disbursed_yuan.not_more_than.planned_yuan"}, id="figures"),
        pytest.param({"rule": "project.approved_on.date_order.accepted_on"}, id="dates"),
        pytest.param({"rule": "project.credit_code.credit_code"}, id="a-body-without-a-code-of-the-standard"),
        pytest.param({"rule": "project.credit_code.required"}, id="an-empty-code"),
        pytest.param({"rule": "project.planned_yuan.type"}, id="a-figure-that-stays-empty"),
        pytest.param({"rule": "project.project_name.type"}, id="a-text-that-stays-empty"),
        pytest.param({"rule": "sale.sold_yuan.minimum", "report": "sale"}, id="goods-taken-back"),
        pytest.param({"rule": "disbursement.project_no.refers_to.project", "report": "all"}, id="a-reference"),
        pytest.param({"rule": "need.claimed_by.claimed_needs_org", "report": "need"}, id="a-rule-with-a-name"),
        pytest.param({"rule": "file.other_county", "report": "all", "period": "all"}, id="a-merged-county"),
        pytest.param({"rule": "table.missing_column", "county": "all"}, id="a-column"),
        pytest.param({"rule": "form.missing_indicator"}, id="an-indicator"),
    ],
)
def test_what_can_still_be_read_may_be_waived(tmp_path, changes):
    assert len(load(tmp_path, entry(**changes))) == 1


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        pytest.param({"rule": "project.kee"}, ["project.kee", "no contract"], id="unknown-rule"),
        pytest.param({"rule": "key"}, ["no contract"], id="rule-without-report"),
        pytest.param({"rule": "project.key", "report": "sale"}, ["rule of project, not of sale"], id="other-report"),
        pytest.param({"report": "projects"}, ["unknown report projects", "organization"], id="unknown-report"),
        pytest.param({"county": "519999"}, ["county 519999"], id="unknown-county"),
        pytest.param({"county": "市中区"}, ["ambiguous county 市中区"], id="ambiguous-county"),
        pytest.param({"period": "2024Q5"}, ["waivers.0.period", "2024Q5"], id="unknown-period"),
        pytest.param({"period": "2024-03"}, ["2024-03"], id="period-of-another-frequency"),
        pytest.param({"reason": None}, ["waivers.0.reason", "required"], id="no-reason"),
        pytest.param({"reason": "'  '"}, ["waivers.0.reason"], id="blank-reason"),
        pytest.param({"allowed_by": None}, ["waivers.0.allowed_by", "required"], id="nobody-allowed-it"),
        pytest.param({"expires_on": None}, ["waivers.0.expires_on", "required"], id="no-end"),
        pytest.param({"expires_on": "20240630"}, ["waivers.0.expires_on", "date"], id="end-is-a-number"),
        pytest.param({"expires_on": "never"}, ["waivers.0.expires_on", "date"], id="end-is-never"),
        pytest.param({"scope": "x"}, ["waivers.0.scope"], id="unknown-word"),
        pytest.param({"rule": "file.unreadable"}, ["file.unreadable", "nothing is read"], id="unreadable"),
        pytest.param({"rule": "table.empty"}, ["nothing is read"], id="empty"),
        pytest.param({"rule": "sheet.guidance"}, ["nothing is read"], id="guidance"),
        pytest.param({"rule": "table.ambiguous"}, ["cannot be decided"], id="ambiguous"),
        pytest.param({"rule": "table.doubled_heading"}, ["cannot be decided"], id="doubled-heading"),
        pytest.param({"rule": "form.doubled_indicator"}, ["cannot be decided"], id="doubled-indicator"),
        pytest.param({"rule": "submission.undecidable"}, ["cannot be decided"], id="undecidable"),
        pytest.param({"rule": "file.other_county", "county": "all"}, ["one county"], id="any-misplaced-file"),
        pytest.param({"rule": "project.credit_code.type"}, ["cut"], id="a-code-that-is-cut"),
        pytest.param({"rule": "project.project_no.type"}, ["cut"], id="a-number-that-is-cut"),
        pytest.param({"rule": "project.field.code"}, ["code list"], id="a-word-in-no-list"),
        pytest.param({"rule": "project.planned_yuan.unit"}, ["never returns"], id="only-a-warning"),
        pytest.param({"rule": "project.agreement_no.refers_to.agreement"}, ["never returns"], id="only-a-warning-here"),
        pytest.param({"rule": "table.unknown_heading"}, ["never returns"], id="reading-only-warns"),
    ],
)
def test_a_mistake_is_refused_by_name(tmp_path, changes, named):
    with pytest.raises(ContractError) as caught:
        load(tmp_path, entry(**changes))
    assert [word for word in ["waivers.yaml", *named] if word not in caught.value.message] == []


def test_the_same_is_waived_once_only(tmp_path):
    with pytest.raises(ContractError, match=r"waiver 2 \(project.key\): the same is waived twice"):
        load(tmp_path, entry(), entry(county="513226", reason="又一个", expires_on="2025-01-01"))


def test_missing_waivers_say_which_setting_to_change(tmp_path):
    with pytest.raises(ContractError, match=r"waivers\.yaml does not exist; set ETL_CONFIG"):
        load_waivers(tmp_path, DIVISIONS, CONTRACTS)
