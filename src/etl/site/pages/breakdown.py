"""The page of a report's figures, county by county: where every figure of the province leads. Takes the facts, gives its model."""

from collections.abc import Iterator, Mapping
from typing import TypeVar

from etl.config.calendar import parse_period
from etl.contract.schema import Contract
from etl.site.facts import Facts
from etl.site.figures import Figure, count, money
from etl.site.measures import MEASURES
from etl.site.page import Cell, Head, Link, Page, Section, Table, number
from etl.site.pages.county_paths import county_path
from etl.site.stages import STEPS, STRETCHES, days, field_name, report_of_step, report_of_stretch

T = TypeVar("T")


def breakdown_path(report: str, section: str = "") -> str:
    """Path of the figures of a report, and of a section of it."""
    return f"figure/{report}.html{f'#{section}' if section else ''}"


def breakdown_pages(facts: Facts) -> Iterator[Page]:
    """A page for each report that the province has figures of."""
    with_figures = {one.report for one in MEASURES}
    for name, contract in facts.config.catalog.contracts.items():
        if name in with_figures:
            yield _page(facts, contract)


def _page(facts: Facts, contract: Contract) -> Page:
    own, here = _measures(facts, contract.report), breakdown_path(contract.report, "figures")
    sections = [Section("figures", "各县的数", (own,))]
    if contract.report in ("need", "project"):
        sections += [_steps(facts, contract.report), _paces(facts, contract.report)]
    if contract.report == "project":
        sections.append(_fields(facts))
    first = next(one for one in MEASURES if one.report == contract.report)
    due = [code for code in facts.config.divisions.counties if _owes(facts, code, contract.report)]
    with_data = sum(any(cell.value for cell in row) for row in own.rows)
    province = facts.figures("province", facts.province_code, facts.period)
    return Page(
        path=breakdown_path(contract.report),
        title=f"各县的《{contract.title.zh}》",
        question=f"《{contract.title.zh}》的数出自哪些县？",
        headline=(
            f"{parse_period(facts.period).label}，",
            count(len(due)).to(here),
            f"个县应报《{contract.title.zh}》，",
            count(with_data).to(here),
            f"个县有数据，全省{first.label}",
            first.of(province).to(here) if first.kind == "count" else money(province.get(first.name)).to(here),
            "。",
        ),
        sections=tuple(sections),
        moment=facts.moment_of_all(),
        trail=(Link("进展", "progress.html"),),
    )


def _of_counties(facts: Facts, found: Mapping[str, T]) -> Iterator[tuple[str, tuple[Cell, ...], T]]:
    """The counties that something was found of, in their order, with the cells that name them."""
    for code, county in facts.config.divisions.counties.items():
        if code in found:
            names = (Cell(county.name, href=county_path(code, "figures")), Cell(county.prefecture_name))
            yield code, names, found[code]


def _table(caption: str, heads: list[str], rows: list[tuple[Cell, ...]], note: str = "") -> Table:
    titles = (Head("县"), Head("市（州）"), *(Head(text, True) for text in heads))
    return Table(caption, titles, rows, empty="还没有数据。", note=note)


def _owes(facts: Facts, code: str, report: str) -> bool:
    return report in facts.reports_due(facts.period, [facts.config.divisions.counties[code]])


def _measures(facts: Facts, report: str) -> Table:
    measures = [one for one in MEASURES if one.report == report]
    found = {code: facts.figures("county", code, facts.period) for code in facts.config.divisions.counties}
    shown = {
        code: one
        for code, one in found.items()
        if _owes(facts, code, report) or any(one.get(m.name) is not None for m in measures)
    }
    rows = [(*names, *(number(m.of(own)) for m in measures)) for _, names, own in _of_counties(facts, shown)]
    note = "一家社会组织在几个县结对，全省只计一次，所以各县之和可以大于全省。" if report == "agreement" else ""
    return _table(
        f"{parse_period(facts.period).label}，应报的县；“—”是还没有数据", [one.title for one in measures], rows, note
    )


def _steps(facts: Facts, report: str) -> Section:
    names = [name for name in STEPS if report_of_step(name) == report]
    found = {
        code: {one.step: one for one in facts.steps.get((facts.period, code), ()) if one.items is not None}
        for code in facts.config.divisions.counties
    }
    rows = []
    for _, named, steps in _of_counties(facts, {code: steps for code, steps in found.items() if steps}):
        there = [steps.get(name) for name in names]
        stopped = (number(count(one.items if one else None)) for one in there)
        reached = (number(count(one.items_reached if one else None)) for one in there)
        rows.append((*named, *stopped, *reached))
    heads = [*(f"停在{STEPS[name]}" for name in names), *(f"到过{STEPS[name]}" for name in names)]
    return Section("steps", "走到哪一步", (_table("各县停在和到过每一步的项数", heads, rows),))


def _paces(facts: Facts, report: str) -> Section:
    stretches = [one for one in STRETCHES if report_of_stretch(one) == report]
    found: dict[str, dict[str, tuple[Figure, Figure]]] = {}
    for one in facts.paces:
        found.setdefault(one.county_code, {})[one.stretch] = (days(one.median_days), count(one.counted))
    known = {code: own for code, own in found.items() if own.keys() & {*stretches}}
    unknown = (count(None), count(None))
    rows = [
        (*names, *(number(figure) for stretch in stretches for figure in own.get(stretch, unknown)))
        for _, names, own in _of_counties(facts, known)
    ]
    heads = [text for stretch in stretches for text in (f"{STRETCHES[stretch]}，中位天数", "有两个日期的")]
    return Section("paces", "用了多少天", (_table("各县的中位天数", heads, rows),))


def _fields(facts: Facts) -> Section:
    own: dict[str, dict[str | None, int]] = {}
    for one in facts.fields:
        if one.county_code:
            own.setdefault(one.county_code, {})[one.field] = one.projects
    fields = [one.field for one in facts.fields if not one.county_code]
    rows = [
        (*names, *(number(count(there.get(field, 0))) for field in fields))
        for _, names, there in _of_counties(facts, own)
    ]
    heads = [field_name(facts, field) for field in fields]
    return Section("fields", "各帮扶领域的项目", (_table("各县的项目数，按领域", heads, rows),))
