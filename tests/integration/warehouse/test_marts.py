"""The marts over the truth of the corpus, and the states that the corpus does not show."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, publication
from tests.integration.warehouse.truth_corpus import truth_publication

DUE = date(2024, 4, 10)


@pytest.fixture(scope="module")
def province(
    make_database: Callable[[str | None], str], template_url: str, catalog: Catalog, divisions: Divisions, config: Path
) -> sa.Engine:
    """The warehouse after both nights of the sample province, were they perfect."""
    engine = connect(make_database(template_url))
    for night in (1, 2):
        publish(engine, catalog, truth_publication(f"truth{night}", catalog, divisions, config, night))
    return engine


def one(engine: sa.Engine, query: str, **values: Any) -> dict[str, Any]:
    with engine.connect() as connection:
        return dict(connection.execute(sa.text(query), values).mappings().one())


def test_the_province_after_two_nights(province: sa.Engine) -> None:
    summary = one(province, "select * from mart.province_summary where period = '2024Q1'")
    assert (summary["paired_orgs"], summary["paired_counties"], summary["agreements"]) == (118, 47, 184)
    assert summary["national_eastern_orgs"] == 59
    assert str(summary["national_eastern_agreed_yuan"]) == "263000000.00"
    assert summary["national_eastern_projects"] == 120
    levels = ("province", "prefecture", "county", "township", "village")
    assert [summary[f"incubators_{level}"] for level in levels] == [0, 0, 104, 42, 6]
    assert (summary["disbursed_yuan"], summary["planned_yuan"]) == (Decimal("257673300.00"), Decimal("368850000.00"))
    assert summary["disbursement_rate"] == Decimal("0.6986")
    assert (summary["reports_due"], summary["reports_accepted"], summary["reporting_rate"]) == (
        849,
        761,
        Decimal("0.8963"),
    )


@pytest.mark.parametrize(
    "measure",
    ["agreements", "agreed_yuan", "projects", "disbursed_yuan", "households", "needs", "sold_yuan", "reports_due"],
)
def test_what_adds_up_adds_up_over_the_levels(province: sa.Engine, measure: str) -> None:
    sums = one(
        province,
        f"select (select sum({measure}) from mart.county_summary) as county,"
        f" (select sum({measure}) from mart.prefecture_summary) as prefecture,"
        f" (select sum({measure}) from mart.province_summary) as province",
    )
    assert sums["county"] == sums["prefecture"] == sums["province"] > 0


def test_an_organisation_counts_once_in_every_area(province: sa.Engine) -> None:
    sums = one(
        province,
        "select (select sum(paired_orgs) from mart.county_summary) as county,"
        " (select count(distinct credit_code) from mart.agreement) as distinct_orgs",
    )
    assert sums["county"] > sums["distinct_orgs"] == 118


def test_the_first_night_can_still_be_seen(province: sa.Engine) -> None:
    first = one(province, "select finished_at from ops.run where run_id = 'run-1'")["finished_at"]
    query = "select count(*) as rows, sum(agreed_yuan) as yuan from mart.agreement_as_of(:moment)"
    assert one(province, query, moment=first)["rows"] == 171
    now = one(province, query, moment=first + timedelta(days=30))
    assert now == one(province, "select count(*) as rows, sum(agreed_yuan) as yuan from mart.agreement")


def test_every_project_and_need_stands_in_the_funnel(province: sa.Engine) -> None:
    counts = one(
        province,
        "select sum(case when step_no <= 3 then items end) as needs, sum(case when step_no > 3 then items end) as projects,"
        " sum(case when step = 'need_open' then items_reached end) as all_needs,"
        " sum(disbursed_yuan) as disbursed_yuan from mart.project_funnel",
    )
    assert (counts["needs"], counts["projects"], counts["all_needs"]) == (286, 300, 286)
    assert counts["disbursed_yuan"] == Decimal("257673300.00")


def test_coverage_and_profiles_agree_with_the_summary(province: sa.Engine) -> None:
    coverage = one(
        province,
        "select sum(incubators_county) as county, sum(incubators_village) as village from mart.incubation_coverage",
    )
    assert coverage == {"county": 104, "village": 6}
    profile = one(
        province,
        "select count(*) filter (where agreements > 0) as paired, sum(projects) as projects, sum(agreed_yuan) as agreed_yuan"
        " from mart.organization_profile",
    )
    assert profile == {"paired": 118, "projects": 300, "agreed_yuan": Decimal("368850000.00")}


def owed(*reports: str, exempt_reason: str | None = None, due_on: date = DUE) -> pd.DataFrame:
    unit = {"county_code": COUNTY, "period": PERIOD, "due_on": due_on, "exempt_reason": exempt_reason}
    return pd.DataFrame([unit | {"report": report} for report in reports])


def tried(state: str) -> pd.DataFrame:
    message = "收件箱读不到" if state == "failed" else None
    return pd.DataFrame([{"county_code": COUNTY, "period": PERIOD, "state": state, "message": message}])


LATE = 12  # nights after 2024-04-02: received on 2024-04-15 at 02:00 in Asia/Shanghai


@pytest.mark.parametrize(
    ("nights", "expected"),
    [
        pytest.param([publication(1, obligations=owed("sale"))], ("missing", "none", None), id="missing"),
        pytest.param(
            [publication(1, obligations=owed("sale", exempt_reason="地震"))], ("exempt", "none", None), id="exempt"
        ),
        pytest.param(
            [publication(1, obligations=owed("sale"), attempts=tried("failed"))], ("failed", "none", None), id="failed"
        ),
        pytest.param([a_night(1, 1, obligations=owed("sale"))], ("accepted", "this", 0), id="in-time"),
        pytest.param([a_night(LATE, 1, obligations=owed("sale"))], ("accepted", "this", 5), id="late"),
        pytest.param([a_night(1, 1)], ("accepted", "this", None), id="not-due"),
        pytest.param([a_night(1, status="nil", obligations=owed("sale"))], ("nil", "this", 0), id="nil"),
        pytest.param(
            [a_night(1, 1, obligations=owed("sale")), a_night(LATE, 2)],
            ("accepted", "this", 0),
            id="corrected-after-due",
        ),
        pytest.param(
            [a_night(1, 1, obligations=owed("sale")), a_night(2, status="returned")],
            ("returned", "earlier", 0),
            id="returned",
        ),
        pytest.param(
            [a_night(1, 1, obligations=owed("sale")), publication(2, attempts=tried("failed"))],
            ("failed", "earlier", 0),
            id="failed-after-accepted",
        ),
        pytest.param(
            [publication(1, attempts=tried("failed")), a_night(2, 1, obligations=owed("sale"), attempts=tried("ok"))],
            ("accepted", "this", 0),
            id="taken-up-after-failing",
        ),
        pytest.param(
            [
                a_night(1, 1, obligations=owed("sale")),
                publication(2, attempts=tried("failed")),
                publication(3, attempts=tried("ok")),
            ],
            ("accepted", "this", 0),
            id="failed-then-nothing-new",
        ),
    ],
)
def test_status(warehouse: sa.Engine, catalog: Catalog, nights: list[Publication], expected: tuple[Any, ...]) -> None:
    for night in nights:
        publish(warehouse, catalog, night)
    row = one(warehouse, "select * from mart.reporting_status where report = 'sale'")
    days_late = row["days_late"] if row["status"] not in {"missing", "failed"} or row["received_at"] else None
    assert (row["status"], row["in_use"], days_late) == expected
    assert (row["county_name"], row["prefecture_name"]) == ("旺苍县", "广元市")


def test_what_is_missing_is_late_by_today(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, publication(1, obligations=owed("sale")))
    row = one(
        warehouse,
        "select days_late, (now() at time zone 'Asia/Shanghai')::date - due_on as days from mart.reporting_status",
    )
    assert row["days_late"] == row["days"] > 0


def test_a_failure_that_was_made_good_says_by_which_run(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night, state in ((1, "failed"), (2, "failed"), (3, "ok")):
        publish(warehouse, catalog, publication(night, attempts=tried(state)))
    with warehouse.connect() as connection:
        rows = connection.execute(sa.text("select run_id, retried_by from ops.county_attempt order by 1")).all()
    assert [tuple(row) for row in rows] == [("run-1", "run-3"), ("run-2", "run-3"), ("run-3", None)]


def test_obligations_follow_the_config_and_leave_other_counties_alone(warehouse: sa.Engine, catalog: Catalog) -> None:
    other = owed("sale").assign(county_code="510104")
    publish(warehouse, catalog, publication(1, obligations=pd.concat([owed("sale", "need"), other])))
    publish(warehouse, catalog, publication(2, obligations=owed("sale", "project", due_on=DUE + timedelta(days=5))))
    with warehouse.connect() as connection:
        rows = connection.execute(
            sa.text("select county_code, report, due_on from mart.reporting_status order by 1, 2")
        ).all()
    later = DUE + timedelta(days=5)
    assert [tuple(row) for row in rows] == [
        ("510104", "sale", DUE),
        (COUNTY, "project", later),
        (COUNTY, "sale", later),
    ]


def test_a_rate_over_nothing_is_null(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    row = one(warehouse, f"select * from mart.county_summary where county_code = '{COUNTY}'")
    assert (row["sold_yuan"], row["planned_yuan"], row["agreements"]) == (Decimal("1.00"), 0, 0)
    assert row["disbursement_rate"] is row["reporting_rate"] is row["on_time_rate"] is None


def test_periods_are_compared_with_the_one_before_of_their_kind(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night, (period, fen) in enumerate([("2023Q4", 10000), ("2024", 1), ("2024Q1", 15000), ("2024Q3", 0)], start=1):
        publish(warehouse, catalog, a_night(night, fen, period=period))
    with warehouse.connect() as connection:
        rows = connection.execute(
            sa.text(
                "select period, previous_period, change, change_rate from mart.period_change"
                " where level = 'province' and measure = 'sold_yuan' order by period"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        ("2023Q4", None, None, None),
        ("2024", None, None, None),
        ("2024Q1", "2023Q4", Decimal("50.00"), Decimal("0.5000")),
        ("2024Q3", "2024Q1", Decimal("-150.00"), Decimal("-1.0000")),
    ]
