"""同上 and 〃: takes the raw cells of one column, gives them with the value of the cell above. Looks inside one table only."""

import re
from collections.abc import Collection

import numpy as np

from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn, no_word
from etl.text import fold_label, tidy

LONGEST = 6
# every kind of quotation mark, once or more, between dashes or alone
_MARKS = re.compile("[-‐-―─━…\\s]*[\"'“”‘’″〃〝〞＂＇‟„]+[-‐-―─━…\\s]*")


class Dittos:
    """Replaces ditto marks; built once from the vocabulary's words."""

    def __init__(self, words: Collection[str]) -> None:
        # a quotation mark survives no folding of a code, so the words are compared tidied, not folded
        self._words = frozenset(words) | {fold_label(word) for word in words}
        self._no_ditto = no_word(self._words)

    def resolve(self, raw: DictionaryColumn, table: np.ndarray) -> tuple[DictionaryColumn, np.ndarray, np.ndarray]:
        """The cells with every ditto mark replaced, the rows that were, and those with nothing above them (blank now)."""
        is_ditto = np.zeros(len(raw.stored) + 1, dtype=bool)
        for place in np.flatnonzero(raw.are_texts & ~raw.matching(self._no_ditto)):
            is_ditto[place] = self._is_ditto(raw.values[place])
        if not is_ditto.any():
            return raw, np.empty(0, np.int64), np.empty(0, np.int64)
        marks = is_ditto[raw.codes]
        # each row looks at the last row without a mark; none stands above a table's own first row
        source = np.maximum.accumulate(np.where(marks, -1, np.arange(len(marks))))
        first = np.searchsorted(table, table, side="left")
        rows = np.flatnonzero(marks)
        above = source[rows]
        nothing = np.array(
            [
                above_row < first_row or _is_blank(raw.at(above_row))
                for above_row, first_row in zip(above, first[rows], strict=True)
            ]
        )
        codes = raw.codes.copy()
        codes[rows] = np.where(nothing, -1, codes[above])
        return DictionaryColumn(codes, raw.stored), rows[~nothing], rows[nothing]

    def _is_ditto(self, cell: Cell) -> bool:
        return (
            isinstance(cell, str)
            and len(cell) <= LONGEST * 2
            and (
                tidy(cell) in self._words
                or fold_label(cell).strip("()") in self._words
                or _MARKS.fullmatch(cell) is not None
            )
        )


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
