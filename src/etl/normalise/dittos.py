"""同上 and 〃: takes the raw cells of one column, gives them with the value of the cell above. Looks inside one table only."""

from collections.abc import Collection

import numpy as np
import pandas as pd

from etl.model import Cell
from etl.text import fold_label, tidy

LONGEST = 6


class Dittos:
    """Replaces ditto marks; built once from the vocabulary's words."""

    def __init__(self, words: Collection[str]) -> None:
        # a quotation mark survives no folding of a code, so the words are compared tidied, not folded
        self._words = frozenset(words) | {fold_label(word) for word in words}

    def resolve(self, cells: np.ndarray, table: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The cells with every ditto mark replaced, the rows that were, and those with nothing above them (blank now)."""
        codes, distinct = pd.factorize(cells)
        marks = np.array([self._is_ditto(cell) for cell in distinct] + [False], dtype=bool)[codes]
        if not marks.any():
            return cells, np.empty(0, np.int64), np.empty(0, np.int64)
        # each row looks at the last row without a mark; none stands above a table's own first row
        source = np.maximum.accumulate(np.where(marks, -1, np.arange(len(cells))))
        first = np.searchsorted(table, table, side="left")
        rows = np.flatnonzero(marks)
        above = source[rows]
        nothing = np.array(
            [
                above_row < first_row or _is_blank(cells[above_row])
                for above_row, first_row in zip(above, first[rows], strict=True)
            ]
        )
        filled = cells.copy()
        filled[rows[~nothing]] = cells[above[~nothing]]
        filled[rows[nothing]] = None
        return filled, rows[~nothing], rows[nothing]

    def _is_ditto(self, cell: Cell) -> bool:
        return (
            isinstance(cell, str)
            and len(cell) <= LONGEST * 2
            and (tidy(cell) in self._words or fold_label(cell).strip("()") in self._words)
        )


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
