"""Amounts in fen: the unit comes from the cell, else it is the one that the column is written in there."""

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


class AmountParser:
    """Reads amounts of money."""

    type: ClassVar = AMOUNT
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:  # noqa: ARG002 - as every parser
        self._figures, self._money = lexicon.figures, lexicon.money

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedFigures:
        """See Parser."""
        return TypedFigures(cells.codes, *cells.whole_figures(Fraction(self._money[unit]) * self.type.one))

    def read(self, cell: Cell, unit: str) -> Read:
        """See Parser."""
        figure = self._figures.read(cell)
        if figure.measure:
            return Read.none("measure for money", measure=figure.measure)
        return scaled(figure, self._money[figure.unit or unit], self.type)
