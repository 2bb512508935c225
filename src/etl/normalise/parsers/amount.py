"""Amounts in fen: the unit comes from the cell, else it is the one that the column is written in there."""

import re
from collections.abc import Container
from fractions import Fraction
from typing import ClassVar

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.scaled import scaled
from etl.normalise.typed import TypedFigures
from etl.types.amount import AMOUNT

_AVERAGE = re.compile("(.)均")
_NEVER = re.compile("(?!)")


class AmountParser:
    """Reads amounts of money."""

    type: ClassVar = AMOUNT
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        self._figures, self._money = lexicon.figures, lexicon.money
        of = re.escape(found[1]) if (found := _AVERAGE.search(column.label.zh)) else None
        self._each = re.compile(rf"(?<=[元万])\s*[/／每]\s*(?:{of}|年|{of}[·./]?年|年[·./]?{of})$") if of else _NEVER

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedFigures:
        """See Parser."""
        return TypedFigures(cells.codes, *cells.whole_figures(Fraction(self._money[unit]) * self.type.one))

    def read(self, cell: Cell, unit: str) -> Read:
        """See Parser."""
        # 2000元/户 under 户均增收 says no more than the heading; 2000元/人 is another figure
        if isinstance(cell, str) and (each := self._each.search(cell)):
            cell = cell[: each.start()]
        figure = self._figures.read(cell)
        if figure.measure:
            return Read.none("measure for money", measure=figure.measure)
        return scaled(figure, self._money[figure.unit or unit], self.type)
