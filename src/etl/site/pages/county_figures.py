"""The figures of a county beside those of its prefecture, with the cells that they come from. Takes the facts, gives a section."""

from etl.config.division_files import County
from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import Figure, difference, percent, share
from etl.site.measures import BY_NAME, MEASURES, Measure
from etl.site.page import Cell, Head, Section, Table, number
from etl.site.pages.county_paths import csv_path, with_rows
from etl.site.pages.progress import earlier_periods
from etl.site.trends import multiples
from etl.warehouse.queries.areas import Number

CHARTS = ("agreed_yuan", "projects", "disbursed_yuan", "sold_yuan", "activities")


def figures_section(facts: Facts, county: County, reports: set[str]) -> Section:
    """The measures of the reports that the county owes."""
    own = facts.figures("county", county.code, facts.period)
    around = facts.figures("prefecture", county.prefecture_code, facts.period)
    there = with_rows(facts, county)
    before, _ = earlier_periods(facts)
    was = facts.figures("county", county.code, before) if before else {}
    rows = [
        (
            Cell(one.title),
            number(one.of(own), csv_path(facts, county.code, one.report) if one.report in there else ""),
            number(one.of(was)),
            number(difference(own.get(one.name), was.get(one.name), is_money=one.kind == "money")),
            number(one.of(around), f"prefecture/{county.prefecture_code}.html#figures"),
            number(_share(one, own.get(one.name), around.get(one.name))),
            Cell(_cells(facts, county, one), look="place"),
        )
        for one in MEASURES
        if own and one.report in reports and one.kind != "rate"
    ]
    heads = (
        Head("指标"),
        Head(facts.period, True),
        Head(f"上一期 {before or ''}".strip(), True),
        Head("增减", True),
        Head(county.prefecture_name, True),
        Head("占比", True),
        Head("出自这些单元格"),
    )
    table = Table(f"{county.name}的数据，与{county.prefecture_name}相比", heads, rows, empty="还没有接收的数据。")
    charts = multiples(facts, "county", county.code, [BY_NAME[name] for name in CHARTS])
    return Section("figures", "数据", (table, *((charts,) if charts else ())))


def _share(measure: Measure, own: Number, around: Number) -> Figure:
    """Not of organisations: one may help several counties, and shares would not add up."""
    return percent(None if measure.name in ("paired_orgs", "national_eastern_orgs") else share(own, around))


def _cells(facts: Facts, county: County, measure: Measure) -> str:
    """The cells of the measure's column in each sheet that it was read from."""
    found = [
        (one, one.cells(measure.column))
        for one in facts.sources.get((facts.period, county.code), ())
        if one.report == measure.report
    ]
    shown = (f"{redact(one.source_file)} {one.sheet} {cells}".replace("  ", " ") for one, cells in found if cells)
    return "；".join(shown)
