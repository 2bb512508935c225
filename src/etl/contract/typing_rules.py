"""The rules that every column of a contract has by its type: takes a contract, gives them in the words of its columns."""

from collections.abc import Iterator
from dataclasses import replace

from etl.contract.schema import Column, Contract
from etl.rules.reading.values import VALUE_TYPE, rules_of_column
from etl.rules.rule import CRITICAL, Rule

MAY_BE_CUT = "Excel may have cut what is written, and rows are told apart by it"


def typing_rules(contract: Contract) -> tuple[Rule, ...]:
    """Rules that reading applies to the cells of each column; what only a cell knows stays open in the sentences."""
    return tuple(_of(contract, column, rule) for column in contract.columns for rule in rules_of_column(column.type))


def typing_ids(contract: Contract) -> Iterator[str]:
    """Ids of these rules, for whoever needs no sentence of them."""
    for column in contract.columns:
        for rule in rules_of_column(column.type):
            yield rule.id_of(report=contract.report, column=column.name)


def _of(contract: Contract, column: Column, rule: Rule) -> Rule:
    names = {"report": contract.report, "column": column.name}
    own = rule.given(**names, label=column.label.zh, wanted=column.expected, template_unit=column.unit or "")
    if rule is not VALUE_TYPE:
        return own
    cut = contract.when_cut(column)  # what a text weighs that Excel has cut
    kept = MAY_BE_CUT if cut is CRITICAL else None
    return replace(own, severities=tuple(dict.fromkeys((CRITICAL, cut or CRITICAL))), kept_from_waivers=kept)
