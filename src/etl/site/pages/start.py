"""The first page: who still owes what for a period. Takes the facts, gives its model."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from etl.config.calendar import parse_period
from etl.site.county_state import CAME, State, days_late, needing, owed, status_word
from etl.site.facts import Facts
from etl.site.figures import Figure, count, day, minute, money
from etl.site.hexagon_map import boundary_map, hexagon_map
from etl.site.measures import BY_NAME
from etl.site.page import Cell, Head, KeyFigures, Link, Links, Page, Paragraph, Section, Sentence, Table, number
from etl.site.pages.breakdown import breakdown_path
from etl.site.pages.county_paths import county_path
from etl.site.pages.still_open import gaps_sentence, open_sentence, period_not_begun
from etl.warehouse.queries.standings import Standing

START = "index.html"
MOST_NEWS = 60
_SHORT = {"failed": "障", "returned": "退", "missing": "欠"}


def path_of(facts: Facts, period: str) -> str:
    """Path of a period's page; the current one's is the start page."""
    return START if period == facts.period else f"period/{period}.html"


def start_page(facts: Facts, period: str) -> Page:
    """The page of one period."""
    sections = [_map(facts, period), _late(facts, period), _matrix(facts, period)]
    is_current = period == facts.period
    if is_current:
        sections.insert(1, _key_figures(facts, period))
        sections.append(_news(facts))
    return Page(
        path=path_of(facts, period),
        title="报送",
        question="谁还欠什么？",
        headline=_headline(facts, period),
        sections=tuple(sections),
        moment=facts.moment(place for place in facts.sendings if place[0] == period),
        remark=_night(facts) if is_current else (),
    )


def _headline(facts: Facts, period: str) -> Sentence:
    rows = [one for code in facts.config.divisions.counties for one in facts.of(period, code)]
    due = owed(rows)
    came = sum(one.status in CAME for one in due)
    matrix, late = (f"{path_of(facts, period)}#{anchor}" for anchor in ("matrix", "late"))
    said: list[str | Figure] = [f"{parse_period(period).label}应报", count(len(due)).to(matrix)]
    said += ["份，已接收", count(came).to(matrix), "份"]
    said += [*open_sentence(facts, rows, late, matrix), "。"]
    return (*said, *period_not_begun(facts)) if period == facts.period else tuple(said)


def _night(facts: Facts) -> Sentence:
    """The run that the page is of, and when the next one is due."""
    if facts.last_run is None:
        return ("还没有运行过。",)
    at = facts.last_run.finished_at
    kind = {"nightly": "夜间运行", "rerun": "重跑", "replay": "重算"}.get(facts.last_run.kind, facts.last_run.kind)
    following = facts.today + timedelta(days=1)
    return (f"最近一次运行：{minute(at)}（{kind}）。下一次夜间运行：{day(following)}02:00。",)


def _map(facts: Facts, period: str) -> Section:
    links = Links("其他报告期", tuple(Link(one, path_of(facts, one)) for one in facts.periods if one != period))
    around = (links,) if links.links else ()
    if not (facts.places or facts.boundaries):
        return Section("map", "各市（州）", (_by_prefecture(facts, period), *around))
    counties, states = facts.config.divisions.counties, facts.states(period)
    marks = {code: _mark(facts.of(period, code), facts) for code in counties}
    title = f"{parse_period(period).label}各县报送情况"
    if facts.boundaries:
        drawn = boundary_map(title, facts.boundaries, counties, states, marks)
    else:
        drawn = hexagon_map(title, facts.places, counties, states, marks)
    return Section("map", "各县", (drawn, *around))


def _mark(standings: Sequence[Standing], facts: Facts) -> str:
    """Mark of what a county must still do, in two or three letters: 欠3."""
    open_ones = Counter(_SHORT[one.status] for one in needing(standings, facts.today))
    return "".join(f"{letter}{reports}" for letter, reports in open_ones.items())


def _by_prefecture(facts: Facts, period: str) -> Table:
    states = facts.states(period)
    rows = []
    for prefecture in facts.config.divisions.prefectures.values():
        inside = Counter(
            states[c.code] for c in facts.config.divisions.counties.values() if c.prefecture_code == prefecture.code
        )
        shown = (State.ON_TIME, State.LATE, State.WAITING, State.OWING, State.RETURNED, State.FAILED)
        cells = (number(count(inside[state])) for state in shown)
        rows.append((Cell(prefecture.name, href=f"prefecture/{prefecture.code}.html"), *cells))
    words = ("按时报齐", "逾期报齐", "尚未到期", "还有缺报", "有退回的", "未能处理")
    return Table("各市（州）的县数", (Head("市（州）"), *(Head(word, True) for word in words)), rows)


def _key_figures(facts: Facts, period: str) -> Section:
    found = facts.figures("province", facts.province_code, period)
    measures = (
        ("结对社会组织", "paired_orgs"),
        ("其中全国性和东部", "national_eastern_orgs"),
        ("全国性和东部协议金额", "national_eastern_agreed_yuan"),
        ("全国性和东部项目", "national_eastern_projects"),
        ("县级孵化基地", "incubators_county"),
        ("乡级孵化基地", "incubators_township"),
        ("村级孵化基地", "incubators_village"),
    )
    figures = tuple(
        (label, (money if name.endswith("yuan") else count)(found.get(name)), breakdown_path(BY_NAME[name].report))
        for label, name in measures
    )
    gaps = gaps_sentence(facts, dict.fromkeys(BY_NAME[name].report for _, name in measures))
    return Section(
        "figures", "已接收的数据合计", (KeyFigures(figures), Paragraph(gaps or ("应报的都有数据。",), "note"))
    )


def _late(facts: Facts, period: str) -> Section:
    rows = []
    for code, county in facts.config.divisions.counties.items():
        if found := needing(facts.of(period, code), facts.today):
            days = max(days_late(one, facts.today) or 0 for one in found)
            rows.append(
                (
                    Cell(county.name, href=county_path(code)),
                    Cell(county.prefecture_name, href=f"prefecture/{county.prefecture_code}.html"),
                    Cell("；".join(_owed(facts, found))),
                    number(count(days if days > 0 else None)),
                    *((Cell("、".join(facts.contacts.get(code, ())) or "没有登记"),) if facts.contacts else ()),
                )
            )
    heads = (
        Head("县"),
        Head("市（州）"),
        Head("还欠什么"),
        Head("逾期天数", True),
        *((Head("找谁"),) if facts.contacts else ()),
    )
    table = Table("缺报、退回待更正或未能处理的，按市（州）", heads, rows, empty="没有需要催办的县。")
    return Section("late", f"需要催办的县（{len(rows)}个）", (table,))


def _owed(facts: Facts, standings: Sequence[Standing]) -> list[str]:
    by_word: dict[str, list[str]] = {}
    for one in standings:
        by_word.setdefault(status_word(one, facts.today), []).append(f"《{facts.config.catalog.titles[one.report]}》")
    return [f"{word}{''.join(titles)}" for word, titles in by_word.items()]


def _matrix(facts: Facts, period: str) -> Section:
    reports = [report for report in facts.config.catalog.contracts if _is_due(facts, period, report)]
    counts: Counter[tuple[str, str, str]] = Counter()
    for code, county in facts.config.divisions.counties.items():
        for one in owed(facts.of(period, code)):
            for area in (county.prefecture_code, ""):
                counts[area, one.report, "due"] += 1
                counts[area, one.report, "came"] += one.status in CAME
    rows = [
        (Cell(p.name, href=f"prefecture/{p.code}.html"), *(_came(counts, p.code, report) for report in reports))
        for p in facts.config.divisions.prefectures.values()
    ]
    titles = facts.config.catalog.titles
    table = Table(
        "各市（州）已接收份数/应报份数",
        (Head("市（州）"), *(Head(titles[report], True) for report in reports)),
        rows,
        foot=(
            Cell("全省"),
            *(_came(counts, "", report)._replace(href=f"report/{report}.html#coverage") for report in reports),
        ),
        note="零报告计入已接收；空白表示没有应报的县。",
    )
    return Section("matrix", "市（州）与报表", (table,))


def _is_due(facts: Facts, period: str, report: str) -> bool:
    return any(
        one.report == report and one.due_on is not None
        for code in facts.config.divisions.counties
        for one in facts.of(period, code)
    )


def _came(counts: Counter[tuple[str, str, str]], area: str, report: str) -> Cell:
    due, came = counts[area, report, "due"], counts[area, report, "came"]
    if not due:
        return Cell("")
    return Cell(f"{came}/{due}", str(came), look="number" if came == due else "number short")


def _news(facts: Facts) -> Section:
    """Reports that the last run decided."""
    run = facts.last_run.run_id if facts.last_run else ""
    fresh = [one for found in facts.sendings.values() for one in found if one.run_id == run]
    changed = {one.submission_id: one for one in facts.changes}
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = []
    for one in sorted(fresh, key=lambda one: (one.status != "returned", one.county_code, one.report))[:MOST_NEWS]:
        change = changed.get(one.submission_id)
        said = f"新增{change.added}行，减少{change.gone}行，改动{change.changed}处" if change else ""
        rows.append(
            (
                Cell(counties[one.county_code].name, href=county_path(one.county_code)),
                Cell(titles.get(one.report, one.report)),
                Cell({"accepted": "接收", "nil": "零报告", "returned": "退回"}.get(one.status, one.status)),
                number(count(one.row_count)),
                Cell(said),
            )
        )
    heads = (Head("县"), Head("报表"), Head("结论"), Head("行数", True), Head("与上一份相比"))
    note = f"这里列出{MOST_NEWS}份，共{len(fresh)}份。" if len(fresh) > MOST_NEWS else ""
    table = Table("最近一次运行判定的报表", heads, rows, empty="最近一次运行没有新的报表。", note=note)
    return Section("news", "最近一次运行的变化", (table,))
