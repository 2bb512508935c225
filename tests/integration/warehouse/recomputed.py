"""The summaries of mart computed over again from what counties delivered: plain Python, which shares nothing with the SQL.

Takes a World (who owes what, and what came when), gives the rows that each view should have.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from etl.config.divisions import Divisions
from etl.model import SubmissionKey
from tests.integration.warehouse.deliveries import Row, Unit

REPORTS = ("organization", "agreement", "project", "donation", "sale", "need", "activity", "incubator", "disbursement")
LEVELS = ("province", "prefecture", "county", "township", "village")
OUTSIDE = ("national", "eastern")
STEPS = (
    *(("need_open", "need", "open"), ("need_claimed", "need", "claimed"), ("need_launched", "need", "launched")),
    *((stage, "project", stage) for stage in ("approval", "implementation", "disbursement", "acceptance", "completed")),
)
Figures = dict[str, Any]
Area = tuple[str, str]  # level, code


@dataclass
class World:
    """Everything that was owed and that came; `came` has the days of arrival and the units in their order."""

    divisions: Divisions
    owed: Mapping[SubmissionKey, tuple[date, str | None]]
    came: dict[SubmissionKey, list[tuple[date, Unit]]] = field(default_factory=lambda: defaultdict(list))
    today: date = date.max

    @property
    def periods(self) -> list[str]:
        return sorted({key[1] for key in {*self.owed, *self.came}})

    @property
    def areas(self) -> dict[Area, list[str]]:
        """The counties of every area of which something is owed or came."""
        found: dict[Area, list[str]] = defaultdict(list)
        for code in sorted({key[0] for key in {*self.owed, *self.came}}):
            county = self.divisions.counties[code]
            for area in (("county", code), ("prefecture", county.prefecture_code), ("province", "510000")):
                found[area].append(code)
        return found

    def used(self, key: SubmissionKey) -> Unit | None:
        """Unit in use: the last that was accepted or nil."""
        usable = [unit for _, unit in self.came.get(key, ()) if unit == "nil" or not isinstance(unit, str)]
        return usable[-1] if usable else None

    def rows(self, counties: Iterable[str], period: str, report: str) -> Iterator[Row]:
        """The rows in use."""
        for county in counties:
            unit = self.used((county, period, report))
            yield from ({"county": county, **row} for row in unit or () if not isinstance(unit, str))

    def basis(self, counties: Iterable[str], period: str, reports: Iterable[str]) -> dict[str, int]:
        """Reports by what they are to a figure."""
        found = dict.fromkeys(("due", "received", "nil", "stale", "missing", "accepted", "on_time"), 0)
        for key in ((county, period, report) for county in counties for report in reports):
            came, used = self.came.get(key, []), self.used(key)
            due_on, exempt = self.owed.get(key, (None, None))
            is_due = due_on is not None and exempt is None and (bool(came) or due_on < self.today)
            first = next((day for day, unit in came if unit == "nil" or not isinstance(unit, str)), None)
            found["due"] += is_due
            found["missing"] += is_due and used is None
            found["accepted"] += is_due and used is not None
            found["on_time"] += bool(is_due and first and due_on and first <= due_on)
            found["received"] += used is not None
            found["nil"] += used == "nil"
            found["stale"] += used is not None and came[-1][1] == "returned"
        return found


def summaries(world: World) -> dict[tuple[str, str, str], Figures]:
    """The figures of every area and period by level, code and period."""
    found = {}
    for (level, code), counties in world.areas.items():
        for period in world.periods:
            if any((county, period, r) in {*world.owed, *world.came} for county in counties for r in REPORTS):
                found[level, code, period] = area_figures(world, counties, period)
    return found


def area_figures(world: World, counties: list[str], period: str) -> Figures:
    """The figures of some counties."""
    basis = world.basis(counties, period, REPORTS)
    of = {report: list(world.rows(counties, period, report)) for report in REPORTS}
    has = {report: world.basis(counties, period, [report])["received"] > 0 for report in REPORTS}

    def over(report: str, figure: Callable[[list[Row]], Any]) -> Any:
        return figure(of[report]) if has[report] else None

    outside = [row for row in of["agreement"] if row["register_level"] in OUTSIDE]
    outsiders = _outsiders(world, period)
    planned, disbursed = (sum(row[name] for row in of["project"]) for name in ("planned_yuan", "disbursed_yuan"))
    return {
        "paired_orgs": over("agreement", lambda rows: len({row["credit_code"] for row in rows})),
        "paired_counties": over("agreement", lambda rows: len({row["county"] for row in rows})),
        "agreements": over("agreement", len),
        "agreed_yuan": over("agreement", _sum("agreed_yuan")),
        "national_eastern_orgs": over("agreement", lambda _: len({row["credit_code"] for row in outside})),
        "national_eastern_agreed_yuan": over("agreement", lambda _: sum(row["agreed_yuan"] for row in outside)),
        "national_eastern_projects": over("project", lambda rows: sum(r["credit_code"] in outsiders for r in rows)),
        "projects": over("project", len),
        "planned_yuan": over("project", _sum("planned_yuan")),
        "disbursed_yuan": over("project", _sum("disbursed_yuan")),
        "disbursement_rate": rate(disbursed, planned),
        **{name: over("project", _sum(name)) for name in ("households", "persons", "jobs")},
        "donated_yuan": over("donation", _sum("value_yuan")),
        "sold_yuan": over("sale", _sum("sold_yuan")),
        "needs": over("need", len),
        "needs_claimed": over("need", lambda rows: sum(row["status"] in ("claimed", "launched") for row in rows)),
        "activities": over("activity", len),
        **{f"incubators_{one}": over("incubator", _count("base_level", one)) for one in LEVELS},
        "reports_due": basis["due"],
        "reports_accepted": basis["accepted"],
        "reporting_rate": rate(basis["accepted"], basis["due"]),
        "on_time_rate": rate(basis["on_time"], basis["due"]),
        **_rests_on(basis),
    }


def coverage(world: World) -> dict[tuple[str, str], Figures]:
    """Incubators by county and period, wherever the report is owed or came."""
    found = {}
    for county, period, report in {*world.owed, *world.came}:
        if report != "incubator":
            continue
        rows, basis = list(world.rows([county], period, report)), world.basis([county], period, [report])
        counts = {level: sum(row["base_level"] == level for row in rows) for level in LEVELS}
        figures = {f"incubators_{level}": number for level, number in counts.items()}
        figures["levels_covered"] = sum(counts[level] > 0 for level in ("county", "township", "village"))
        figures |= {name: _sum(name)(rows) for name in ("resident_orgs", "area_sqm", "invested_yuan")}
        shown = figures if basis["received"] else dict.fromkeys(figures)
        found[county, period] = shown | {"reports_due": basis["due"], **_rests_on(basis)}
    return found


def funnel(world: World) -> dict[tuple[str, str, str], Figures]:
    """Steps of needs and projects by county, period and step."""
    found = {}
    for county, period, report in {*world.owed, *world.came}:
        rows, basis = list(world.rows([county], period, report)), world.basis([county], period, [report])
        steps = [(step, stage) for step, subject, stage in STEPS if subject == report]
        stage_of = "status" if report == "need" else "stage"
        yuan = "needed_yuan" if report == "need" else "planned_yuan"
        for number, (step, stage) in enumerate(steps):
            here = [row for row in rows if row[stage_of] == stage]
            further = [row for row in rows if row[stage_of] in [one for _, one in steps[number:]]]
            is_need = report == "need"
            figures = {
                "items": len(here),
                "items_reached": len(further),
                "yuan": _sum(yuan)(here),
                "needed_yuan": _sum(yuan)(here) if is_need else None,
                "planned_yuan": None if is_need else _sum(yuan)(here),
                "disbursed_yuan": None if is_need else _sum("disbursed_yuan")(here),
                "reached_rate": rate(len(further), len(rows)),
            }
            shown = figures if basis["received"] else dict.fromkeys(figures)
            found[county, period, step] = shown | {"reports_due": basis["due"], **_rests_on(basis)}
    return found


def profiles(world: World) -> dict[tuple[str, str], Figures]:
    """Organisations by period and credit code, or by name where a name means none or several."""
    found = {}
    for period in world.periods:
        counties = world.areas["province", "510000"]
        of = {report: list(world.rows(counties, period, report)) for report in REPORTS}
        known = [(row, rank) for rank, report in enumerate(REPORTS[:3]) for row in of[report]]
        codes_of = defaultdict(set)
        for row, _ in known:
            codes_of[_folded(row["org_name"])].add(row["credit_code"])
        five = ("organization", "agreement", "project", "donation", "sale")
        basis = world.basis(counties, period, five)
        has = {report: world.basis(counties, period, [report])["received"] > 0 for report in five}
        owners: dict[str, tuple[list[Row], str]] = {
            code: ([row for row, _ in known if row["credit_code"] == code], "credit_code")
            for code in {row["credit_code"] for row, _ in known}
        }
        for row in (*of["donation"], *of["sale"]):
            if (count := len(codes_of[_folded(row["org_name"])])) != 1:
                owners[_folded(row["org_name"])] = ([], "ambiguous_name" if count else "unknown_name")
        shared = {"reports_due": basis["due"], **_rests_on(basis)}
        for owner, (mentions, known_by) in owners.items():
            figures = _profile(of, codes_of, has, owner, known_by)
            found[period, owner] = figures | _described(mentions, of["organization"]) | shared
    return found


def _profile(
    of: Mapping[str, list[Row]], codes_of: Mapping[str, set[str]], has: Mapping[str, bool], owner: str, known_by: str
) -> Figures:
    def is_given(row: Row) -> bool:
        name = _folded(row["org_name"])
        return codes_of[name] == {owner} if known_by == "credit_code" else name == owner

    mine = {report: [row for row in of[report] if row["credit_code"] == owner] for report in ("agreement", "project")}
    given = {report: [row for row in of[report] if is_given(row)] for report in ("donation", "sale")}
    summed = ("planned_yuan", "disbursed_yuan", "households", "persons", "jobs")
    figures = {
        "counties_paired": len({row["county"] for row in mine["agreement"]}),
        "agreements": len(mine["agreement"]),
        "agreed_yuan": _sum("agreed_yuan")(mine["agreement"]),
        "counties_with_projects": len({row["county"] for row in mine["project"]}),
        "projects": len(mine["project"]),
        **{name: _sum(name)(mine["project"]) for name in summed},
        "donated_yuan": _sum("value_yuan")(given["donation"]),
        "sold_yuan": _sum("sold_yuan")(given["sale"]),
    }
    rests = {**dict.fromkeys(list(figures)[:3], "agreement"), "donated_yuan": "donation", "sold_yuan": "sale"}
    shown = {name: value if has[rests.get(name, "project")] else None for name, value in figures.items()}
    return shown | {
        "disbursement_rate": rate(figures["disbursed_yuan"], figures["planned_yuan"]),
        "known_by": known_by,
    }


def _described(mentions: list[Row], register: list[Row]) -> Figures:
    """Registration of an organisation: the names and levels of the test agree within a code, but for spelling."""
    if not mentions:
        return dict.fromkeys(("register_level", "org_type", "grade", "annual_check"))
    first = next(iter([row for row in register if row["credit_code"] == mentions[0]["credit_code"]]), None)
    level = first["register_level"] if first else next((r.get("register_level") for r in mentions), None)
    return {"register_level": level, **{n: (first or {}).get(n) for n in ("org_type", "grade", "annual_check")}}


def _outsiders(world: World, period: str) -> set[str]:
    everywhere = world.areas["province", "510000"]
    agreements = list(world.rows(everywhere, period, "agreement"))
    register = list(world.rows(everywhere, period, "organization"))
    agreed = {row["credit_code"] for row in agreements}
    return {row["credit_code"] for row in agreements if row["register_level"] in OUTSIDE} | {
        row["credit_code"] for row in register if row["register_level"] in OUTSIDE and row["credit_code"] not in agreed
    }


def _rests_on(basis: Mapping[str, int]) -> dict[str, int]:
    return {f"reports_{name}": basis[name] for name in ("received", "nil", "stale", "missing")}


def _sum(name: str) -> Callable[[Iterable[Row]], Any]:
    return lambda rows: sum((row[name] for row in rows if row[name] is not None), Decimal(0))


def _count(name: str, value: str) -> Callable[[Iterable[Row]], int]:
    return lambda rows: sum(row[name] == value for row in rows)


def rate(part: Any, whole: Any) -> Decimal | None:
    """Quotient as summaries round it; None where there is nothing to divide by."""
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), ROUND_HALF_UP) if whole else None


def _folded(name: str) -> str:
    return name.replace(" ", "")


def changes(world: World) -> dict[tuple[str, str, str, str, str], tuple[str, int, Any, Any]]:
    """Comparisons by level, code, period, kind and measure: with which period, over how many counties, and both values."""
    found = {}
    before = {
        "2024Q1": {"previous": "2023Q4", "last_year": "2023Q1"},
        "2023Q4": {"previous": "2023Q3", "last_year": "2022Q4"},
    }
    for (level, code), counties in world.areas.items():
        for period, comparison in ((p, c) for p in world.periods for c in ("previous", "last_year")):
            other = before.get(period, {}).get(comparison)
            if other not in world.periods:
                continue
            for measure in area_figures(world, counties, period):
                report = _rests_on_report(measure)
                same = [
                    county
                    for county in counties
                    if all(
                        world.used((county, one, report)) is not None
                        if report
                        else world.basis([county], one, REPORTS)["due"] > 0
                        for one in (period, other)
                    )
                ]
                if same:
                    values = (area_figures(world, same, one)[measure] for one in (period, other))
                    found[level, code, period, comparison, measure] = (other, len(same), *values)
    return found


def _rests_on_report(measure: str) -> str | None:
    if measure in ("paired_orgs", "paired_counties", "agreements", "agreed_yuan"):
        return "agreement"
    if measure in ("national_eastern_orgs", "national_eastern_agreed_yuan"):
        return "agreement"
    single = {"donated_yuan": "donation", "sold_yuan": "sale", "needs": "need", "needs_claimed": "need"}
    if measure.startswith("report") or measure == "on_time_rate":
        return None
    return single.get(measure) or ("incubator" if measure.startswith("incub") else None) or (
        "activity" if measure == "activities" else "project"
    )  # fmt: skip
