"""Tables of issues, grouped by rule: takes the facts, gives tables; a public edition says the rule and the count only."""

from collections.abc import Sequence

from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.page import Cell, Head, Table, number
from etl.warehouse.queries.issue_groups import IssueGroup

SEVERITY_WORDS = {"critical": "严重", "warning": "警告", "notice": "提示"}


def county_issues(facts: Facts, groups: Sequence[IssueGroup]) -> Table:
    """The issues of one county that stand, a rule and report a row."""
    titles = facts.config.catalog.titles
    is_internal = facts.audience == "internal"
    rows = [
        (
            Cell(titles.get(one.report or "", "整个文件")),
            Cell(severity_word(one)),
            Cell(one.rule, href=f"issues.html#{one.rule}"),
            number(count(one.issues)),
            *((Cell(_place(one)), Cell(redact(one.message))) if is_internal else ()),
        )
        for one in groups
    ]
    heads = (
        Head("报表"),
        Head("程度"),
        Head("规则"),
        Head("处数", True),
        *((Head("第一处"), Head("说明")) if is_internal else ()),
    )
    return Table("现有问题，按规则合并", heads, rows, empty="没有问题。")


def severity_word(group: IssueGroup) -> str:
    """Gravity in a word."""
    return "豁免" if group.is_waived else SEVERITY_WORDS.get(group.severity, group.severity)


def _place(group: IssueGroup) -> str:
    parts = (redact(part) for part in (group.source_file, group.sheet, group.cell) if part)
    return " · ".join(parts)
