"""Some rows of a sheet by column: takes rows, gives each column's cells, their kinds and its texts, found out once. Pure."""

from collections.abc import Sequence
from itertools import zip_longest

from etl.model import Cell
from etl.recognise.cells import Row


class Columns(Sequence[tuple[Cell, ...]]):
    """The columns from the first to the last that any of the rows has; short rows are filled up with blanks."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._cells = [*zip_longest(*rows)]
        self._kinds: dict[int, set[type]] = {}
        self._joined: dict[int, str] = {}

    def __len__(self) -> int:
        return len(self._cells)

    def __getitem__(self, index: int) -> tuple[Cell, ...]:  # type: ignore[override]
        return self._cells[index]

    def kinds(self, index: int) -> set[type]:
        """The types of a column's cells."""
        if index not in self._kinds:
            self._kinds[index] = set(map(type, self._cells[index]))
        return self._kinds[index]

    def texts(self, index: int) -> Sequence[str]:
        """The texts among a column's cells."""
        kinds, column = self.kinds(index), self._cells[index]
        if str not in kinds:
            return ()
        return column if len(kinds) == 1 else [cell for cell in column if type(cell) is str]  # type: ignore[return-value]

    def joined(self, index: int) -> str:
        """The same in one, set apart by |, for who looks for words in all of them at once."""
        if index not in self._joined:
            self._joined[index] = "|".join(self.texts(index))
        return self._joined[index]
