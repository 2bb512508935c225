"""The page of a report: coverage, commonest mistakes, headings that nobody knows, what each column holds. Takes the facts, gives its model."""

from collections import Counter, defaultdict

from etl.config.calendar import parse_period
from etl.contract.schema import Column, Contract
from etl.notices.redaction import redact
from etl.site.county_state import CAME, owed, status_word
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Head, Link, Links, Page, Section, Table, number
from etl.site.pages.county_links import named_counties
from etl.site.pages.issue_tables import SEVERITY_WORDS
from etl.site.pages.still_open import open_sentence
from etl.templates.entry_cells import heading_of
from etl.warehouse.queries.issue_groups import IssueGroup

MOST_WORDS = 50
MOST_NAMED = 8  # of the counties that write a word


def report_path(report: str) -> str:
    """Path of a report's page."""
    return f"report/{report}.html"


def template_path(report: str) -> str:
    """Path of a report's blank form."""
    return f"data/template/{report}.xlsx"


def report_page(facts: Facts, contract: Contract) -> Page:
    """The page of one report in the current period."""
    others = tuple(
        Link(other.title.zh, report_path(name))
        for name, other in facts.config.catalog.contracts.items()
        if name != contract.report
    )
    rows = [one for code in facts.config.divisions.counties for one in facts.of(facts.period, code)]
    rows = [one for one in rows if one.report == contract.report]
    coverage = f"{report_path(contract.report)}#coverage"
    due = owed(rows)
    return Page(
        path=report_path(contract.report),
        title=contract.title.zh,
        question=f"《{contract.title.zh}》报得怎么样，常错在哪里？",
        headline=(
            f"《{contract.title.zh}》{parse_period(facts.period).label}",
            count(len(due)).to(coverage),
            "个县应报，",
            count(sum(one.status in CAME for one in due)).to(coverage),
            "个县已接收",
            *open_sentence(facts, rows, coverage, coverage, of_one_report=True),
            "。",
        ),
        sections=(
            Section("coverage", "报送", (_coverage(facts, contract), Links("其他报表", others))),
            Section("mistakes", "常见的错误", (_mistakes(facts, contract),)),
            Section("unknown", "表样里没有的表头和选项", (_unknown(facts, contract),)),
            Section("columns", "怎么填", (_specimen(facts, contract), columns_table(facts, contract))),
        ),
        moment=facts.moment_of_all(),
    )


def _specimen(facts: Facts, contract: Contract) -> Table:
    """The headings as they stand on the form, and a row that is filled in."""
    row = tuple(Cell(_example(facts, column)) for column in contract.columns)
    heads = tuple(Head(heading_of(column)) for column in contract.columns)
    forms = (Link("空白表（xlsx）", template_path(contract.report)),)
    note = "带 * 的栏目必填；〔〕里是要写的文字。金额按表头的单位填写。"
    return Table(f"《{contract.title.zh}》样例", heads, [row], note=note, files=forms)


def _example(facts: Facts, column: Column) -> str:
    if column.codes is not None:
        return next(iter(facts.config.catalog.codes_of(column).codes.values())).label.zh
    return column.type.example or f"〔{column.label.zh}〕"


def _coverage(facts: Facts, contract: Contract) -> Table:
    counted: dict[str, Counter[str]] = defaultdict(Counter)
    for code, county in facts.config.divisions.counties.items():
        for one in facts.of(facts.period, code):
            if one.report == contract.report:
                counted[county.prefecture_code][status_word(one, facts.today)] += 1
    words = [
        word
        for word in ("已接收", "零报告", "退回", "缺报", "未到期", "未能处理", "免报")
        if any(found[word] for found in counted.values())
    ]
    rows = [
        (
            Cell(one.name, href=f"prefecture/{one.code}.html#reports"),
            *(number(count(counted[one.code][word])) for word in words),
        )
        for one in facts.config.divisions.prefectures.values()
        if one.code in counted
    ]
    foot = (Cell("全省"), *(number(count(sum(found[word] for found in counted.values()))) for word in words))
    heads = (Head("市（州）"), *(Head(word, True) for word in words))
    return Table("各市（州）的县数，按状态", heads, rows, foot=foot, empty="这一期没有县应报。")


def _mistakes(facts: Facts, contract: Contract) -> Table:
    found: dict[tuple[str, str], list[IssueGroup]] = defaultdict(list)
    for code in facts.config.divisions.counties:
        for one in facts.issues.get((facts.period, code), ()):
            if one.report == contract.report:
                found[one.rule, one.severity].append(one)
    rows = [
        (
            Cell(rule, href=f"issues.html#{rule}"),
            Cell(SEVERITY_WORDS[severity]),
            number(count(len({one.county_code for one in groups}))),
            number(count(sum(one.issues for one in groups))),
            *((Cell(redact(groups[0].message)),) if facts.audience == "internal" else ()),
        )
        for (rule, severity), groups in sorted(found.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
    heads = (
        Head("规则"),
        Head("程度"),
        Head("县数", True),
        Head("处数", True),
        *((Head("例如"),) if facts.audience == "internal" else ()),
    )
    return Table("现有的问题，县数多的在前", heads, rows, empty="没有问题。")


def _unknown(facts: Facts, contract: Contract) -> Table:
    labels = {column.name: column.label.zh for column in contract.columns}
    rows = [
        (
            Cell(redact(one.word)),
            Cell(f"“{labels.get(one.of_column, one.of_column)}”里的选项" if one.of_column else "表头"),
            number(count(len(counties := sorted({name.split("/")[0] for name in one.seen_in})))),
            named_counties(facts, [code for code in counties if code in facts.config.divisions.counties], MOST_NAMED),
        )
        for one in facts.unknown_words
        if one.report == contract.report
    ]
    heads = (Head("所写的字样"), Head("是什么"), Head("县数", True), Head("哪些县"))
    return Table("各县自拟的字样", heads, rows[:MOST_WORDS], empty="没有。")


def columns_table(facts: Facts, contract: Contract) -> Table:
    """Table of what stands in each column of the report, and an example of it."""
    rows = [
        (
            Cell(column.label.zh),
            Cell("必填" if column.required else "可空"),
            Cell(column.description.zh),
            Cell(_expected(facts, contract, column.name)),
            Cell("个人信息，不公开" if column.personal else ""),
        )
        for column in contract.columns
    ]
    heads = (Head("列"), Head("必填"), Head("说明"), Head("怎么写"), Head("备注"))
    return Table(f"《{contract.title.zh}》的列", heads, rows)


def _expected(facts: Facts, contract: Contract, name: str) -> str:
    column = contract.column(name)
    if column.codes is None:
        return column.expected
    return "、".join(entry.label.zh for entry in facts.config.catalog.codes_of(column).codes.values())
