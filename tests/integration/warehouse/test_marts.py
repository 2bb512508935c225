"""The marts over the truth of the corpus, and the states that the corpus does not show."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from tests.integration.warehouse.deliveries import delivery
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, publication

DUE = date(2024, 4, 10)
FAR = date(2999, 4, 10)


@pytest.fixture(scope="module")
def province(make_database: Callable[[str | None], str], truth_url: str) -> sa.Engine:
    """The warehouse after both nights of the sample province, were they perfect."""
    return connect(make_database(truth_url))


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


@pytest.mark.parametrize(
    "measure",
    [
        "agreements",
        "agreed_yuan",
        "projects",
        "planned_yuan",
        "disbursed_yuan",
        "households",
        "donated_yuan",
        "sold_yuan",
    ],
)
def test_profiles_add_up_to_the_summary(province: sa.Engine, measure: str) -> None:
    sums = one(
        province,
        f"select (select sum({measure}) from mart.organization_profile) as profile,"
        f" (select {measure} from mart.province_summary) as summary",
    )
    assert sums["profile"] == sums["summary"] > 0


@pytest.mark.parametrize(
    ("registered", "seller", "known_by", "credit_code"),
    [
        pytest.param([], "无名会", "unknown_name", None, id="in-no-register"),
        pytest.param(["全国促进会"], "全 国 促进会", "credit_code", "code-1", id="written-otherwise"),
        pytest.param(["全国促进会", "全国促进会"], "全国促进会", "ambiguous_name", None, id="borne-by-two"),
    ],
)
def test_a_sale_belongs_to_the_one_organisation_of_its_name_or_to_a_row_of_its_own(
    warehouse: sa.Engine,
    catalog: Catalog,
    registered: list[str],
    seller: str,
    known_by: str,
    credit_code: str | None,
) -> None:
    register = [{"org_name": name, "credit_code": f"code-{n}"} for n, name in enumerate(registered, start=1)]
    sale = {"org_name": seller, "product": "花椒", "channel": "online", "sold_yuan": 5}
    units = {(COUNTY, PERIOD, "organization"): register or "nil", (COUNTY, PERIOD, "sale"): [sale]}
    publish(warehouse, catalog, delivery(1, catalog, units))
    row = one(warehouse, "select known_by, credit_code, sold_yuan from mart.organization_profile where sold_yuan > 0")
    assert row == {"known_by": known_by, "credit_code": credit_code, "sold_yuan": Decimal(5)}


def test_what_a_waiver_let_in_without_a_code_counts_by_its_name(warehouse: sa.Engine, catalog: Catalog) -> None:
    def body(number: int, name: str) -> dict[str, Any]:
        return {"org_name": name, "credit_code": None, "project_no": f"XM{number}", "planned_yuan": 10}

    rows = [body(1, "甲协会"), body(2, "甲 协会"), body(3, "乙商会"), body(4, "丙会") | {"credit_code": "code-1"}]
    publish(warehouse, catalog, delivery(1, catalog, {(COUNTY, PERIOD, "project"): rows}))
    with warehouse.connect() as connection:
        query = (
            "select org_name, credit_code, known_by, projects, planned_yuan from mart.organization_profile order by 1"
        )
        found = [tuple(row) for row in connection.execute(sa.text(query))]
    assert found == [
        ("丙会", "code-1", "credit_code", 1, 10),
        ("乙商会", None, "no_credit_code", 1, 10),
        ("甲 协会", None, "no_credit_code", 2, 20),
    ]


@pytest.mark.parametrize(
    ("agreed", "outside"),
    [pytest.param("county", 0, id="agreement-decides"), pytest.param(None, 1, id="register-without-agreement")],
)
def test_a_row_of_the_register_moves_no_headline(
    warehouse: sa.Engine, catalog: Catalog, agreed: str | None, outside: int
) -> None:
    body = {"org_name": "甲协会", "credit_code": "code-1"}
    units: dict[Any, Any] = {
        (COUNTY, PERIOD, "organization"): [body | {"register_level": "national"}],
        (COUNTY, PERIOD, "project"): [body | {"project_no": "XM1", "planned_yuan": 10, "disbursed_yuan": 5}],
    }
    if agreed:
        units["510104", PERIOD, "agreement"] = [
            body | {"agreement_no": "XY1", "register_level": agreed, "agreed_yuan": 1}
        ]
    publish(warehouse, catalog, delivery(1, catalog, units))
    row = one(warehouse, "select projects, national_eastern_projects from mart.province_summary")
    assert row == {"projects": 1, "national_eastern_projects": outside}


def test_the_register_has_one_row_for_a_credit_code_and_its_other_names(warehouse: sa.Engine, catalog: Catalog) -> None:
    def body(name: str) -> dict[str, Any]:
        return {"org_name": name, "credit_code": "code-1", "register_level": "county", "grade": "3A"}

    units = {
        (COUNTY, "2023Q4", "organization"): [body("甲协会")],
        (COUNTY, PERIOD, "organization"): [body("甲 协会")],
        ("510104", PERIOD, "agreement"): [body("甲联合会") | {"agreement_no": "XY1", "agreed_yuan": 1}],
    }
    publish(warehouse, catalog, delivery(1, catalog, units))
    row = one(warehouse, "select * from mart.organization_register")
    assert (row["org_name"], row["other_names"], row["is_registered"]) == ("甲 协会", "甲联合会", True)
    assert (row["counties_seen"], row["first_period"], row["last_period"]) == (2, "2023Q4", PERIOD)


def owed(*reports: str, exempt_reason: str | None = None, due_on: date = DUE) -> pd.DataFrame:
    unit = {"county_code": COUNTY, "period": PERIOD, "due_on": due_on, "exempt_reason": exempt_reason}
    return pd.DataFrame([unit | {"report": report} for report in reports])


def tried(state: str) -> pd.DataFrame:
    message = "收件箱读不到" if state == "failed" else None
    return pd.DataFrame([{"county_code": COUNTY, "period": PERIOD, "state": state, "message": message}])


LATE = 12  # nights after 2024-04-02: put in on 2024-04-14 at 17:00 in Asia/Shanghai, found at 02:00 of the next day
DUE_NIGHT = 8  # put in on 2024-04-10 at 17:00, found on the day after it was due


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
        pytest.param([a_night(LATE, 1, obligations=owed("sale"))], ("accepted", "this", 4), id="late"),
        pytest.param([a_night(DUE_NIGHT, 1, obligations=owed("sale"))], ("accepted", "this", 0), id="on-the-due-day"),
        pytest.param([a_night(1, 1)], ("accepted", "this", None), id="not-due"),
        pytest.param(
            [a_night(1, status="returned", obligations=owed("sale")), a_night(LATE, status="returned")],
            ("returned", "none", 4),
            id="never-accepted-and-late-by-the-newest",
        ),
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


def test_a_file_dated_back_past_the_last_pull_arrived_when_it_was_pulled(
    warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, publication(LATE - 1, obligations=owed("sale")))
    night = a_night(LATE, 1)
    dated_back = night.submissions.assign(modified_at=pd.Timestamp("2024-04-09", tz="UTC"))
    publish(warehouse, catalog, replace(night, submissions=dated_back))
    row = one(warehouse, "select days_late, arrived_at = received_at as when_pulled from mart.reporting_status")
    assert row == {"days_late": 5, "when_pulled": True}


@pytest.mark.parametrize(
    ("nights", "due", "rates"),
    [
        pytest.param([a_night(1, 1, obligations=owed("sale"))], (1, 1), (1, 1), id="came"),
        pytest.param([publication(1, obligations=owed("sale"))], (1, 0), (0, 0), id="missing"),
        pytest.param(
            [a_night(1, 1, obligations=owed("sale", exempt_reason="地震"))], (0, 0), (None, None), id="exempt"
        ),
        pytest.param([publication(1, obligations=owed("sale", due_on=FAR))], (0, 0), (None, None), id="not-yet-due"),
        pytest.param([a_night(1, 1, obligations=owed("sale", due_on=FAR))], (1, 1), (1, 1), id="came-before-due"),
        pytest.param(
            [a_night(1, status="returned", obligations=owed("sale", due_on=FAR))],
            (1, 0),
            (0, 0),
            id="returned-before-due",
        ),
        pytest.param([a_night(LATE, 1, obligations=owed("sale"))], (1, 1), (1, 0), id="late"),
    ],
)
def test_what_counts_as_due(
    warehouse: sa.Engine, catalog: Catalog, nights: list[Publication], due: tuple[int, int], rates: tuple[Any, Any]
) -> None:
    for night in nights:
        publish(warehouse, catalog, night)
    row = one(warehouse, "select * from mart.province_summary")
    assert (row["reports_due"], row["reports_accepted"]) == due
    assert (row["reporting_rate"], row["on_time_rate"]) == rates


@pytest.mark.parametrize(
    ("nights", "sold", "rests_on"),
    [
        pytest.param([publication(1, obligations=owed("sale"))], None, (1, 0, 0, 0, 1), id="missing"),
        pytest.param([a_night(1, status="returned", obligations=owed("sale"))], None, (1, 0, 0, 0, 1), id="returned"),
        pytest.param([a_night(1, status="nil", obligations=owed("sale"))], 0, (1, 1, 1, 0, 0), id="nil"),
        pytest.param([a_night(1, 0, obligations=owed("sale"))], 0, (1, 1, 0, 0, 0), id="zero"),
        pytest.param([a_night(1, 100)], 1, (0, 1, 0, 0, 0), id="not-owed"),
        pytest.param(
            [a_night(1, 100, obligations=owed("sale")), a_night(2, status="returned")], 1, (1, 1, 0, 1, 0), id="stale"
        ),
        pytest.param(
            [a_night(1, status="nil", obligations=owed("sale")), a_night(2, status="returned")],
            0,
            (1, 1, 1, 1, 0),
            id="stale-nil",
        ),
    ],
)
def test_missing_is_not_zero(
    warehouse: sa.Engine, catalog: Catalog, nights: list[Publication], sold: int | None, rests_on: tuple[int, ...]
) -> None:
    for night in nights:
        publish(warehouse, catalog, night)
    basis = "select due, received, nil, stale, missing from mart.basis where level = :level and report = 'sale'"
    for level, place in (("county", f"county_code = '{COUNTY}'"), ("prefecture", "true"), ("province", "true")):
        row = one(warehouse, f"select * from mart.{level}_summary where {place}")
        assert (row["sold_yuan"], row["agreements"]) == (sold, None)
        assert tuple(one(warehouse, basis, level=level).values()) == rests_on
        names = ("due", "received", "nil", "stale", "missing")
        assert tuple(row[f"reports_{name}"] for name in names) == rests_on


def test_a_rate_over_nothing_is_null(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    row = one(warehouse, f"select * from mart.county_summary where county_code = '{COUNTY}'")
    assert (row["sold_yuan"], row["planned_yuan"], row["agreements"]) == (Decimal("1.00"), None, None)
    assert row["disbursement_rate"] is row["reporting_rate"] is row["on_time_rate"] is None


def test_only_counties_that_reported_in_both_periods_are_compared(warehouse: sa.Engine, catalog: Catalog) -> None:
    """On the first day of a quarter one county has reported, and nothing has fallen."""
    sold = {
        (COUNTY, "2023Q1"): 40,
        (COUNTY, "2023Q4"): 100,
        ("510104", "2023Q4"): 900,
        (COUNTY, "2024"): 1,
        (COUNTY, PERIOD): 150,
    }
    units = {
        (county, period, "sale"): [{"org_name": "甲协会", "product": "花椒", "channel": "online", "sold_yuan": yuan}]
        for (county, period), yuan in sold.items()
    }
    publish(warehouse, catalog, delivery(1, catalog, units))
    with warehouse.connect() as connection:
        rows = connection.execute(
            sa.text(
                "select period, comparison, previous_period, counties_compared, value, previous_value, change, change_rate"
                " from mart.period_change where level = 'province' and measure = 'sold_yuan' order by comparison"
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        (PERIOD, "last_year", "2023Q1", 1, 150, 40, 110, Decimal("2.7500")),
        (PERIOD, "previous", "2023Q4", 1, 150, 100, 50, Decimal("0.5000")),
    ]


@pytest.mark.parametrize(
    ("period", "previous", "last_year"),
    [
        ("2024Q1", "2023Q4", "2023Q1"),
        ("2024-03", "2024-02", "2023-03"),
        ("2024-01", "2023-12", "2023-01"),
        ("2024",) + ("2023",) * 2,
    ],
)
def test_the_period_before_is_the_calendars(pristine: sa.Engine, period: str, previous: str, last_year: str) -> None:
    with pristine.connect() as connection:
        query = sa.text("select comparison, previous_period from mart.period_pair where period = :period order by 1")
        found = connection.execute(query, {"period": period}).all()
    assert [tuple(row) for row in found] == [("last_year", last_year), ("previous", previous)]
