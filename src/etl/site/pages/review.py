"""The page of what should be looked at again: accepted data with warnings, and earlier data that stand for a report not accepted since.

Takes the facts, gives its model.
"""

from etl.notices.redaction import redact
from etl.site.county_state import STATUS_WORDS
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Head, Page, Section, Table, number
from etl.site.pages.issue_tables import severity_word
from etl.warehouse.queries.issue_groups import IssueGroup
from etl.warehouse.queries.standings import Standing

PATH = "review.html"


def review_page(facts: Facts) -> Page:
    """The page of the current period."""
    places = [(facts.period, code) for code in facts.config.divisions.counties]
    warned = [
        one for place in places for one in facts.issues.get(place, ()) if one.severity == "warning" or one.is_waived
    ]
    stale = [one for place in places for one in facts.standings.get(place, ()) if one.in_use == "earlier"]
    return Page(
        path=PATH,
        title="核查",
        question="在用的数据里，哪些要再看一眼？",
        headline=(
            count(sum(one.issues for one in warned)),
            "处警告或豁免要核查；",
            count(len(stale)),
            "份报表仍沿用较早接收的数据。",
        ),
        sections=(
            Section("warnings", "警告和豁免", (_warnings(facts, warned),)),
            Section("stale", "沿用较早数据的报表", (_stale(facts, stale),)),
        ),
        moment=facts.moment_of_all(),
    )


def _warnings(facts: Facts, groups: list[IssueGroup]) -> Table:
    is_internal = facts.audience == "internal"
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = [
        (
            Cell(counties[one.county_code].name, href=f"county/{one.county_code}.html#issues"),
            Cell(titles.get(one.report or "", "整个文件")),
            Cell(severity_word(one)),
            Cell(one.rule, href=f"issues.html#{one.rule}"),
            number(count(one.issues)),
            *((Cell(redact(one.message)),) if is_internal else ()),
        )
        for one in groups
    ]
    heads = (
        Head("县"),
        Head("报表"),
        Head("程度"),
        Head("规则"),
        Head("处数", True),
        *((Head("第一处"),) if is_internal else ()),
    )
    return Table("各县的警告和豁免", heads, rows, empty="没有。", name="warnings")


def _stale(facts: Facts, standings: list[Standing]) -> Table:
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = [
        (
            Cell(counties[one.county_code].name, href=f"county/{one.county_code}.html"),
            Cell(titles[one.report]),
            Cell(STATUS_WORDS[one.status], look="stale"),
        )
        for one in standings
    ]
    return Table("最晚一份没有接收的报表", (Head("县"), Head("报表"), Head("最晚一份")), rows, empty="没有。")
