"""A row under a heading that holds nothing but units: takes rows and the columns that are understood, gives the units. Pure."""

from collections.abc import Collection, Sequence

from etl.recognise.cells import Row, is_blank
from etl.recognise.headings.meaning import Headings
from etl.text import fold_label

LABELS = frozenset({"单位", "计量单位", "金额单位"})


class UnitRows:
    """Tells rows of units; built once from the headings and the words for nothing."""

    def __init__(self, headings: Headings, blanks: frozenset[str]) -> None:
        self._headings, self._blanks = headings, blanks

    def names_units(self, row: Row) -> bool:
        """True when some cell is a unit and nothing else."""
        return any(self._headings.bare_unit(fold_label(cell)) for cell in row if isinstance(cell, str))

    def is_one(self, row: Row, known: Collection[int]) -> bool:
        """True when a row names units, and has nothing but them and dashes in the columns that are understood: beside them
        may stand the list of a drop-down, or a % under a heading that nobody knows."""
        cells = [fold_label(row[index]) for index in known if index < len(row) and not is_blank(row[index])]
        return self.names_units(row) and all(
            self._headings.bare_unit(cell) or cell in self._blanks or cell in LABELS for cell in cells
        )

    def units_of(self, labels: Sequence[tuple[str, ...]]) -> list[tuple[str, ...]]:
        """The labels of such a row, column by column, without what is no unit."""
        return [tuple(label for label in column if self._headings.bare_unit(fold_label(label))) for column in labels]
