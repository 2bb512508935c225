"""Every rule that one contract amounts to, by the id that its issues bear: takes a contract, gives rules without its codes' words."""

from etl.contract.schema import Contract
from etl.contract.typing_rules import typing_rules
from etl.rules.rule import Rule


def rules_by_id(contract: Contract) -> dict[str, Rule]:
    """Rules of a contract by id: of typing, totals and checks; a test holds them against the issues that these find."""
    return {rule.id: rule for rule in typing_rules(contract)} | checked_rules(contract)


def checked_rules(contract: Contract) -> dict[str, Rule]:
    """Those of the kinds of `etl.rules.registry`."""
    found = (rule.about(finding, contract.report) for rule in contract.all_rules for finding in rule.findings())
    return {rule.id: rule for rule in found}
