"""Every rule that one contract amounts to, by its id: takes a contract, gives ids and severities, and needs no Great Expectations.

The ids are those that typing, totals and the suite put into their issues; a test holds the two together.
"""

from itertools import combinations

from etl.contract.schema import (
    Column,
    Contract,
    DateOrder,
    NeverFalls,
    NotMoreThan,
    RefersTo,
    Rule,
    Stays,
    SumMatches,
)
from etl.model import Severity


def rule_ids(contract: Contract) -> dict[str, Severity]:
    """Rule id -> the worst that an issue of it can be."""
    found = {f"{contract.report}.key": Severity.CRITICAL}
    for column in contract.columns:
        for check, severity in _of_column(column).items():
            found[f"{contract.report}.{column.name}.{check}"] = severity
    for rule in contract.rules:
        for name in _of_rule(rule):
            found[f"{contract.report}.{name}"] = rule.severity
    return found


def _of_column(column: Column) -> dict[str, Severity]:
    checks = dict.fromkeys(("type", "ditto"), Severity.CRITICAL)
    if column.required:
        checks["required"] = Severity.CRITICAL
    checks |= dict.fromkeys(column.checks, Severity.CRITICAL)
    if column.type.is_figure:
        checks |= dict.fromkeys(("approximate", "rounded", "total"), Severity.WARNING)
    if column.type.is_money:
        checks["unit"] = Severity.WARNING
    return checks


def _of_rule(rule: Rule) -> list[str]:
    if isinstance(rule, NotMoreThan):
        smaller, larger = rule.columns
        return [f"{smaller}.not_more_than.{larger}"]
    if isinstance(rule, DateOrder):
        return [f"{earlier}.date_order.{later}" for earlier, later in combinations(rule.columns, 2)]
    if isinstance(rule, RefersTo):
        return [f"{rule.columns[0]}.refers_to.{rule.to}"]
    if isinstance(rule, SumMatches):
        return [f"{rule.column}.sum_matches.{rule.report}"]
    if isinstance(rule, NeverFalls):
        return [f"{name}.never_falls" for name in rule.columns]
    if isinstance(rule, Stays):
        return ["stays"]
    return [f"{rule.column}.{rule.id}"]
