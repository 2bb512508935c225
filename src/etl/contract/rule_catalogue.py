"""Every rule there is, in the words of the contracts in use: takes the catalog, gives the rules for readers. Reads no file."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from etl.contract.catalog import Catalog
from etl.contract.contract_rules import ContractRule, rules_of
from etl.contract.typing_rules import typing_rules
from etl.rules.reading.registry import READING_RULES
from etl.rules.reading.values import VALUE_RULES
from etl.rules.rule import Rule


@dataclass(frozen=True)
class RuleCatalogue:
    """Rules as they are anywhere, and those that each contract amounts to."""

    of_reading: tuple[Rule, ...]
    of_values: tuple[Rule, ...]
    of_kinds: tuple[tuple[str | None, Rule], ...]  # with the name that contracts write, where they write it
    of_contracts: Mapping[str, tuple[Rule, ...]]  # by report

    def listed(self, report: str | None = None) -> list[tuple[str | None, Rule]]:
        """Every id that an issue may have, with its report; of one report only where it is named."""
        of_reading = () if report else self.of_reading
        own = ((name, rule) for name, rules in self.of_contracts.items() for rule in rules if report in (None, name))
        return [*((None, rule) for rule in of_reading), *own]


def rule_catalogue(catalog: Catalog) -> RuleCatalogue:
    """The rules of reading and of the catalog's contracts."""
    return RuleCatalogue(
        READING_RULES,
        VALUE_RULES,
        tuple((kind.written_as(), kind.ABOUT) for kind in catalog.kinds.rule_kinds),
        {
            report: (*typing_rules(contract), *(_as_said(one) for one in rules_of(catalog, contract)))
            for report, contract in catalog.contracts.items()
        },
    )


def _as_said(one: ContractRule) -> Rule:
    """The rule with the sentence that an expectation's rows are given; a check of its own may say any."""
    return one.about if one.finding.expectation is None else replace(one.about, says=one.sentence)
