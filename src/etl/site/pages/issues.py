"""The page of issues: which rules fail most, and whether the form is at fault or the county. Takes the facts, gives its model."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from etl.config.calendar import parse_period
from etl.contract.rule_catalogue import rule_catalogue
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Head, Page, Section, Table, number
from etl.site.pages.county_links import named_counties
from etl.site.pages.issue_tables import SEVERITY_WORDS
from etl.warehouse.queries.issue_groups import IssueGroup

PATH = "issues.html"
MOST_NAMED = 60  # of the counties that break a rule
MANY = 3  # a rule that one county in three breaks is rather the form's fault
FEWEST_SENDERS = 6  # below which nothing can be said of the form
_GRAVITY = ("critical", "warning", "notice")


def issues_page(facts: Facts) -> Page:
    """The page of the current period, with counts of those before."""
    by_rule = _by_rule(facts, facts.period)
    groups = [one for found in by_rule.values() for one in found]
    rules = f"{PATH}#rules"
    counties = {one.county_code for one in groups if one.severity == "critical" and not one.is_waived}
    return Page(
        path=PATH,
        title="问题",
        question="哪些规则错得最多，是表的问题还是县的问题？",
        headline=(
            f"{parse_period(facts.period).label}，",
            count(len({one.county_code for one in groups})).to(rules),
            "个县有",
            count(sum(one.issues for one in groups)).to(rules),
            "处问题，涉及",
            count(len(by_rule)).to(rules),
            "条规则；",
            count(len(counties)).to(rules),
            "个县有严重问题待更正。",
        ),
        sections=(Section("rules", "按规则", (_table(facts, by_rule),)),),
        moment=facts.moment_of_all(),
    )


def _by_rule(facts: Facts, period: str) -> dict[str, list[IssueGroup]]:
    found: dict[str, list[IssueGroup]] = defaultdict(list)
    for code in facts.config.divisions.counties:
        for one in facts.issues.get((period, code), ()):
            found[one.rule].append(one)
    return found


def _table(facts: Facts, by_rule: Mapping[str, Sequence[IssueGroup]]) -> Table:
    earlier = [(period, _by_rule(facts, period)) for period in facts.like_periods()[1:]]
    senders = {report: _senders(facts, report) for report in facts.config.catalog.contracts}
    remedies = {rule.id: rule.remedy for _, rule in rule_catalogue(facts.config.catalog).listed()}
    rows = []
    for rule, groups in sorted(by_rule.items(), key=lambda item: (_gravest(item[1]), -len(item[1]), item[0])):
        counties = {one.county_code for one in groups}
        sent = senders.get(groups[0].report or "", max(senders.values(), default=0))
        rows.append(
            (
                Cell(rule, anchor=rule),
                Cell(_of_what(facts, rule, groups[0].report)),
                Cell(remedies.get(rule, "")),
                Cell(SEVERITY_WORDS[_GRAVITY[_gravest(groups)]]),
                number(count(sum(one.issues for one in groups))),
                number(count(len(counties))),
                number(count(sent)),
                Cell(_at_fault(len(counties), sent)),
                *(number(count(len({one.county_code for one in was.get(rule, ())}))) for _, was in earlier),
                named_counties(facts, sorted(counties), MOST_NAMED, "issues"),
            )
        )
    heads = (
        Head("规则"),
        Head("报表"),
        Head("怎么改"),
        Head("程度"),
        Head("处数", True),
        Head("县数", True),
        Head("报了这张表的县", True),
        Head("像是谁的问题"),
        *(Head(f"{period} 县数", True) for period, _ in earlier),
        Head("哪些县"),
    )
    note = f"报了这张表的县里有三分之一以上（至少{FEWEST_SENDERS}个县报了）犯同一处错，像是表或说明的问题。"
    return Table("现有的问题，严重的在前", heads, rows, empty="没有问题。", note=note)


def _of_what(facts: Facts, rule: str, report: str | None) -> str:
    """The report that a rule is of, and the column where it is of one."""
    contract = facts.config.catalog.contracts.get(report or "")
    if contract is None:
        return "整个文件"
    labels = {column.name: column.label.zh for column in contract.columns}
    label = next((labels[part] for part in rule.split(".")[1:2] if part in labels), "")
    return f"{contract.title.zh}“{label}”" if label else contract.title.zh


def _gravest(groups: Sequence[IssueGroup]) -> int:
    return min(_GRAVITY.index(one.severity) for one in groups)


def _senders(facts: Facts, report: str) -> int:
    """Number of counties that have sent a report in the current period."""
    return sum(
        any(one.report == report for one in facts.sendings.get((facts.period, code), ()))
        for code in facts.config.divisions.counties
    )


def _at_fault(counties: int, senders: int) -> str:
    return "表或说明" if senders >= FEWEST_SENDERS and counties * MANY >= senders else "个别县"
