"""The page of money and projects: need, claimed, approved, implemented, disbursed, accepted. Takes the facts, gives its model."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from etl.config.calendar import parse_period
from etl.site.facts import Facts
from etl.site.figures import UNKNOWN, Figure, count, difference, money, percent, share, wan
from etl.site.measures import BY_NAME, MEASURES, Measure
from etl.site.page import Cell, Head, Page, Section, Sentence, Table, number
from etl.site.pages.breakdown import breakdown_path
from etl.site.pages.still_open import gaps_sentence
from etl.site.stages import STEPS, STRETCHES, days, field_name, report_of_step, report_of_stretch
from etl.site.trends import multiples
from etl.warehouse.queries.areas import Number, Step

PATH = "progress.html"
COMPARISONS = {"previous": "上一期", "last_year": "去年同期"}
NOT_DUE = "空白：不应报；“—”：应报而还没有数据。"
SHOWN = ("paired_orgs", "agreed_yuan", "projects", "planned_yuan", "disbursed_yuan", "disbursement_rate", "sold_yuan")


def progress_page(facts: Facts) -> Page:
    """The page of the current period."""
    figures = facts.figures("province", facts.province_code, facts.period)
    sections = [_funnel(facts), _by_prefecture(facts), _by_field(facts), _compared(facts, figures)]
    return Page(
        path=PATH,
        title="进展",
        question="钱和项目走到哪一步了？",
        headline=_headline(facts, figures),
        sections=tuple(section for section in sections if section is not None),
        moment=facts.moment_of_all(),
    )


def _headline(facts: Facts, figures: Mapping[str, Number]) -> Sentence:
    label = parse_period(facts.period).label
    if not figures:
        return (f"{label}还没有可以汇总的数据。",)
    rate = figures.get("disbursement_rate")
    return (
        f"{label}：",
        _linked(count(figures.get("paired_counties")), "paired_orgs"),
        "个县结对",
        _linked(count(figures.get("paired_orgs")), "paired_orgs"),
        "家社会组织，其中全国性和东部",
        _linked(count(figures.get("national_eastern_orgs")), "national_eastern_orgs"),
        "家，协议金额",
        _linked(money(figures.get("national_eastern_agreed_yuan")), "national_eastern_agreed_yuan"),
        "，项目",
        _linked(count(figures.get("national_eastern_projects")), "national_eastern_projects"),
        "个；全部项目已拨付",
        _linked(money(figures.get("disbursed_yuan")), "disbursed_yuan"),
        "，拨付率",
        _linked(percent(None if rate is None else Decimal(rate)), "disbursement_rate"),
        "。",
        *gaps_sentence(facts, ("agreement", "project")),
    )


def _linked(figure: Figure, measure: str) -> Figure:
    return figure.to(breakdown_path(BY_NAME[measure].report, "figures"))


def province_steps(facts: Facts, period: str) -> dict[str, Step]:
    """Each step, summed over the counties of a period that have reported it."""
    summed: dict[str, Step] = {}
    for code in facts.config.divisions.counties:
        for one in facts.steps.get((period, code), ()):
            if one.items is not None:
                before = summed.get(one.step)
                summed[one.step] = one if before is None else _added(before, one)
    return summed


def _added(one: Step, other: Step) -> Step:
    return one._replace(
        county_code="",
        items=(one.items or 0) + (other.items or 0),
        items_reached=(one.items_reached or 0) + (other.items_reached or 0),
        yuan=(one.yuan or Decimal(0)) + (other.yuan or Decimal(0)),
        disbursed_yuan=(one.disbursed_yuan or Decimal(0)) + (other.disbursed_yuan or Decimal(0)),
    )


def _funnel(facts: Facts) -> Section:
    steps = province_steps(facts, facts.period)
    first = {"need": steps.get("need_open"), "project": steps.get("approval")}
    rows = []
    for name, label in STEPS.items():
        step = steps.get(name)
        whole = first["need" if name.startswith("need") else "project"]
        if step is None or whole is None:
            continue
        reached = share(step.items_reached, whole.items_reached)
        href = breakdown_path(report_of_step(name), "steps")
        rows.append(
            (
                Cell(label),
                number(count(step.items), href),
                number(wan(step.yuan), href),
                number(count(step.items_reached), href),
                number(percent(reached), href, share=round(float(reached or 0) * 100, 1)),
            )
        )
    heads = (
        Head("步骤"),
        Head("停在这一步", True),
        Head("金额（万元）", True),
        Head("到过这一步", True),
        Head("占全部", True),
    )
    note = "需求的金额是需求资金，项目的金额是计划投资；到过这一步包括已走到后面的。"
    table = Table("从需求到完成，全省各县合计", heads, rows, note=note, empty="还没有需求和项目的数据。")
    return Section("funnel", "从需求到完成", (table, _paces(facts)))


def _paces(facts: Facts) -> Table:
    rows = [
        (Cell(STRETCHES[stretch]), number(days(one.median_days), href), number(count(one.counted), href))
        for stretch in STRETCHES
        for href in (breakdown_path(report_of_stretch(stretch), "paces"),)
        for one in facts.paces
        if not one.county_code and one.stretch == stretch
    ]
    heads = (Head("一段路"), Head("中位天数", True), Head("有两个日期的", True))
    return Table("一半的需求和项目在多少天之内", heads, rows, empty="还没有日期可以计算。")


def _by_prefecture(facts: Facts) -> Section:
    measures, counties = [BY_NAME[name] for name in SHOWN], [*facts.config.divisions.counties.values()]
    rows = [
        (
            Cell(one.name, href=f"prefecture/{one.code}.html#figures"),
            *cells(
                facts.figures("prefecture", one.code, facts.period), measures, facts.reports_due(facts.period, inside)
            ),
        )
        for one in facts.config.divisions.prefectures.values()
        for inside in ([county for county in counties if county.prefecture_code == one.code],)
    ]
    province = facts.figures("province", facts.province_code, facts.period)
    totals = zip(cells(province, measures, facts.reports_due(facts.period, counties)), measures, strict=True)
    foot = (Cell("全省"), *(cell._replace(href=breakdown_path(one.report, "figures")) for cell, one in totals))
    table = Table(
        "各市（州）的结对、项目和资金",
        (Head("市（州）"), *(Head(one.title, True) for one in measures)),
        [row for row in rows if any(cell.text for cell in row[1:])],
        foot=foot,
        note=f"一家社会组织在几个市（州）结对，全省只计一次，所以各市（州）之和可以大于全省。{NOT_DUE}都不应报的市（州）没有列出。",
    )
    return Section("prefectures", "各市（州）", (table,))


def cells(figures: Mapping[str, Number], measures: Sequence[Measure], due: Collection[str]) -> tuple[Cell, ...]:
    """A row's cells of some measures, with a bar where one is a rate; empty where nobody owes the report."""
    found = []
    for one in measures:
        value = figures.get(one.name)
        if value is None and one.report not in due:
            found.append(Cell(""))
            continue
        bar = round(min(float(value or 0), 1) * 100, 1) if one.kind == "rate" else None
        found.append(number(one.of(figures), share=bar))
    return tuple(found)


def _by_field(facts: Facts) -> Section:
    href, rows = breakdown_path("project", "fields"), []
    for one in sorted(facts.fields, key=lambda found: -(found.planned_yuan or 0)):
        if not one.county_code:
            rate = share(one.disbursed_yuan, one.planned_yuan)
            rows.append(
                (
                    Cell(field_name(facts, one.field)),
                    number(count(one.projects), href),
                    number(wan(one.planned_yuan), href),
                    number(wan(one.disbursed_yuan), href),
                    number(percent(rate), href, share=None if rate is None else round(min(float(rate), 1) * 100, 1)),
                )
            )
    heads = (
        Head("帮扶领域"),
        Head("项目", True),
        Head("计划投资（万元）", True),
        Head("累计拨付（万元）", True),
        Head("拨付率", True),
    )
    return Section("fields", "各帮扶领域", (Table("全省项目，按领域", heads, rows, empty="还没有项目的数据。"),))


def _compared(facts: Facts, figures: Mapping[str, Number]) -> Section:
    """Against the period before and the same one a year ago, over the counties that reported in both."""
    rows = [
        (
            Cell(one.title),
            number(_basis(facts, one), f"report/{one.report}.html#coverage"),
            number(_linked(one.of(figures), one.name)),
            *_change(facts, one),
        )
        for one in MEASURES
    ]
    heads = [Head("指标"), Head("依据份数", True), Head(facts.period, True)]
    for comparison, words in COMPARISONS.items():
        other = next((one.previous_period for (kind, _), one in facts.compared.items() if kind == comparison), UNKNOWN)
        heads += [Head(f"{words} {other}", True), Head("增减", True), Head("可比的县", True)]
    note = "依据份数：已有数据的份数/应报份数。增减只比两期都报了的县，上一期的数也是这些县的。"
    charts = multiples(facts, "province", facts.province_code, [BY_NAME[name] for name in SHOWN])
    table = Table("全省，与上一期和去年同期相比", tuple(heads), rows, note=note)
    return Section("compared", "与上一期和去年同期相比", (table, *((charts,) if charts else ())))


def _change(facts: Facts, measure: Measure) -> list[Cell]:
    """Cells of both comparisons: the figure before, the change, and over how many counties."""
    cells = []
    for comparison in COMPARISONS:
        found = facts.compared.get((comparison, measure.name))
        before, change = (found.previous_value, found.change) if found else (None, None)
        moved = difference(change, None if change is None else 0, is_money=measure.kind == "money")
        cells += [
            number(_linked(measure.of({measure.name: before}), measure.name)),
            number(_linked(moved if measure.kind != "rate" else Figure(UNKNOWN), measure.name)),
            number(_linked(count(found.counties_compared if found else None), measure.name)),
        ]
    return cells


def earlier_periods(facts: Facts) -> tuple[str | None, str | None]:
    """The period before the current one that is as long, and that of a year ago; None where there is none."""
    like = facts.like_periods()
    year_ago = f"{int(facts.period[:4]) - 1}{facts.period[4:]}"
    return (like[1] if len(like) > 1 else None), (year_ago if year_ago in like else None)


def _basis(facts: Facts, measure: Measure) -> Figure:
    """Reports that a measure rests on, of those that are due."""
    found = facts.bases.get(("province", facts.province_code, facts.period, measure.report))
    return Figure(UNKNOWN) if found is None else Figure(f"{found.received}/{found.due}", str(found.received))
