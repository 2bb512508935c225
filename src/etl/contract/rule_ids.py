"""Every rule that one contract amounts to, by its id: takes a contract, gives what a reader may know, but for labels.

The ids are those that typing, totals and the checks put into their issues; a test holds the two together.
"""

from etl.contract.schema import Column, Contract
from etl.model import Severity
from etl.rules.rule import Rule


def rule_ids(contract: Contract) -> dict[str, Severity]:
    """Rule id -> the worst that an issue of it can be."""
    found = {
        f"{contract.report}.{column.name}.{check}": severity
        for column in contract.columns
        for check, severity in _of_typing(column).items()
    }
    return found | {name: rule.severity for name, rule in checked_rules(contract).items()}


def checked_rules(contract: Contract) -> dict[str, Rule]:
    """Those of the kinds of `etl.rules.registry`."""
    found = (rule.about(finding, contract.report) for rule in contract.all_rules for finding in rule.findings())
    return {rule.id: rule for rule in found}


def _of_typing(column: Column) -> dict[str, Severity]:
    checks = dict.fromkeys(("type", "ditto"), Severity.CRITICAL)
    if column.type.is_figure:
        checks |= dict.fromkeys(("approximate", "rounded", "total"), Severity.WARNING)
    if column.type.is_money:
        checks["unit"] = Severity.WARNING
    return checks
