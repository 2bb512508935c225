"""Cells of one worksheet's part that get another style: takes the part and places, gives what their styles were before.

A cell that is not there is put where it belongs, as is its row. Values and formulas are never touched.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from etl.marking.marks import Place
from etl.marking.part_text import PartText, end_of_tag, is_closing, scan, with_attribute
from etl.model import address
from etl.workbook.refusals import broken
from etl.workbook.xlsx_scan import YES, place_of

# what may stand behind the drawings of comments in a worksheet, in the order of its schema
BEHIND_DRAWING = frozenset(
    {"legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls", "webPublishItems", "tableParts", "extLst"}
)


@dataclass(frozen=True)
class Restyled:
    """A cell that got another style: the one it had (one that was not there would have had), and whether it and its row were there."""

    place: Place
    before: int | None  # None: it named none
    was_there: bool
    had_row: bool
    in_one_tag: bool = False  # what it or its row was put into was one tag: <row/>, <sheetData/>


class CellRestyling:
    """One pass over a part."""

    def __init__(self, part: PartText, places: Iterable[Place], style_of: Callable[[Place, int], int]) -> None:
        """`style_of` gives the new style of a cell from its place and the style it has, or shows as it has none."""
        self._part, self._style_of = part, style_of
        self._wanted: dict[int, list[int]] = defaultdict(list)
        for row, column in sorted(set(places)):
            self._wanted[row].append(column)
        self._rows = sorted(self._wanted)
        self._next_row = 0  # of those, the first that has not been met
        self._row = self._column = -1
        self._left: list[int] = []  # columns of the row that have not been met
        self._row_style: int | None = None
        self._columns: list[tuple[int, int, int]] = []  # first, last, style
        self._is_in_data = False
        self.prefix = ""
        self.restyled: list[Restyled] = []
        self.closing = 0  # where the root's closing tag begins
        self.behind: int | None = None  # where the first of BEHIND_DRAWING begins
        self.drawing: dict[str, str] | None = None  # attributes of the drawing of its comments
        self._depth = self._wrapper = 0
        self._offers_choice = False  # the element at depth 2, in which controls may stand

    def run(self) -> "CellRestyling":
        scan(self._part.utf8, self._start, self._end)
        if self._next_row < len(self._rows):
            raise broken(reason="no cells")
        return self

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        self._depth += 1
        prefix, colon, local = name.rpartition(":")
        if local == "c" and self._is_in_data:
            self._cell(attributes, at)
        elif local == "row" and self._is_in_data:
            self._open_row(attributes, at)
        elif self._depth == 1:
            self.prefix = prefix + colon
        elif self._depth == 2:
            self._is_in_data = local == "sheetData"
            self._wrapper, self._offers_choice = at, local == "AlternateContent"
            self._note_behind(local)
            if local == "legacyDrawing":
                self.drawing = attributes
        elif self._depth == 4 and self._offers_choice:
            self._note_behind(local)
        elif local == "col" and self._depth == 3 and "style" in attributes:
            span = attributes.get("min", ""), attributes.get("max", ""), attributes["style"]
            if all(map(str.isdecimal, span)):
                self._columns.append((int(span[0]) - 1, int(span[1]) - 1, int(span[2])))

    def _note_behind(self, local: str) -> None:
        if local in BEHIND_DRAWING and self.behind is None:
            self.behind = self._wrapper

    def _end(self, name: str, at: int) -> None:
        self._depth -= 1
        if self._depth == 0:
            self.closing = at
        elif self._is_in_data:
            local, known = name.rpartition(":")[2], len(self.restyled)
            if local == "row" and self._left:
                self._close(at, name, "".join(self._new_cell(column, had_row=True) for column in self._left), known)
                self._left = []
            elif local == "sheetData":
                self._close(at, name, self._rows_before(None), known)
                self._is_in_data = False

    def _close(self, at: int, name: str, text: str, first_of_text: int) -> None:
        """Put text before a closing tag; an element that is one tag gets one. `first_of_text` is the first cell in it."""
        if not text:
            return
        if is_closing(self._part.utf8, at, name):
            self._part.insert(at, text)
        else:
            self._part.replace(at - len("/>"), at, f">{text}</{name}>")
            self.restyled[first_of_text:] = [replace(one, in_one_tag=True) for one in self.restyled[first_of_text:]]

    def _open_row(self, attributes: dict[str, str], at: int) -> None:
        number = attributes.get("r", "")
        row = int(number) - 1 if number.isdecimal() else self._row + 1
        if row <= self._row:
            raise broken(reason="rows out of order")
        self._row, self._column = row, -1
        if text := self._rows_before(row):
            self._part.insert(at, text)
        style = attributes.get("s", "")
        self._row_style = int(style) if attributes.get("customFormat") in YES and style.isdecimal() else None
        self._left = []
        if self._next_row < len(self._rows) and self._rows[self._next_row] == row:
            self._left = [*self._wanted[row]]
            self._next_row += 1

    def _rows_before(self, row: int | None) -> str:
        """Rows that are missing before one, or at the end."""
        until = len(self._rows) if row is None else bisect_left(self._rows, row)
        missing, self._next_row = self._rows[self._next_row : until], max(until, self._next_row)
        self._row_style, written = None, []
        for one in missing:
            cells = "".join(self._new_cell(column, had_row=False, row=one) for column in self._wanted[one])
            written.append(f'<{self.prefix}row r="{one + 1}">{cells}</{self.prefix}row>')
        return "".join(written)

    def _cell(self, attributes: dict[str, str], at: int) -> None:
        if not self._left:
            return
        reference = attributes.get("r")
        place = place_of(reference) if reference else (self._row, self._column + 1)
        if place is None or place[1] <= self._column:
            raise broken(reason="cells out of order")
        self._column = place[1]
        missing = [column for column in self._left if column < self._column]
        if missing:
            self._part.insert(at, "".join(self._new_cell(column, had_row=True) for column in missing))
            self._left = self._left[len(missing) :]
        if self._left and self._left[0] == self._column:
            self._left.pop(0)
            self._restyle(attributes.get("s"), at)

    def _restyle(self, style: str | None, at: int) -> None:
        place = self._row, self._column
        before = int(style) if style and style.isdecimal() else None
        end = end_of_tag(self._part.utf8, at)
        new = self._style_of(place, before or 0)
        self._part.replace(at, end, with_attribute(self._part.utf8[at:end], "s", str(new)))
        self.restyled.append(Restyled(place, before, was_there=True, had_row=True))

    def _new_cell(self, column: int, *, had_row: bool, row: int | None = None) -> str:
        place = self._row if row is None else row, column
        of_column = next((style for first, last, style in self._columns if first <= column <= last), 0)
        before = self._row_style if self._row_style is not None else of_column
        new = self._style_of(place, before)
        self.restyled.append(Restyled(place, before or None, was_there=False, had_row=had_row))
        return f'<{self.prefix}c r="{address(*place)}" s="{new}"/>'
