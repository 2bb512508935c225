"""A workbook written anew from what was read of a file that is no xlsx: the same sheets, cells, merges and shown forms, marked.

Takes grids, marks and a front sheet, gives an xlsx; the same ones give the same bytes. Texts stay texts: none becomes a formula or a link.
"""

import io
import re
import unicodedata
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from etl.cell_traits import Trait
from etl.marking.comments_part import AUTHOR
from etl.marking.front_part import front_part
from etl.marking.marks import UNWRAPPED, CellMark, FrontSheet, Look, Place
from etl.marking.package_lists import MAIN
from etl.marking.styles_part import FILLS, FONT, FONTS
from etl.model import Cell, Display, Grid, Mark, ShownNumber
from etl.workbook.displays import displays_of
from etl.workbook.own_marks import FRONT_SHEET, our_words

WIDEST, NARROWEST = 50, 8  # columns of characters
ROWS_MEASURED = 200
LONGEST_CELL = 32_000
FIRST_DAY = datetime(1980, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_DATES = ((datetime, "yyyy-mm-dd hh:mm:ss"), (date, "yyyy-mm-dd"), (time, "hh:mm:ss"), (timedelta, "[h]:mm:ss"))
EARLIEST = date(1900, 3, 1)  # Excel counts a day that there was not before it


def fresh_workbook(grids: Sequence[Grid], marks: Sequence[CellMark], front: FrontSheet) -> bytes:
    """The workbook with the front sheet before those of the grids."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": FIRST_DAY.replace(tzinfo=None)})
    writing = _Writing(book)
    names = _sheet_names([grid.sheet for grid in grids])
    writing.front(front, {grid.sheet: name for grid, name in zip(grids, names, strict=True)})
    by_sheet: dict[str, list[CellMark]] = defaultdict(list)
    for mark in marks:
        by_sheet[mark.sheet].append(mark)
    for grid, name in zip(grids, names, strict=True):
        writing.sheet(grid, name, by_sheet[grid.sheet])
    book.close()
    return target.getvalue()


class _FrontPage(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """The front sheet, whose part is made already: xlsxwriter would take half of the time of a small file for its cells."""

    part = ""

    def _assemble_xml_file(self) -> None:
        self.fh.write(self.part)
        self._xml_close()


class _Writing:
    def __init__(self, book: Any) -> None:
        self._book = book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}

    def front(self, front: FrontSheet, targets: dict[str, str]) -> None:
        page = self._book.add_worksheet(FRONT_SHEET, _FrontPage)
        looks = {look: self._look(look)._get_xf_index() for look in Look}
        page.part = front_part(front, looks, MAIN, targets).decode()

    def sheet(self, grid: Grid, name: str, marks: Sequence[CellMark]) -> None:
        page = self._book.add_worksheet(name)
        if grid.hidden:
            page.hide()
        ours: dict[Place, list[str]] = defaultdict(list)
        is_critical: dict[Place, bool] = defaultdict(bool)
        for mark in marks:
            ours[mark.place].append(mark.text)
            is_critical[mark.place] |= mark.is_critical
        for top, left, bottom, right in grid.merges:
            if (top, left) != (bottom, right):
                page.merge_range(top, left, bottom, right, "")
        for row, cells in enumerate(grid.rows):
            for column, cell in enumerate(cells):
                if (cell is not None and cell != "") or (row, column) in is_critical:
                    _write(page, (row, column), cell, self._format(grid, (row, column), cell, is_critical))
        for place in is_critical:
            if place[0] >= len(grid.rows) or place[1] >= len(grid.rows[place[0]]):
                page.write_blank(*place, None, self._format(grid, place, None, is_critical))
        for place in sorted({*grid.comments, *ours}):
            said = [grid.comments.get(place, ""), our_words(ours[place]) if place in ours else ""]
            page.write_comment(
                *place, "\n".join(filter(None, said))[:LONGEST_CELL], {"author": AUTHOR, "x_scale": 2, "y_scale": 2}
            )
        _lay_out(page, grid)

    def _format(self, grid: Grid, place: Place, cell: Cell, is_critical: dict[Place, bool]) -> Any:
        wanted: dict[str, object] = {}
        if code := _code(cell, grid.marks.get(place)):
            wanted["num_format"] = code
        if place in is_critical:
            look = Look.CRITICAL if is_critical[place] else Look.WARNING
            wanted |= {"pattern": 1, "bg_color": f"#{FILLS[look][2:]}"}
        if grid.traits.get(place) is Trait.STRUCK:
            wanted["font_strikeout"] = True
        if isinstance(cell, str) and "\n" in cell:
            wanted["text_wrap"] = True
        return self._of(wanted) if wanted else None

    def _look(self, look: Look) -> Any:
        emphasis, size, colour = FONTS[look]
        wanted: dict[str, object] = {
            "font_name": FONT,
            "font_size": size,
            "align": "left",
            "valign": "top",
            "text_wrap": look not in UNWRAPPED,
        }
        if emphasis:
            wanted |= {"bold": True} if emphasis == "b" else {"underline": 1}
        if colour:
            wanted["font_color"] = f"#{colour[2:]}"
        if look in FILLS:
            wanted |= {"pattern": 1, "bg_color": f"#{FILLS[look][2:]}"}
        return self._of(wanted)

    def _of(self, wanted: dict[str, object]) -> Any:
        key = tuple(wanted.items())
        if key not in self._formats:
            self._formats[key] = self._book.add_format(wanted)
        return self._formats[key]


def _write(page: Any, place: Place, cell: Cell, form: Any) -> None:
    if isinstance(cell, ShownNumber):
        cell = cell.stored
    if isinstance(cell, bool):
        page.write_boolean(*place, cell, form)
    elif isinstance(cell, (int, float)):
        page.write_number(*place, cell, form)
    elif isinstance(cell, date) and _is_early(cell):
        page.write_string(*place, cell.isoformat(), form)
    elif isinstance(cell, (date, time, timedelta)):
        page.write_datetime(*place, cell, form)
    elif cell is None or cell == "":
        page.write_blank(*place, None, form)
    else:
        page.write_string(*place, cell[:LONGEST_CELL], form)


def _is_early(day: date) -> bool:
    return (day.date() if isinstance(day, datetime) else day) < EARLIEST


def _code(cell: Cell, mark: Mark | Display | None) -> str:
    """Number format that shows a cell as the file did; "" where there is none, or none that reading would take for the same."""
    for kind, code in _DATES:
        if isinstance(cell, kind):
            return code
    if mark is Mark.PERCENT:
        return "0.00%"
    if not isinstance(mark, Display) or not isinstance(cell, (int, float, ShownNumber)):
        return ""
    number = cell.stored if isinstance(cell, ShownNumber) else cell
    code = _code_of(mark)
    displays = displays_of(code)
    return code if displays is not None and displays.of(float(number)) == mark else ""


def _code_of(display: Display) -> str:
    text = f'"{display.text}"' if display.text else ""
    if display.is_hidden:
        return f"{text};{text};{text};" if text else ";;;"
    if display.code is not None:
        head, least, tail = display.code
        return "".join((f'"{head}"' if head else "", "0" * least, f'"{tail}"' if tail else ""))
    if display.shift < 0:
        return f'0"{"0" * -display.shift}"{text}'
    commas, places = divmod(display.shift, 3)
    point = "!." + "0" * places if places else "." + "0" * (display.decimals or 0) if display.decimals else ""
    return f"0{point}{',' * commas}{text}"


def _lay_out(page: Any, grid: Grid) -> None:
    filled = [(sum(cell is not None and cell != "" for cell in row), row) for row in grid.rows[:ROWS_MEASURED]]
    most = max((count for count, _ in filled), default=0)
    rows = [
        row for count, row in filled if 2 * count >= most
    ]  # a title or a note runs on over the empty cells beside it
    for column in range(max(map(len, grid.rows), default=0)):
        texts = (str(row[column]) for row in rows if column < len(row) and row[column] is not None)
        wide = max((max(map(_columns_of, text.split("\n"))) for text in texts), default=0)
        width = grid.widths.get(column) or min(max(wide + 2, NARROWEST), WIDEST)
        page.set_column(column, column, width, None, {"hidden": column in grid.hidden_columns})
    for row in grid.hidden_rows:
        page.set_row(row, None, None, {"hidden": True})


def _columns_of(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text[:WIDEST])


def _sheet_names(names: Sequence[str]) -> list[str]:
    """Names that a workbook may have: 31 characters, none of a formula, no two alike."""
    taken = {FRONT_SHEET.casefold()}
    found = []
    for name in names:
        bare = _FORBIDDEN.sub("_", name).strip("'")[:31] or "Sheet1"
        numbered = (bare if n == 1 else f"{bare[:27]}（{n}）" for n in range(1, len(names) + 3))
        found.append(next(one for one in numbered if one.casefold() not in taken))
        taken.add(found[-1].casefold())
    return found
