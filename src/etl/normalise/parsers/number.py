"""Figures that are no money, with decimals."""

from collections.abc import Container
from fractions import Fraction
from typing import ClassVar

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.scaled import scaled
from etl.normalise.typed import TypedFigures
from etl.text import fold_label
from etl.types.number import NUMBER


class NumberParser:
    """Reads figures with or without a measure (120.5平方米), which must not be another thing's (30人 under 户数)."""

    type: ClassVar = NUMBER
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        self._figures = lexicon.figures
        measures = lexicon.catalog.vocabulary.measures_of(column)
        self._measures = measures if not column.measures else None  # a form looks at its own

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedFigures:  # noqa: ARG002
        """See Parser."""
        return TypedFigures(cells.codes, *cells.whole_figures(Fraction(self.type.one)))

    def read(self, cell: Cell, unit: str) -> Read:  # noqa: ARG002
        """See Parser."""
        figure = self._figures.read(cell)
        if figure.unit:
            return Read.none("money for a number", unit=figure.unit)
        if figure.measure and self._measures is not None and fold_label(figure.measure) not in self._measures:
            return Read.none("other measure", measure=figure.measure)
        return scaled(figure, 1, self.type)
