"""Cells of a sheet's part with the styles that they had before we marked them: takes the part and our record, gives the part."""

import re
from collections.abc import Sequence

from etl.marking.part_text import (
    PartText,
    end_of_closing,
    end_of_tag,
    is_closing,
    scan,
    with_attribute,
    without_attribute,
)
from etl.marking.sheet_part import Restyled
from etl.workbook.xlsx_scan import place_of

_OUR_DRAWING = re.compile(rb"<(?:\w+:)?legacyDrawing\b[^>]*?\bid=\"rIdReturned\d+\"[^>]*/>")


def restore_cells(content: bytes, restyled: Sequence[Restyled], first_of_ours: int, *, is_drawn: bool) -> bytes:
    """The part with our styles, those from a number on, taken off; cells that we put there and nobody filled go again."""
    part = PartText(content)
    _Restoring(part, restyled, first_of_ours).run()
    if is_drawn and (found := _OUR_DRAWING.search(part.utf8)) is not None:
        part.replace(found.start(), found.end(), b"")
    return part.encoded()


class _Restoring:
    def __init__(self, part: PartText, restyled: Sequence[Restyled], first_of_ours: int) -> None:
        self._part = part
        self._first = first_of_ours
        self._wanted = {one.place: one for one in restyled}
        self._one_tag_rows = {one.place[0] for one in restyled if one.in_one_tag and one.had_row}
        self._was_one_tag = any(one.in_one_tag and not one.had_row for one in restyled)
        self._new_rows = {one.place[0] for one in restyled if not one.had_row}
        self._row = self._column = -1
        self._row_begin = 0
        self._cells_kept = 0
        self._cell: Restyled | None = None
        self._cell_begin, self._style, self._children = 0, "", 0
        self._is_plain_row = False
        self._data_begin, self._rows_kept = 0, 0

    def run(self) -> None:
        scan(self._part.utf8, self._start, self._end)

    def _start(self, name: str, attributes: dict[str, str], at: int) -> None:
        local = name.rpartition(":")[2]
        if local == "sheetData":
            self._data_begin = at
        elif local == "row":
            self._rows_kept += 1
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() else self._row + 1
            self._column, self._row_begin, self._cells_kept = -1, at, 0
            self._is_plain_row = attributes.keys() <= {"r"}
        elif local == "c":
            reference = attributes.get("r")
            place = (place_of(reference) if reference else None) or (self._row, self._column + 1)
            self._column = place[1]
            self._cell = self._wanted.get(place)
            self._cell_begin, self._style, self._children = at, attributes.get("s", ""), 0
            self._cells_kept += 1
        elif self._cell is not None:
            self._children += 1

    def _end(self, name: str, at: int) -> None:
        local = name.rpartition(":")[2]
        if local == "c" and self._cell is not None:
            self._restore(self._cell, self._end_of(name, at))
            self._cell = None
        elif local == "row":
            self._end_row(self._end_of(name, at))
        elif local == "sheetData" and not self._rows_kept and self._was_one_tag:
            self._shrink(self._data_begin, self._end_of(name, at))

    def _end_row(self, end: int) -> None:
        if self._row in self._new_rows and self._is_plain_row and not self._cells_kept:
            self._part.replace_all(self._row_begin, end, b"")
            self._rows_kept -= 1
        elif not self._cells_kept and self._row in self._one_tag_rows:
            self._shrink(self._row_begin, end)

    def _shrink(self, begin: int, end: int) -> None:
        """Make one tag of an element of which nothing is left."""
        tag_end = end_of_tag(self._part.utf8, begin)
        self._part.replace_all(tag_end - 1, end, b"/>")

    def _restore(self, one: Restyled, end: int) -> None:
        begin, tag_end = self._cell_begin, end_of_tag(self._part.utf8, self._cell_begin)
        if not one.was_there and not self._children:
            self._cells_kept -= 1
            self._part.replace(begin, end, b"")
            return
        if not self._style.isdecimal() or int(self._style) < self._first:
            return  # somebody gave it another format since
        tag = self._part.utf8[begin:tag_end]
        tag = without_attribute(tag, "s") if one.before is None else with_attribute(tag, "s", str(one.before))
        self._part.replace(begin, tag_end, tag)

    def _end_of(self, name: str, at: int) -> int:
        return end_of_closing(self._part.utf8, at) if is_closing(self._part.utf8, at, name) else at
