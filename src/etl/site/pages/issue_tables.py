"""Tables of issues, grouped by rule: takes the facts, gives tables; a public edition says the rule and the count only."""

from collections.abc import Sequence

from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Head, Table, number
from etl.warehouse.queries.issue_groups import IssueGroup

SEVERITY_WORDS = {"critical": "严重", "warning": "警告", "notice": "提示"}


HEADS = (Head("报表"), Head("程度"), Head("规则"), Head("处数", True))  # of what `cells_of` gives


def county_issues(facts: Facts, groups: Sequence[IssueGroup]) -> Table:
    """The issues of one county that stand, a rule and report a row."""
    is_internal = facts.audience == "internal"
    rows = [
        (*cells_of(facts, one), *((Cell(_place(one)), Cell(redact(one.message))) if is_internal else ()))
        for one in groups
    ]
    heads = (*HEADS, *((Head("第一处"), Head("说明")) if is_internal else ()))
    return Table("现有问题，按规则合并", heads, rows, empty="没有问题。")


def cells_of(facts: Facts, one: IssueGroup) -> tuple[Cell, ...]:
    """Report, gravity, rule and number of the issues of one rule, as anybody may see them."""
    return (
        Cell(facts.config.catalog.titles.get(one.report or "", "整个文件")),
        Cell(_severity_word(one)),
        Cell(one.rule, href=f"issues.html#{one.rule}"),
        number(count(one.issues)),
    )


def _severity_word(group: IssueGroup) -> str:
    return "豁免" if group.is_waived else SEVERITY_WORDS.get(group.severity, group.severity)


def _place(group: IssueGroup) -> str:
    parts = (redact(part) for part in (group.source_file, group.sheet, group.cell) if part)
    return " · ".join(parts)
