"""The page of what should be looked at again: data that do not fit together, accepted data with warnings, and earlier data that stand for a report not accepted since.

Takes the facts, gives its model.
"""

from collections import Counter

from etl.config.calendar import parse_period
from etl.notices.redaction import redact
from etl.notices.status_words import STATUS_WORDS
from etl.site.facts import Facts
from etl.site.figures import count, wan
from etl.site.page import Cell, Head, Page, Section, Table, number
from etl.site.pages.county_links import named_counties
from etl.site.pages.county_paths import county_path
from etl.site.pages.issue_tables import HEADS, cells_of
from etl.warehouse.queries.issue_groups import IssueGroup
from etl.warehouse.queries.review import ToReview
from etl.warehouse.queries.standings import Standing

PATH = "review.html"
MOST_FINDINGS = 1000
MOST_NAMED = 12  # of the counties of a kind of finding
FINDINGS = {
    "payment_without_project": "拨付的项目已不在台账",
    "agreement_exceeded": "项目投资超过协议",
    "credit_code_with_several_names": "一个信用代码几个名称",
    "number_in_several_counties": "一个编号见于几个县",
    "name_in_no_register": "名称不见于登记表和协议、项目",
    "same_as_period_before": "与上一期相同",
    "outside_period": "日期在本期之前",
}  # what contradicts other data first
ALONE = frozenset({"same_as_period_before", "outside_period"})  # that contradict nothing in their period


def review_page(facts: Facts) -> Page:
    """The page of the current period."""
    places = [(facts.period, code) for code in facts.config.divisions.counties]
    warned = [
        one for place in places for one in facts.issues.get(place, ()) if one.severity == "warning" or one.is_waived
    ]
    stale = [one for place in places for one in facts.standings.get(place, ()) if one.in_use == "earlier"]
    kinds = Counter(one.finding for one in facts.to_review)
    apart = sum(found for kind, found in kinds.items() if kind not in ALONE)
    here = f"{PATH}#findings"
    return Page(
        path=PATH,
        title="核查",
        question="在用的数据里，哪些要再看一眼？",
        headline=(
            f"{parse_period(facts.period).label}：",
            count(apart).to(here),
            "项数据互相对不上；",
            count(kinds["same_as_period_before"]).to(here),
            "份报表与上一期相同；",
            count(kinds["outside_period"]).to(here),
            "项日期在本期之前；",
            count(sum(one.issues for one in warned)).to(f"{PATH}#warnings"),
            "处警告或豁免；",
            count(len(stale)).to(f"{PATH}#stale"),
            "份报表仍沿用较早接收的数据。",
        ),
        sections=(
            Section("findings", "要再看一眼的数据", (_by_finding(facts), _findings(facts))),
            Section("warnings", "警告和豁免", (_warnings(facts, warned),)),
            Section("stale", "沿用较早数据的报表", (_stale(facts, stale),)),
        ),
        moment=facts.moment_of_all(),
    )


def _by_finding(facts: Facts) -> Table:
    rows = []
    for finding, words in FINDINGS.items():
        found = [one for one in facts.to_review if one.finding == finding]
        counties = {one.county_code for one in found if one.county_code}
        where = named_counties(facts, sorted(counties), MOST_NAMED)
        rows.append((Cell(words), number(count(len(found))), number(count(len(counties))), where))
    return Table("各类有多少", (Head("事项"), Head("项", True), Head("县", True), Head("哪些县")), rows)


def _findings(facts: Facts) -> Table:
    """The findings one by one; a public edition does not quote what stands in reports."""
    is_internal = facts.audience == "internal"
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = []
    places = {finding: place for place, finding in enumerate(FINDINGS)}
    for one in sorted(facts.to_review, key=lambda one: places.get(one.finding, 0))[:MOST_FINDINGS]:
        county = counties.get(one.county_code or "")
        rows.append(
            (
                Cell(county.name if county else "几个县", href=county_path(county.code) if county else ""),
                Cell(FINDINGS.get(one.finding, one.finding)),
                Cell(titles.get(one.report or "", "")),
                *((Cell(_subject(facts, one)), Cell(redact(one.detail or ""))) if is_internal else ()),
                number(count(one.rows)),
                number(wan(one.yuan_in_question)),
            )
        )
    heads = (Head("县"), Head("事项"), Head("报表"), *((Head("所指"), Head("说明")) if is_internal else ()))
    more = len(facts.to_review) - len(rows)
    note = f"这里是前{MOST_FINDINGS}项，另有{more}项：etl export。" if more else "这些不影响接收，也不改动任何数。"
    figures = (Head("行数", True), Head("涉及金额（万元）", True))
    return Table("逐项", (*heads, *figures), rows, empty="没有。", note=note)


def _subject(facts: Facts, one: ToReview) -> str:
    """Subject of a finding, a column by its heading."""
    contract = facts.config.catalog.contracts.get(one.report or "")
    labels = {column.name: column.label.zh for column in contract.columns} if contract else {}
    return labels.get(one.subject or "") or redact(one.subject or "")


def _warnings(facts: Facts, groups: list[IssueGroup]) -> Table:
    is_internal = facts.audience == "internal"
    counties = facts.config.divisions.counties
    rows = [
        (
            Cell(counties[one.county_code].name, href=county_path(one.county_code, "issues")),
            *cells_of(facts, one),
            *((Cell(redact(one.message)),) if is_internal else ()),
        )
        for one in groups
    ]
    heads = (Head("县"), *HEADS, *((Head("第一处"),) if is_internal else ()))
    return Table("各县的警告和豁免", heads, rows, empty="没有。")


def _stale(facts: Facts, standings: list[Standing]) -> Table:
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = [
        (
            Cell(counties[one.county_code].name, href=county_path(one.county_code)),
            Cell(titles[one.report]),
            Cell(STATUS_WORDS[one.status], look="stale"),
        )
        for one in standings
    ]
    return Table("最晚一份没有接收的报表", (Head("县"), Head("报表"), Head("最晚一份")), rows, empty="没有。")
