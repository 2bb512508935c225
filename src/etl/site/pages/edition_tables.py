"""Sections of what was revised since figures were published: takes the facts, gives one for each edition, none where there is none.

Figures stand in full and not in 万元: a revision may be of a few yuan.
"""

from decimal import Decimal

from etl.config.calendar import parse_period
from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import NOT_KNOWN, UNKNOWN, Figure, count, minute
from etl.site.page import Block, Cell, Head, Paragraph, Section, Sentence, Table, number
from etl.site.pages.breakdown import breakdown_path
from etl.site.pages.county_links import named_counties
from etl.site.pages.county_paths import county_path
from etl.warehouse.queries.areas import Number
from etl.warehouse.queries.revised_editions import Revised, RevisedEdition

MOST_FIGURES = 1000
MOST_COUNTIES = 8  # that are named
_HEADS = (
    Head("指标"),
    Head("定稿时", True),
    Head("现在", True),
    Head("增减", True),
    Head("报表"),
    Head("最近何时"),
)
_NOTE = "时间为“—”的，不是这里的县重报了这张报表：别的县的结对协议变了（全国性和东部社会组织按协议认定），或算法变了。"


def edition_sections(facts: Facts) -> tuple[Section, ...]:
    """The last editions of the periods that are shown, the newest first."""
    return tuple(Section(_anchor(one), f"对照定稿：{one.edition}", _blocks(facts, one)) for one in facts.editions)


def _anchor(one: RevisedEdition) -> str:
    return f"edition-{one.period.lower()}-{one.number}"


def edition_sentence(facts: Facts) -> Sentence:
    """Sentence on the newest edition, for the page's headline."""
    if not facts.editions:
        return ()
    newest = facts.editions[0]
    if not newest.figures:
        return (f"“{newest.edition}”定稿以后没有修订。",)
    return (
        f"“{newest.edition}”定稿以后，",
        count(len(newest.figures)).to(f"revisions.html#{_anchor(newest)}"),
        "项数有了修订。",
    )


def _blocks(facts: Facts, one: RevisedEdition) -> tuple[Block, ...]:
    by = f"，{one.frozen_by}定稿" if facts.audience == "internal" else ""
    about = f"{parse_period(one.period).label}，数据截至{minute(one.frozen_at)}{by}：{redact(one.reason)}。"
    if not one.figures:
        same = (
            ("此后换过的", count(one.reports).to("revisions.html#late"), "份报表，各项数与定稿时相同。")
            if one.reports
            else ("没有修订。",)
        )
        return (Paragraph((about, *same)),)
    here = f"revisions.html#{_anchor(one)}"
    said = (
        "此后",
        count(one.reports).to(here),
        "份报表换过或迟到，",
        count(len(one.figures)).to(here),
        "项数与定稿时不同。",
    )
    return (Paragraph((about, *said)), _of_the_whole(facts, one), _of_counties(facts, one))


def _of_the_whole(facts: Facts, one: RevisedEdition) -> Table:
    """Figures of the province and prefectures, each with the counties that revised it."""
    rows = []
    for figure in one.figures:
        if figure.level != "county":
            counties = _counties_behind(facts, one, figure)
            when = [one.revised_at[code, figure.measure] for code in counties]
            rows.append(
                (
                    _area(facts, figure),
                    *_cells(facts, figure),
                    Cell(minute(max(when, default=None))),
                    named_counties(facts, counties, MOST_COUNTIES, "sendings"),
                )
            )
    return Table(f"全省和市州对照{one.edition}", (Head("区域"), *_HEADS, Head("哪些县")), rows, empty="没有修订。")


def _of_counties(facts: Facts, one: RevisedEdition) -> Table:
    found = [figure for figure in one.figures if figure.level == "county"]
    rows = [
        (
            _area(facts, figure),
            *_cells(facts, figure),
            Cell(minute(one.revised_at.get((figure.area_code, figure.measure)))),
        )
        for figure in found[:MOST_FIGURES]
    ]
    more = len(found) - len(rows)
    note = f"这里是前{MOST_FIGURES}项，另有{more}项：etl edition diff。" if more else ""
    note += "" if all(when.text != UNKNOWN for *_, when in rows) else _NOTE
    return Table(f"各县对照{one.edition}", (Head("县"), *_HEADS), rows, empty="没有修订。", note=note)


def _counties_behind(facts: Facts, one: RevisedEdition, figure: Revised) -> list[str]:
    """Codes of the counties of an area that revised a figure."""
    counties = facts.config.divisions.counties
    revised = sorted(code for code, measure in one.revised_at if measure == figure.measure and code in counties)
    return [
        code for code in revised if figure.level == "province" or counties[code].prefecture_code == figure.area_code
    ]


def _area(facts: Facts, figure: Revised) -> Cell:
    divisions, code = facts.config.divisions, figure.area_code
    if figure.level == "province":
        return Cell("全省", href=breakdown_path(figure.report))
    if figure.level == "prefecture":
        prefecture = divisions.prefectures.get(code)
        return Cell(prefecture.name, href=f"prefecture/{code}.html") if prefecture else Cell(code)
    county = divisions.counties.get(code)
    return Cell(county.name, href=county_path(code, "sendings")) if county else Cell(code)


def _cells(facts: Facts, figure: Revised) -> tuple[Cell, ...]:
    """Its name, what was published, what stands, the difference, and the report that it rests on."""
    return (
        Cell(figure.label),
        number(_figure(figure.published, figure.unit)),
        number(_figure(figure.stands, figure.unit)),
        number(_difference(figure)),
        Cell(facts.config.catalog.titles.get(figure.report, figure.report)),
    )


def _figure(value: Number, unit: str, sign: str = "") -> Figure:
    if value is None:
        return NOT_KNOWN
    if unit == "比率":
        return Figure(f"{value * 100:{sign}.2f}{'个百分点' if sign else '%'}", str(value))
    return Figure(f"{value:{sign},.2f}" if unit == "元" else f"{int(value):{sign},}", str(value))


def _difference(figure: Revised) -> Figure:
    """The change with its sign; not known unless both figures are."""
    if figure.published is None or figure.stands is None:
        return NOT_KNOWN
    return _figure(Decimal(figure.stands) - Decimal(figure.published), figure.unit, "+")
