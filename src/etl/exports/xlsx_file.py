"""Workbooks that are safe to open: takes sheets, writes an xlsx in which figures are figures and texts are texts.

No text is a formula or a link, whatever it begins with; what would hide or reorder is shown as a mark. A figure of more digits
than Excel keeps is written as text. The same sheets give the same bytes.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any

from rich.cells import cell_len
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from etl.exports.cell_text import plain
from etl.exports.sheet import Kind, Sheet
from etl.foreign_text import in_csv, visible

LAST_ROW = 1_048_575  # of a sheet, counted from 0
LONGEST_TEXT = 32_767
DIGITS = 15  # that Excel keeps of a number
FORMATS = {
    Kind.COUNT: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.RATE: "0.00%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm:ss",
}
WIDTHS = {Kind.TEXT: 14, Kind.COUNT: 10, Kind.NUMBER: 12, Kind.MONEY: 18, Kind.RATE: 10, Kind.DAY: 12, Kind.MOMENT: 20}
WIDEST = 40
FIRST_YEAR = 1901  # of which Excel knows all days, and no day that there was not
MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - a workbook says it of itself, and would differ from the next that says the same
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")


def write_xlsx(file: Path | IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook, a sheet after the other; gives how many rows stand below headings.

    A sheet that is longer than Excel's goes on in a further one.
    """
    options: dict[str, Any] = {
        "constant_memory": True,
        "strings_to_numbers": False,
        "strings_to_formulas": False,
        "strings_to_urls": False,
    }
    if isinstance(file, Path):
        options["tmpdir"] = str(file.parent)
        with file.open("wb") as opened:
            return _write(opened, options, sheets)
    return _write(file, options, sheets)


def _write(file: IO[bytes], options: dict[str, Any], sheets: Iterable[Sheet]) -> int:
    with Workbook(file, options) as workbook:
        workbook.set_properties({"created": MADE})
        writer = _Writer(workbook)
        return sum(writer.write(sheet) for sheet in sheets)


class _Writer:
    """The formats of one workbook, and where in it the next row goes."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._names: set[str] = set()
        self._head = workbook.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self._formats = {kind: workbook.add_format({"num_format": form}) for kind, form in FORMATS.items()}
        self._quoted = workbook.add_format({"quote_prefix": True})

    def write(self, sheet: Sheet) -> int:
        count = 0
        page, row = self._begin(sheet), 0
        for values in sheet.rows:
            if row == LAST_ROW:
                page.autofilter(0, 0, row, len(sheet.columns) - 1)
                page, row = self._begin(sheet), 0
            row += 1
            count += 1
            self._write_row(page, row, sheet, values)
        page.autofilter(0, 0, row, len(sheet.columns) - 1)
        return count

    def _begin(self, sheet: Sheet) -> Worksheet:
        page = self._workbook.add_worksheet(self._name(sheet.title))
        page.freeze_panes(1, 0)
        for place, column in enumerate(sheet.columns):
            needed = max(WIDTHS.get(column.kind, 8), cell_len(column.heading) + 2)
            page.set_column(place, place, min(needed, WIDEST))
            page.write_string(0, place, visible(column.heading), self._head)
        return page

    def _name(self, title: str) -> str:
        """A name as Excel takes it, that no other sheet has."""
        wanted = visible(title).translate(_NOT_IN_NAMES)[:31] or "数据"
        name, number = wanted, 1
        while name.casefold() in self._names:
            number += 1
            name = f"{wanted[: 31 - len(str(number)) - 1]} {number}"
        self._names.add(name.casefold())
        return name

    def _write_row(self, page: Worksheet, row: int, sheet: Sheet, values: Sequence[Any]) -> None:
        for place, (column, value) in enumerate(zip(sheet.columns, values, strict=True)):
            shown = plain(value)
            if shown is None:
                continue
            form = self._formats.get(column.kind)
            if isinstance(shown, Decimal | int | float) and _fits(shown):
                page.write_number(row, place, shown, form)
            elif isinstance(shown, date) and shown.year >= FIRST_YEAR:
                page.write_datetime(row, place, shown, form or self._formats[Kind.DAY])
            else:
                self._write_text(page.write_string, row, place, visible(str(shown)))

    def _write_text(self, write: Callable[..., int], row: int, place: int, text: str) -> None:
        """A text, marked as one where somebody who edits the cell would make a formula of it."""
        kept = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
        write(row, place, kept, *([self._quoted] if in_csv(kept) != kept else []))


def _fits(number: Decimal | int | float) -> bool:
    exact = Decimal(str(number))
    return exact.is_finite() and len(exact.normalize().as_tuple().digits) <= DIGITS
