"""The page of a county: where it stands, report by report. Takes the facts, gives its model."""

from collections.abc import Sequence

from etl.config.calendar import parse_period
from etl.config.division_files import County
from etl.notices.redaction import redact
from etl.site.county_state import CAME, WORDS, days_late, needing, owed, state_of, status_word
from etl.site.facts import Facts
from etl.site.figures import count, day, minute
from etl.site.page import Block, Cell, Head, Link, Page, Paragraph, Section, Sentence, Table, number
from etl.site.pages.county_figures import figures_section
from etl.site.pages.county_paths import county_path, csv_path, with_rows, workbook_path
from etl.site.pages.issue_tables import county_issues
from etl.warehouse.queries.sendings import Sending
from etl.warehouse.queries.standings import Standing

MOST_SENDINGS = 100
IN_USE = {"this": "这一份", "earlier": "较早接收的一份", "none": "没有"}
DESIGNATIONS = {"national": "国家乡村振兴重点帮扶县", "provincial": "省级乡村振兴重点帮扶县"}
DECIDED = {"accepted": "接收", "nil": "零报告", "returned": "退回"}


def county_page(facts: Facts, county: County) -> Page:
    """The page of one county: the current period, and what came before."""
    standings = facts.of(facts.period, county.code)
    issues = facts.issues.get((facts.period, county.code), ())
    sections = [
        Section("reports", "各报表", (_reports(facts, county, standings), *_returned(facts, county, standings))),
        Section("issues", "问题", (county_issues(facts, issues),)),
        figures_section(facts, county, {one.report for one in standings}),
        _sendings(facts, county),
        *_periods(facts, county),
    ]
    return Page(
        path=county_path(county.code),
        title=county.name,
        question=f"{county.prefecture_name}{county.name}现在怎么样？{_designated(county)}",
        headline=_headline(facts, county, standings),
        sections=tuple(section for section in sections if section.blocks),
        moment=facts.moment((period, county.code) for period in facts.periods),
        trail=(
            Link("报送", "index.html"),
            Link(county.prefecture_name, f"prefecture/{county.prefecture_code}.html"),
        ),
    )


def _designated(county: County) -> str:
    return f"（{DESIGNATIONS[county.designation]}）" if county.designation in DESIGNATIONS else ""


def _headline(facts: Facts, county: County, standings: Sequence[Standing]) -> Sentence:
    due = owed(standings)
    came = sum(one.status in CAME for one in due)
    state = WORDS[state_of(standings, facts.today)]
    label, here = parse_period(facts.period).label, county_path(county.code, "reports")
    said = (
        f"{county.name}{label}应报",
        count(len(due)).to(here),
        "份，已接收",
        count(came).to(here),
        "份：",
        f"{state}。",
    )
    if not (found := needing(standings, facts.today)):
        return said
    titles = "".join(f"《{facts.config.catalog.titles[one.report]}》" for one in found)
    return (*said, f"要处理的是{titles}。")


def _reports(facts: Facts, county: County, standings: Sequence[Standing]) -> Table:
    there = with_rows(facts, county)
    titles = facts.config.catalog.titles
    rows = [
        (
            Cell(titles[one.report], href=f"report/{one.report}.html"),
            Cell(status_word(one, facts.today), look="short" if one in needing(standings, facts.today) else "code"),
            Cell(day(one.due_on), look="code"),
            Cell(minute(one.arrived_at), look="code"),
            number(count(days_late(one, facts.today))),
            number(count(one.critical_issues)),
            number(count(one.warnings)),
            Cell(IN_USE[one.in_use], look="stale" if one.in_use == "earlier" else ""),
            Cell(redact(one.source_file or "")),
            Cell("CSV", href=csv_path(facts, county.code, one.report), look="code")
            if one.report in there
            else Cell("", look="code"),
        )
        for one in _in_order(facts, standings)
    ]
    heads = (
        Head("报表"),
        Head("状态"),
        Head("截止"),
        Head("到达"),
        Head("逾期天数", True),
        Head("严重问题", True),
        Head("警告", True),
        Head("在用的数据"),
        Head("文件"),
        Head("逐行"),
    )
    files = (Link("全部数据逐行（xlsx）", workbook_path(facts, county.code)),) if there else ()
    caption = f"{parse_period(facts.period).label}的报表"
    return Table(caption, heads, rows, empty="这一期没有应报的，也没有收到。", files=files)


def _returned(facts: Facts, county: County, standings: Sequence[Standing]) -> tuple[Paragraph, ...]:
    """Place of the county's own workbooks with their faults marked, where they go back and some do."""
    address = facts.returned_at.get(county.code)
    if not address or all(one.status != "returned" for one in standings):
        return ()
    return (Paragraph((f"标注了错处的工作簿在：{address}",)),)


def _in_order(facts: Facts, standings: Sequence[Standing]) -> list[Standing]:
    places = {report: place for place, report in enumerate(facts.config.catalog.contracts)}
    return sorted(standings, key=lambda one: places[one.report])


def _sendings(facts: Facts, county: County) -> Section:
    found = [one for period in facts.periods for one in facts.sendings.get((period, county.code), ())]
    found.sort(key=lambda one: (one.decided_at, one.submission_id), reverse=True)
    changed = {one.submission_id: one for one in facts.changes if one.county_code == county.code}
    titles = facts.config.catalog.titles
    rows = []
    for one in found[:MOST_SENDINGS]:
        change = changed.get(one.submission_id)
        said = f"新增{change.added}行，减少{change.gone}行，改动{change.changed}处" if change else ""
        rows.append(
            (
                Cell(minute(one.decided_at)),
                Cell(one.period),
                Cell(titles.get(one.report, one.report)),
                Cell(_decided(one)),
                number(count(one.row_count)),
                Cell(redact(one.source_file)),
                Cell(said),
            )
        )
    heads = (
        Head("判定时间"),
        Head("报告期"),
        Head("报表"),
        Head("结论"),
        Head("行数", True),
        Head("文件"),
        Head("与上一份相比"),
    )
    note = f"共{len(found)}份，这里是最近的{MOST_SENDINGS}份。" if len(found) > MOST_SENDINGS else ""
    return Section(
        "sendings", "历次报送", (Table("收到并判定的每一份", heads, rows, empty="还没有收到过。", note=note),)
    )


def _decided(sending: Sending) -> str:
    return DECIDED.get(sending.status, sending.status) + ("，在用" if sending.is_in_use else "")


def _periods(facts: Facts, county: County) -> tuple[Section, ...]:
    """Reports of the county in each period."""
    if len(facts.periods) == 1:
        return ()
    rows = []
    for period in facts.periods:
        due = owed(facts.of(period, county.code))
        on_time = sum(one.status in CAME and one.days_late == 0 for one in due)
        came = sum(one.status in CAME for one in due)
        figures = (count(len(due)), count(came), count(on_time))
        rows.append((Cell(period), *(number(one, county_path(county.code, "sendings")) for one in figures)))
    heads = (Head("报告期"), Head("应报", True), Head("已接收", True), Head("其中按时", True))
    blocks: tuple[Block, ...] = (Table("各期的报送", heads, rows),)
    return (Section("periods", "各期", blocks),)
