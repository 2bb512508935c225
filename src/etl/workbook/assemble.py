"""Cells of one sheet to its Grid: blank tails trimmed, texts made storable, merges clipped, everything counted.

One Assembler a file: every sheet takes from the same budget, and a file over a limit is refused with the limit's name.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import chain
from math import isfinite

from etl.cell_traits import Trait
from etl.identity_columns import END, may_hold_in
from etl.identity_numbers import cut_short
from etl.model import Cell, Display, Grid, Mark, address
from etl.settings import ReadingLimits
from etl.workbook.own_marks import without_our_words
from etl.workbook.refusals import refused, too_large

# what PostgreSQL cannot store or nobody can see; tab and line breaks stay
_CONTROLS = bytes([*range(9), 11, 12, *range(14, 32)])
_UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")
MOST_NAMED = 4_000_000  # rows and columns of one sheet that elements name, each as often as it is named
MAX_SLOTS = 20_000_000  # places in the rows of one sheet, filled or not: 160 MB of pointers
WITHOUT_VALUE = frozenset({Mark.UNCALCULATED, Mark.PICTURE})  # marks of cells that hold nothing else
DISPIMG = "DISPIMG("  # the formula that WPS shows an embedded picture with; saved as the cell's text in every format

HEAD = 4  # rows: title, lines, heading
LONGEST_COMMENT = 500  # characters kept of a comment
# what nobody sees inside a text: marks of direction, joiners, soft hyphens, copied along from web pages and Windows
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060\ufeff]")

Rectangle = tuple[int, int, int, int]  # first row, first column, last row, last column; inclusive


@dataclass
class Facts:
    """Facts of a sheet besides its values."""

    merges: list[Rectangle] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    widths: dict[int, float] = field(default_factory=dict)  # of columns, in characters
    marks: dict[tuple[int, int], Mark | Display] = field(default_factory=dict)
    errors: dict[tuple[int, int], str] = field(default_factory=dict)  # where calamine gives a blank instead
    traits: dict[tuple[int, int], Trait] = field(default_factory=dict)
    comments: dict[tuple[int, int], str] = field(default_factory=dict)
    print_lines: tuple[str, ...] = ()
    is_1904: bool = False
    named: int = 0  # rows and columns that elements have named so far, some perhaps again

    def name(self, span: range) -> range:
        """Rows or columns that an element names; office programs name each of a sheet once, and far more is refused."""
        self.named += len(span)
        if self.named > MOST_NAMED:
            raise too_large("range")
        return span


class SparseRows:
    """Cells put at any address in any order; gives ragged rows, so that one stray cell at XFD1048576 costs one row."""

    def __init__(self, max_cells: int) -> None:
        self._rows: dict[int, dict[int, Cell]] = {}
        self._left = max_cells

    def put(self, row: int, column: int, value: Cell) -> None:
        cells = self._rows.get(row)
        if cells is None:
            cells = self._rows[row] = {}
        cells[column] = value
        self._left -= 1
        if self._left < 0:
            raise too_large("cells")

    def rows(self) -> list[list[Cell]]:
        """All rows from the first of the sheet to the last that has a cell."""
        if sum(max(cells) + 1 for cells in self._rows.values()) > MAX_SLOTS:
            raise too_large("scattered")
        filled: list[list[Cell]] = [[] for _ in range(max(self._rows, default=-1) + 1)]
        for row, cells in self._rows.items():
            line = filled[row] = [""] * (max(cells) + 1)
            for column, value in cells.items():
                line[column] = value
        return filled


class Assembler:
    """Makes the grids of one file and counts what they hold."""

    def __init__(self, limits: ReadingLimits) -> None:
        self.limits = limits
        self._cells_left = limits.max_cells_per_file
        self._chars_left = limits.max_text_mb * 1_000_000

    def grid(self, sheet: str, rows: list[list[Cell]], facts: Facts, *, hidden: bool = False) -> Grid:
        """One Grid; changes `rows` in place."""
        _write_errors(rows, facts.errors)
        _reach_marks(rows, facts.marks)
        last_marked = max((row for (row, _), mark in facts.marks.items() if mark in WITHOUT_VALUE), default=-1)
        while len(rows) > last_marked + 1 and not any(cell is not None and cell != "" for cell in rows[-1]):
            rows.pop()
        self._count_cells(sheet, rows)
        pictures, may_hold_persons = self._clean_texts(sheet, rows)
        width = max(map(len, rows), default=0)
        return Grid(
            sheet=sheet,
            rows=rows,
            merges=tuple(_clipped(sheet, facts.merges, len(rows), width)),
            hidden=hidden,
            hidden_rows=frozenset(row for row in facts.hidden_rows if row < len(rows)),
            hidden_columns=frozenset(column for column in facts.hidden_columns if column < width),
            widths={column: wide for column, wide in facts.widths.items() if column < width},
            marks=facts.marks | pictures,
            traits=facts.traits,
            comments=_comments(facts.comments),
            print_lines=facts.print_lines,
            is_1904=facts.is_1904,
            may_hold_persons=may_hold_persons,
        )

    def _count_cells(self, sheet: str, rows: list[list[Cell]]) -> None:
        limit = min(self.limits.max_cells_per_sheet, self._cells_left)
        count = sum(map(len, rows))
        if count > limit:  # only then is it worth the time to cut off the blank tails
            for row in rows:
                while row and (row[-1] == "" or row[-1] is None):
                    row.pop()
            count = sum(map(len, rows))
        if count > limit:
            raise too_large("cells of sheet" if sheet else "cells of file", sheet=sheet, count=count, most=limit)
        self._cells_left -= count

    def _clean_texts(self, sheet: str, rows: list[list[Cell]]) -> tuple[dict[tuple[int, int], Mark], bool]:
        """Make texts storable and numbers finite; gives the cells that show a picture, and False if no text can name a person."""
        texts, between, total = _texts_and_sum(rows)
        text = "".join(texts)
        self._chars_left -= len(text) - between
        if self._chars_left < 0:
            raise too_large("text", most=self.limits.max_text_mb)
        if len(text) > self.limits.max_cell_chars and max(map(len, texts)) > self.limits.max_cell_chars:
            for number, row in enumerate(rows):
                self._check_lengths(sheet, number, row)
        raw = text.encode("utf-8", "surrogatepass")
        is_cleaned = False  # digits that were apart may stand together now
        # of these all but two begin with a byte that hardly any other letter of a table has
        if (b"\xe2" in raw or "\u00ad" in text or "\ufeff" in text) and _INVISIBLE.search(text):
            is_cleaned = True
            for row in rows:
                row[:] = [_INVISIBLE.sub("", cell) if isinstance(cell, str) else cell for cell in row]
        if len(raw.translate(None, _CONTROLS)) != len(raw):
            is_cleaned = True
            for row in rows:
                row[:] = [_UNSTORABLE.sub("", cell) if isinstance(cell, str) else cell for cell in row]
        if not isfinite(total):
            for row in rows:
                row[:] = [str(cell) if isinstance(cell, float) and not isfinite(cell) else cell for cell in row]
        may_hold_persons = is_cleaned or may_hold_in(texts[0], texts[1:])
        return _pictures(rows) if DISPIMG in text else {}, may_hold_persons

    def _check_lengths(self, sheet: str, number: int, row: list[Cell]) -> None:
        limit = self.limits.max_cell_chars
        for column, cell in enumerate(row):
            if isinstance(cell, str) and len(cell) > limit:
                place, why = address(number, column), "long cell" if sheet else "long csv cell"
                raise refused(why, sheet=sheet, place=place, row=number + 1, count=len(cell), most=limit)


def _pictures(rows: list[list[Cell]]) -> dict[tuple[int, int], Mark]:
    return {
        (number, column): Mark.PICTURE
        for number, row in enumerate(rows)
        for column, cell in enumerate(row)
        if isinstance(cell, str) and DISPIMG in cell
    }


def _texts_and_sum(rows: list[list[Cell]]) -> tuple[list[str], int, float]:
    """The texts of a sheet with END between, how many END these are, and the sum of its numbers.

    First those that are read row by row, then those of each column: below the title and the heading most are of one type;
    ragged rows have no columns.
    """
    is_ragged = len(set(map(len, rows[HEAD:]))) > 1
    head, body = (rows, []) if is_ragged else (rows[:HEAD], rows[HEAD:])
    texts: list[str] = []
    between, total = 0, 0.0
    for cells in chain([[*chain.from_iterable(head)]], zip(*body, strict=True)):
        try:
            texts.append(END.join(cells))
            between += max(0, len(cells) - 1)
        except TypeError:  # not all of them are texts
            kinds = set(map(type, cells))
            if str in kinds or not texts:
                of_cells = [cell for cell in cells if isinstance(cell, str)]
                texts.append(END.join(of_cells))
                between += max(0, len(of_cells) - 1)
            if float in kinds:
                total += sum([cell for cell in cells if isinstance(cell, float)])
    return texts, between, total


def _comments(found: Mapping[tuple[int, int], str]) -> dict[tuple[int, int], str]:
    """The comments of others, cut to what is kept; ours say nothing new."""
    own = {place: without_our_words(text) for place, text in found.items()}
    return {place: cut_short(text, LONGEST_COMMENT) for place, text in own.items() if text or not found[place]}


def _write_errors(rows: list[list[Cell]], errors: Mapping[tuple[int, int], str]) -> None:
    for (row, column), text in errors.items():
        _reach(rows, row, column)
        rows[row][column] = text


def _reach_marks(rows: list[list[Cell]], marks: Mapping[tuple[int, int], Mark | Display]) -> None:
    """A formula never calculated leaves no value: its row and column must exist all the same."""
    for (row, column), mark in marks.items():
        if mark in WITHOUT_VALUE:
            _reach(rows, row, column)


def _reach(rows: list[list[Cell]], row: int, column: int) -> None:
    while len(rows) <= row:
        rows.append([])
    if len(rows[row]) <= column:
        rows[row] += [""] * (column + 1 - len(rows[row]))


def _clipped(sheet: str, merges: Iterable[Rectangle], height: int, width: int) -> Iterable[Rectangle]:
    """The merges as far as the sheet goes. Those of an office program cover a cell once; many that overlap are refused."""
    covered = 0
    for top, left, bottom, right in merges:
        if top < height and left < width and top <= bottom and left <= right:
            bottom, right = min(bottom, height - 1), min(right, width - 1)
            covered += (bottom + 1 - top) * (right + 1 - left)
            if covered > MAX_SLOTS:
                raise too_large("merges", sheet=sheet)
            yield top, left, bottom, right
