"""An issue at any place of a file: a cell, a sheet, a name. Takes a rule, a place and its words, gives an Issue; decides nothing."""

from etl.model import Issue, Severity, address
from etl.recognise.rows.table_issues import seen
from etl.recognise.statements.placed import Place, Spot
from etl.rules.rule import Rule


def spot_issue(
    rule: Rule,
    case: str,
    text: str,
    *,
    sheet: str | None,
    spot: Spot | Place | None = None,
    report: str | None = None,
    severity: Severity | None = None,
    **words: object,
) -> Issue:
    """An issue at a place that says `text`; it weighs what the rule weighs at worst unless told.

    The rule's sentence is given {place} and {seen} besides `words`.
    """
    cell = spot.cell if isinstance(spot, Spot) else spot
    other = spot.sheet if isinstance(spot, Spot) else None
    place, shown = str(spot) if isinstance(spot, Spot) else "", seen(text)
    return Issue(
        rule=rule.id,
        severity=severity or rule.severity,
        message=rule.sentence(case, **({"place": place, "seen": shown} | words)),
        report=report,
        sheet=(sheet if other is None else other) or None,
        cell=address(*cell) if cell else None,
        source_row=cell[0] + 1 if cell else None,
        value=shown,
        expected=rule.expected(case, **words),
    )
