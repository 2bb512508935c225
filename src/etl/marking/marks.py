"""Marks of cells and the sheet in front, as they are put into a workbook that goes back. Frozen values."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import IntEnum

from etl.workbook.sealed_rows import seal

Place = tuple[int, int]  # row and column, from 0


@dataclass(frozen=True)
class CellMark:
    """A cell that is filled and gets a comment; `sheet` is the name by which reading knows it.

    `is_behind_row` moves it right, to the first cell behind what is written beside it: where a heading is missing. `repeats` is a
    text: every cell above a table in which it stands, on whatever sheet, is marked too.
    """

    sheet: str
    row: int
    column: int
    is_critical: bool  # red, else yellow
    text: str
    is_behind_row: bool = False
    repeats: str = ""

    @property
    def place(self) -> Place:
        return self.row, self.column


class Look(IntEnum):
    """Looks of a cell of the front sheet."""

    TEXT = 0
    TITLE = 1
    HEADING = 2
    CRITICAL = 3
    WARNING = 4
    LINK = 5
    SMALL = 6
    LINE = 7  # a text that may run on over the next columns


UNWRAPPED = frozenset({Look.TITLE, Look.SMALL, Look.LINE})
SEAL_WIDTH = 20
LINE_HEIGHT, MOST_LINES = 15, 20
_PIECES = re.compile(r"[!-~]+|[^!-~]")


@dataclass(frozen=True)
class FrontCell:
    """A cell of the front sheet: a text or a number, and the cell of another sheet that it leads to."""

    value: str | int = ""
    look: Look = Look.TEXT
    link: tuple[str, str] | None = None  # the sheet's name in the workbook, the cell


@dataclass(frozen=True)
class FrontSheet:
    """The sheet that is put in front: rows, the row of the headings under which can be filtered, widths of its columns.

    `hidden` are the columns that are for the machine; the row `noted` takes what is only known while the file is marked.
    """

    rows: tuple[tuple[FrontCell, ...], ...]
    filtered: int | None  # row with the headings
    widths: tuple[float, ...]
    hidden: frozenset[int] = frozenset()
    noted: int | None = None

    def height(self, row: int) -> float | None:
        """Height in points that a row needs for what is wrapped in it; None where one line is enough.

        Excel would see for itself, LibreOffice does not.
        """
        lines = [
            _lines_of(cell.value, int(width) - 1)
            for cell, width in zip(self.rows[row], self.widths, strict=False)
            if isinstance(cell.value, str) and 2 * len(cell.value) >= width and cell.look not in UNWRAPPED
        ]  # a text of half as many letters is on one line, whatever they are
        most = max(lines, default=1)
        return LINE_HEIGHT * min(most, MOST_LINES) if most > 1 else None

    def shown(self, row: int) -> Iterator[tuple[int, FrontCell]]:
        """Cells of a row that are written, by column: blank ones only where a clerk may type, in the rows that are filtered."""
        is_typed_into = self.filtered is not None and row > self.filtered
        for column, cell in enumerate(self.rows[row]):
            if cell.value != "" or cell.look is not Look.TEXT or is_typed_into:
                yield column, cell

    def with_note(self, text: str) -> "FrontSheet":
        """The sheet with a sentence on how the file was marked."""
        if self.noted is None:
            return self
        rows = [*self.rows]
        rows[self.noted] = (FrontCell(text, Look.LINE),)
        return replace(self, rows=tuple(rows))

    def sealed(self) -> "FrontSheet":
        """The sheet with a hidden column more: what of each row is ours is known by it when the sheet comes back."""
        last = len(self.widths)
        rows = [
            (*row, *[FrontCell()] * (last - len(row)), FrontCell(sealed, Look.SMALL))
            if (sealed := seal(cell.value for cell in row))
            else row
            for row in self.rows
        ]
        return replace(self, rows=tuple(rows), widths=(*self.widths, SEAL_WIDTH), hidden=self.hidden | {last})


@dataclass(frozen=True)
class MarkPlan:
    """All that is put into one file."""

    marks: tuple[CellMark, ...]
    front: FrontSheet


def _lines_of(text: str, width: int) -> int:
    """Number of lines that a text takes: a number or a word in Latin letters is never broken, Chinese is anywhere.

    >>> _lines_of("写的是5110000031F0WTCDKG，不对", 10), _lines_of("一二三四五", 10), _lines_of("一二三四五六", 10)
    (4, 1, 2)
    """
    lines, left = 1, width
    for piece in _PIECES.findall(text):
        long = len(piece.encode("gb18030", "replace"))  # a Chinese character has two bytes and takes two columns
        if long > left:
            lines += -(-long // max(width, 1)) if left < width else -(-long // max(width, 1)) - 1
            left = width - (long % max(width, 1) or width)
        else:
            left -= long
    return lines
