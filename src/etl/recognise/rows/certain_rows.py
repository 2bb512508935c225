"""Rows under a heading that are data beyond doubt, found by the column, a stretch of rows at a time. Reads no values.

A row is plain when its key is filled in, some figure is a number or begins with a digit (or all that is required is filled
in, and no cell is a heading), and neither its key nor its first text may be a total's or a footer's. What is not plain is
looked at closely, one row after the other, so this may find too few and never too many.
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache

from etl.model import Cell
from etl.recognise.cells import Row, is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows.columns import Columns
from etl.recognise.rows.row_kinds import RowKinds
from etl.text import fold_label

STRETCH = 512  # rows looked at together: many pay for setting out, and a short table wastes little
MOST_BEFORE = 4  # rows of a stretch that were looked at before
NUMBERED = re.compile(r"\d{1,2}[.、．)）]\s*[^\s\d]")
FIGURES = frozenset({float, int, bool, date, datetime})


class PlainRows:
    """The plain rows of one table."""

    def __init__(
        self,
        rows: Sequence[Row],
        block: HeaderBlock,
        kinds: RowKinds,
        is_heading: Callable[[str], bool],
    ) -> None:
        self._rows, self._block, self._layout = rows, block, block.layout
        self._kinds, self._is_heading = kinds, is_heading
        self._stretch = range(block.last + 1, block.last + 1)  # the rows at hand
        self._columns = Columns(())  # and their cells
        self._doubtful: list[int] = []  # which of them are not plain

    def from_row(self, row: int) -> int:
        """Number of rows from this one on that are plain, up to the end of a stretch; 0: this one is not."""
        if not self._layout.key:
            return 0
        if row not in self._stretch:
            # the rows under a heading are looked at closely until one is data: they belong to the first stretch all the same
            start = self._stretch.stop if row - self._stretch.stop < MOST_BEFORE else row
            rows = self._rows[start : start + STRETCH]
            self._stretch = range(start, start + len(rows))
            self._columns = Columns(rows)
            self._doubtful = [start + number for number in sorted(self._tell(rows))]
        at = bisect_left(self._doubtful, row)
        return (self._doubtful[at] if at < len(self._doubtful) else self._stretch.stop) - row

    def columns_of(self, data: Sequence[int]) -> Columns:
        """The cells of some rows by column; most tables are one stretch of nothing but data, whose cells are at hand."""
        if len(data) == len(self._stretch) and data and (data[0], data[-1]) == (self._stretch[0], self._stretch[-1]):
            return self._columns
        return Columns([*map(self._rows.__getitem__, data)])

    def _tell(self, rows: Sequence[Row]) -> set[int]:
        """Rows of the stretch at hand that are not plain, counted from the first."""
        columns, absent = self._columns, (None,) * len(rows)
        marked = cache(lambda index: self._marked(columns, index))
        doubtful = _with_marked_lead(columns, marked)
        for index in self._layout.key:
            if index >= len(columns):
                return set(range(len(rows)))
            doubtful |= _blank(columns[index]) | marked(index) | self._nothing(columns[index])
        unmeasured: Collection[int] = range(len(rows))
        for index in self._block.measured:
            if unmeasured:
                unmeasured = _without_figure(columns[index] if index < len(columns) else absent, unmeasured)
        return doubtful | {n for n in unmeasured if n not in doubtful and not self._is_record_of_words(rows[n])}

    def _marked(self, columns: Columns, index: int) -> set[int]:
        """Rows whose text in a column may be a total's or a footer's; most columns hold none, as one look tells."""
        if not self._kinds.may_mark(columns.joined(index)):
            return set()
        return {
            number
            for number, cell in enumerate(columns[index])
            if isinstance(cell, str) and self._kinds.is_marked(cell)
        }

    def _nothing(self, column: tuple[Cell, ...]) -> set[int]:
        """Rows with a dash, a placeholder or a formula's zero for a key: the form's own, perhaps not used."""
        nothing = self._kinds.nothing
        return set() if nothing.isdisjoint(column) else {n for n, cell in enumerate(column) if cell in nothing}

    def _is_record_of_words(self, row: Row) -> bool:
        width = len(row)
        given = {index for index in self._layout.mapped if index < width and not is_blank(row[index])}
        return (
            len(given) >= 2
            and given.issuperset(self._layout.required)
            and not any(
                self._is_heading(folded) or folded in self._block.labels for folded in map(fold_label, row) if folded
            )
        )


def _with_marked_lead(columns: Columns, marked: Callable[[int], set[int]]) -> set[int]:
    """Rows whose first text may be a total's or a footer's."""
    found: set[int] = set()
    waiting = {*range(len(columns[0]))} if columns else found
    for index, column in enumerate(columns):
        if not waiting:
            break
        kinds = columns.kinds(index)
        if str in kinds:
            if kinds == {str} and all(column):
                return found | marked(index) & waiting
            texts = {n for n in waiting if isinstance(column[n], str) and column[n]}
            found |= marked(index) & texts
            waiting -= texts
    return found


def _blank(column: tuple[Cell, ...]) -> set[int]:
    if set(map(type, column)) == {str} and all(map(str.strip, column)):  # type: ignore[arg-type]
        return set()
    return {number for number, cell in enumerate(column) if is_blank(cell)}


def _without_figure(column: tuple[Cell, ...], numbers: Iterable[int]) -> Collection[int]:
    """Those of some rows whose cell in a column neither is a number or a day nor begins with a digit."""
    if set(map(type, column)) <= FIGURES:
        return ()
    return [
        n
        for n in numbers
        if not (_begins_with_a_figure(cell) if isinstance(cell := column[n], str) else type(cell) in FIGURES)
    ]


def _begins_with_a_figure(text: str) -> bool:
    """True for 12.5万元, not for a repeated heading with its number: 4.成交额, ④成交额."""
    return text[:1].isdecimal() and NUMBERED.match(text) is None
