"""Match the rows of indicator forms: takes the labels at a row's left, gives the indicator of a contract. Pure.

Labels are folded, their numbering and 其中 are taken off, then they are compared exactly; nothing is near.
"""

from collections.abc import Iterator

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.recognise.headings.meaning import WHOLE_LEAVES, Headings, Meaning
from etl.text import fold_label, without_numbering


class Indicators:
    """The indicators of all contracts that come as forms; built once from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._headings = Headings(catalog, "indicators")
        self._blanks = catalog.vocabulary.folded(catalog.vocabulary.blanks)
        self.contracts = tuple(c for c in catalog.contracts.values() if c.shape == "indicators")

    def meaning(self, contract: Contract, labels: tuple[str, ...]) -> Meaning | None:
        """The indicator that labels mean, group before leaf, with the unit (folded, of any kind) that they name.

        Tried in order: all joined, ever fewer from the left, then the group alone where the leaf says 合计 or the like.
        """
        fields = self._headings.fields[contract.report]
        for label in _spellings(labels):
            for bare, unit in ((label, None), self._headings.split(label)):
                if bare in fields:
                    field, how = fields[bare]
                    return Meaning(field, unit, how)
        return None

    def split(self, label: str) -> tuple[str, str | None]:
        """A folded heading without its unit, and the unit."""
        return self._headings.split(label)

    def unit_in(self, text: str) -> str | None:
        """Unit that a cell under 计量单位 names, folded; None where it names none."""
        folded = fold_label(text)
        return None if folded in {"", *self._blanks} else self._headings.bare_unit(folded) or folded

    def money(self, unit: str | None) -> str | None:
        """A folded unit as the vocabulary writes it, when it is one of money."""
        return self._headings.money.get(unit or "")

    def fits(self, column: Column, unit: str) -> bool:
        """True when a folded unit is one that the column's figures may be in."""
        if column.type.is_money:
            return unit in self._headings.money
        return unit in (frozenset(map(fold_label, column.measures)) or self._headings.measures)


def _spellings(labels: tuple[str, ...]) -> Iterator[str]:
    for start in range(len(labels)):
        yield from without_numbering("".join(labels[start:]))
        yield "".join(without_numbering(label)[-1] for label in labels[start:])
    if len(labels) > 1 and without_numbering(labels[-1])[-1] in WHOLE_LEAVES:
        yield from _spellings(labels[:-1])
