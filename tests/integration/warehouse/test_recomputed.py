"""Every column of every summary, for three periods in which reports are missing, nil, returned, exempt and late, computed over again."""

import random
from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.model import SubmissionKey
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from tests.integration.warehouse.deliveries import Row, Unit, delivery, duties
from tests.integration.warehouse.nights import at
from tests.integration.warehouse.recomputed import (
    LEVELS,
    REPORTS,
    STEPS,
    Figures,
    World,
    changes,
    coverage,
    funnel,
    profiles,
    rate,
    summaries,
)

COUNTIES = ("510104", "510812", "510821", "510822", "513228")
# and the days on which they are due; the first is last year's of the second
PERIODS = {"2022Q4": date(2024, 4, 1), "2023Q4": date(2024, 4, 5), "2024Q1": date(2024, 4, 10)}
FIRST, SECOND, THIRD = 1, 6, 12  # nights: in time for both periods, for one of them, for none
MOMENT = at(SECOND) + timedelta(hours=1)  # after it one period is due, and the other not yet
Owed = Mapping[SubmissionKey, tuple[date, str | None]]
PLACE = {"county_name", "prefecture_code", "prefecture_name", "designation", "period", "area_name"}
PLACED = ("county_summary", "prefecture_summary", "basis", "project_funnel", "incubation_coverage", "period_change")
NAMES = (
    "甲协会",
    "乙基金会",
    "丙商会",
    "丁促进会",
    "戊服务中心",
    "己学会",
    "甲协会",
)  # two organisations bear the first name


def rows_of(report: str, chance: random.Random) -> list[Row]:
    """Between one and six rows, whose numbers and codes are anything."""

    def body(spread: int = len(NAMES)) -> dict[str, Any]:
        number = chance.randrange(spread)
        name = NAMES[number] if chance.random() < 0.7 else f"{NAMES[number][0]} {NAMES[number][1:]}"
        return {"org_name": name, "credit_code": f"code-{number}"}

    def yuan() -> int:
        return chance.randrange(0, 1000)

    def one(number: int) -> Row:
        own = body()
        code = int(own["credit_code"][-1])
        level = ("county", "national", "province", "eastern", "county", "national", "county")[code]
        rows: dict[str, dict[str, Any]] = {
            "organization": own
            | {"register_level": level, "org_type": chance.choice("ab"), "grade": "3A", "annual_check": "passed"},
            "agreement": own
            | {
                "agreement_no": f"XY{number}",
                "register_level": "county" if code == 1 else level,
                "agreed_yuan": yuan(),
            },
            "project": own
            | {"project_no": f"XM{number}", "planned_yuan": yuan(), "disbursed_yuan": yuan()}
            | {
                "stage": chance.choice(STEPS[3:])[2],
                "persons": yuan(),
                "jobs": chance.choice([2, None]),
                "households": chance.choice([3, None]),
            },
            "donation": {"org_name": chance.choice([own["org_name"], "无名会"]), "value_yuan": yuan()},
            "sale": {"org_name": own["org_name"], "product": str(number), "channel": "online", "sold_yuan": yuan()},
            "need": {"need_no": f"XQ{number}", "status": chance.choice(STEPS[:3])[2], "needed_yuan": yuan()},
            "activity": {"activity_name": str(number)},
            "incubator": {"base_name": str(number), "base_level": chance.choice(LEVELS)}
            | {"resident_orgs": chance.choice([2, None]), "area_sqm": 10, "invested_yuan": yuan()},
            "disbursement": {"voucher_no": str(number), "project_no": "XM0", "paid_yuan": yuan()},
        }
        return rows[report]

    return [one(number) for number in range(chance.randrange(1, 7))]


def a_world(divisions: Divisions) -> tuple[World, list[dict[SubmissionKey, Unit]]]:
    """The world, and what its three nights bring; every county, period and report has a fate of its own."""
    chance = random.Random(15)  # noqa: S311 - no secret
    keys = [(county, period, report) for county in COUNTIES for period in PERIODS for report in REPORTS]
    # the last county is a key county that sends nothing but activities; the fourth owes no needs and sends them
    owed = {
        key: (PERIODS[key[1]], "地震" if chance.random() < 0.1 else None)
        for key in keys
        if key[::2] != ("510822", "need")
    }
    world = World(divisions, owed)
    nights: list[dict[SubmissionKey, Unit]] = [{}, {}, {}]
    days = [(at(night) - timedelta(hours=9)).date() for night in (FIRST, SECOND, THIRD)]
    for key in keys:
        if key[0] == "513228" and key[2] != "activity":
            continue
        for night, odds in zip(range(3), (0.7, 0.4, 0.4), strict=True):
            if chance.random() < odds:
                fate = chance.random()
                unit: Unit = "nil" if fate < 0.2 else "returned" if fate < 0.4 else rows_of(key[2], chance)
                nights[night][key] = unit
                world.came[key].append((days[night], unit))
    return world, nights


@pytest.fixture(scope="module")
def world(divisions: Divisions) -> World:
    return a_world(divisions)[0]


@pytest.fixture(scope="module")
def tables(
    world: World,
    make_database: Callable[[str | None], str],
    template_url: str,
    catalog: Catalog,
    divisions: Divisions,
) -> Callable[[str], list[Figures]]:
    """Reads a view of the warehouse after the three nights."""
    engine = connect(make_database(template_url))
    for night, units in zip((FIRST, SECOND, THIRD), a_world(divisions)[1], strict=True):
        owed = world.owed if night == THIRD else owed_at_first(world)
        frame = duties(*((*key, *duty) for key, duty in owed.items()))
        publish(engine, catalog, delivery(night, catalog, units, obligations=frame))

    def read(view: str) -> list[Figures]:
        with engine.connect() as connection:
            return [dict(row) for row in connection.execute(sa.text(f"select * from mart.{view}")).mappings()]

    return read


def by(rows: list[Figures], *keys: str, but: frozenset[str] = frozenset()) -> dict[Any, Figures]:
    """The rows by some of their columns, without these, without what describes a place, and without what `but` names."""
    left_out = {*keys, *PLACE, *but}
    found = {
        tuple(row[key] for key in keys): {name: value for name, value in row.items() if name not in left_out}
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def test_the_world_has_every_fate(world: World) -> None:
    basis = world.basis(COUNTIES, "2024Q1", REPORTS)
    assert all(basis[name] > 0 for name in ("received", "nil", "stale", "missing"))
    assert basis["due"] > basis["accepted"] > basis["on_time"] > 0
    assert {reason for _, reason in world.owed.values()} == {"地震", None}
    assert any(key not in world.owed for key in world.came)
    rows = list(summaries(world).values())
    assert [name for name in rows[0] if not any(row[name] for row in rows)] == [], "a zero proves nothing"


def test_every_level(world: World, tables: Callable[[str], list[Figures]]) -> None:
    truth = summaries(world)
    assert by(tables("area_summary"), "level", "area_code", "period") == truth
    for level, code in (("county", "county_code"), ("prefecture", "prefecture_code"), ("province", "province_code")):
        of_level = {(area, period): figures for (one, area, period), figures in truth.items() if one == level}
        assert by(tables(f"{level}_summary"), code, "period") == of_level


def test_basis(world: World, tables: Callable[[str], list[Figures]]) -> None:
    assert by(tables("basis"), "level", "area_code", "period", "report") == basis_of(world)


def basis_of(world: World) -> dict[Any, Figures]:
    names = ("due", "received", "nil", "stale", "missing")
    return {
        (*area, period, report): {name: basis[name] for name in names}
        for area, counties in world.areas.items()
        for period in world.periods
        for report in REPORTS
        if any((county, period, report) in {*world.owed, *world.came} for county in counties)
        for basis in [world.basis(counties, period, [report])]
    }


@pytest.mark.parametrize("view", PLACED)
def test_places_are_called_what_they_are_called(
    divisions: Divisions, tables: Callable[[str], list[Figures]], view: str
) -> None:
    for row in tables(view):
        code = row.get("county_code") or row.get("area_code") or row["prefecture_code"]
        county = divisions.counties.get(code)
        counties = [one for one in divisions.counties.values() if code in (one.code, one.prefecture_code)]
        prefecture = counties[0].prefecture_name if counties else None
        names = {"county_name": county and county.name, "designation": county and county.designation}
        names |= {"prefecture_code": counties[0].prefecture_code if counties else None, "prefecture_name": prefecture}
        names["area_name"] = county.name if county else prefecture
        assert {name: row[name] for name in names if name in row} == {n: names[n] for n in names if n in row}


def test_incubation_coverage(world: World, tables: Callable[[str], list[Figures]]) -> None:
    found = by(tables("incubation_coverage"), "county_code", "period", but=frozenset(["report_status"]))
    assert found == coverage(world)
    statuses = {
        (row["county_code"], row["period"]): row["status"]
        for row in tables("reporting_status")
        if row["report"] == "incubator"
    }
    assert {
        (row["county_code"], row["period"]): row["report_status"] for row in tables("incubation_coverage")
    } == statuses


def test_project_funnel(world: World, tables: Callable[[str], list[Figures]]) -> None:
    found = by(tables("project_funnel"), "county_code", "period", "step", but=frozenset(["step_no"]))
    assert found == funnel(world)
    numbers = {row["step"]: row["step_no"] for row in tables("project_funnel")}
    assert numbers == {step: number for number, (step, _, _) in enumerate(STEPS, start=1)}


def test_organization_profile(world: World, tables: Callable[[str], list[Figures]]) -> None:
    rows = tables("organization_profile")
    assert profiles_of(rows) == profiles(world)
    assert {row["known_by"] for row in rows} == {"credit_code", "unknown_name", "ambiguous_name"}


def profiles_of(rows: list[Figures]) -> dict[Any, Figures]:
    return {
        (row["period"], row["credit_code"] or row["org_name"].replace(" ", "")): {
            n: v for n, v in row.items() if n not in ("period", "credit_code", "org_name")
        }
        for row in rows
    }


def test_period_change(world: World, tables: Callable[[str], list[Figures]]) -> None:
    rows = tables("period_change")
    assert changes_of(rows) == changes(world)
    assert {(row["period"], row["comparison"]) for row in rows} == {("2024Q1", "previous"), ("2023Q4", "last_year")}
    for row in rows:
        if row["value"] is not None and row["previous_value"]:
            assert row["change"] == row["value"] - row["previous_value"]
            assert row["change_rate"] == rate(row["change"], row["previous_value"])


def changes_of(rows: list[Figures]) -> dict[Any, Any]:
    found = {
        tuple(row[name] for name in ("level", "area_code", "period", "comparison", "measure")): tuple(
            row[name] for name in ("previous_period", "counties_compared", "value", "previous_value")
        )
        for row in rows
    }
    assert len(found) == len(rows)
    return found


def owed_at_first(world: World) -> Owed:
    """Duties before the third night: it was to be sooner by then, an exemption came, and one report was lifted."""
    owed = {
        key: (day + timedelta(days=3), None if key[0] == COUNTIES[0] else why) for key, (day, why) in world.owed.items()
    }
    return owed | {("510822", period, "need"): (day, None) for period, day in PERIODS.items()}


def usable(unit: Unit) -> bool:
    return unit == "nil" or not isinstance(unit, str)


def at_the_moment(world: World) -> World:
    """The world as it was after the second night."""
    came = {key: [(day, unit) for day, unit in came if day <= MOMENT.date()] for key, came in world.came.items()}
    kept = defaultdict(list, {key: listed for key, listed in came.items() if listed})
    return World(world.divisions, owed_at_first(world), kept, MOMENT.date() + timedelta(days=1))  # in Asia/Shanghai


def test_everything_as_it_was_at_a_moment(world: World, tables: Callable[[str], list[Figures]]) -> None:
    then = at_the_moment(world)

    def found(view: str, *keys: str, but: frozenset[str] = frozenset()) -> dict[Any, Figures]:
        return by(tables(f"{view}_as_of('{MOMENT}')"), *keys, but=but)

    truth = summaries(then)
    assert (
        truth["province", "510000", "2024Q1"]["reports_due"]
        < summaries(world)["province", "510000", "2024Q1"]["reports_due"]
    )
    assert found("area_summary", "level", "area_code", "period") == truth
    for level in ("county", "prefecture", "province"):
        of_level = {(area, period): figures for (one, area, period), figures in truth.items() if one == level}
        assert found(f"{level}_summary", f"{level}_code", "period") == of_level
    assert found("basis", "level", "area_code", "period", "report") == basis_of(then)
    assert found("project_funnel", "county_code", "period", "step", but=frozenset(["step_no"])) == funnel(then)
    assert found("incubation_coverage", "county_code", "period", but=frozenset(["report_status"])) == coverage(then)
    assert profiles_of(tables(f"organization_profile_as_of('{MOMENT}')")) == profiles(then)
    assert changes_of(tables(f"period_change_as_of('{MOMENT}')")) == changes(then) != changes(world)


def as_it_stood(world: World, standing: str) -> World:
    """The world in which only that came which is summed."""

    def kept(key: SubmissionKey, came: list[tuple[date, Unit]]) -> list[tuple[date, Unit]]:
        good = [(day, unit) for day, unit in came if usable(unit)]
        if standing == "as_first_reported":
            return good[:1]
        return [(day, unit) for day, unit in good if key in world.owed and day <= world.owed[key][0]]

    listed = {key: kept(key, came) for key, came in world.came.items()}
    return World(world.divisions, world.owed, defaultdict(list, {key: came for key, came in listed.items() if came}))


@pytest.mark.parametrize("standing", ["as_first_reported", "as_at_deadline"])
def test_summaries_as_they_stood(world: World, tables: Callable[[str], list[Figures]], standing: str) -> None:
    stood = summaries(as_it_stood(world, standing))
    left_out = ("reports_due", "reports_accepted", "reports_stale", "reports_missing", "reporting_rate", "on_time_rate")
    truth = {
        place: {name: value for name, value in figures.items() if name not in left_out}
        for place, figures in stood.items()
        if figures["reports_received"]
    }
    assert truth.keys() < summaries(world).keys() or truth != summaries(world)
    found = by(tables(f"area_summary_{standing}"), "level", "area_code", "period")
    assert found == truth
    for level in ("county", "prefecture", "province"):
        of_level = {(area, period): figures for (one, area, period), figures in truth.items() if one == level}
        assert by(tables(f"{level}_summary_{standing}"), f"{level}_code", "period") == of_level
