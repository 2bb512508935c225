"""Workbooks that are safe to open: takes sheets, writes an xlsx in which figures are figures and texts are texts.

No text is a formula or a link, whatever it begins with; what would hide or reorder is shown as a mark. A figure of more digits
than Excel keeps is written as text. The same sheets give the same bytes. Rows go into the package as they come: nothing is kept of
them, and no file is written beside it.
"""

import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import IO, Any
from xml.sax.saxutils import escape

from rich.cells import cell_len

from etl.exports import xlsx_parts
from etl.exports.cell_text import plain
from etl.exports.sheet import Kind, Sheet
from etl.exports.xlsx_parts import FORMATS, HEAD, QUOTED, Written
from etl.foreign_text import in_csv, visible

LAST_ROW = 1_048_575  # of a sheet, counted from 0
LONGEST_TEXT = 32_767
DIGITS = 15  # that Excel keeps of a number
WIDTHS = {Kind.TEXT: 14, Kind.COUNT: 10, Kind.NUMBER: 12, Kind.MONEY: 18, Kind.RATE: 10, Kind.DAY: 12, Kind.MOMENT: 20}
WIDEST = 40
FIRST_DAY = date(1899, 12, 30)  # day 0 of Excel, as days after February 1900 count
FROM = date(1900, 3, 1)  # before it Excel counts a day that there was not
ROWS_AT_ONCE = 500
QUICK = 1  # level of compression: a tenth larger than the usual one, in half the time
_NOT_IN_NAMES = str.maketrans("[]:*?/\\'", "（）：＊？／＼’")
_LIKE_A_CODE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # which Excel reads as the character of that number


def write_xlsx(file: Path | IO[bytes], sheets: Iterable[Sheet]) -> int:
    """Write a workbook, a sheet after the other; gives how many rows stand below headings.

    A sheet that is longer than Excel's goes on in a further one.
    """
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=QUICK) as package:
        written, count = list[Written](), 0
        for sheet in sheets:
            count += _write_sheet(package, sheet, written)
        for name, part in (
            ("[Content_Types].xml", xlsx_parts.content_types(len(written))),
            ("_rels/.rels", xlsx_parts.package_relations()),
            ("xl/workbook.xml", xlsx_parts.workbook(written)),
            ("xl/_rels/workbook.xml.rels", xlsx_parts.workbook_relations(len(written))),
            ("xl/styles.xml", xlsx_parts.styles()),
        ):
            with package.open(name, "w") as stream:
                stream.write(part.encode())
    return count


def _write_sheet(package: zipfile.ZipFile, sheet: Sheet, written: list[Written]) -> int:
    """Write a sheet, and further ones where it is too long; gives its rows, and adds what is written to the list."""
    cells = _cells_of(sheet)
    last = _letters(len(sheet.columns) - 1)
    rows, count, goes_on = iter(sheet.rows), 0, True
    while goes_on:
        name = _name(sheet.title, {one.name.casefold() for one in written})
        with package.open(f"xl/worksheets/sheet{len(written) + 1}.xml", "w", force_zip64=True) as stream:
            stream.write(_beginning(sheet).encode())
            row, goes_on = 0, False
            waiting: list[str] = []
            for values in rows:
                row += 1
                waiting.append(f'<row r="{row + 1}">{cells(row + 1, values)}</row>')
                if len(waiting) == ROWS_AT_ONCE:
                    stream.write("".join(waiting).encode())
                    waiting.clear()
                if row == LAST_ROW:
                    goes_on = True
                    break
            end = f'</sheetData><autoFilter ref="A1:{last}{row + 1}"/></worksheet>'
            stream.write(("".join(waiting) + end).encode())
        count += row
        written.append(Written(name, f"$A$1:${last}${row + 1}"))
    return count


def _beginning(sheet: Sheet) -> str:
    """A sheet as far as its headings."""
    widths = (min(max(WIDTHS.get(c.kind, 8), cell_len(c.heading) + 2), WIDEST) for c in sheet.columns)
    columns = "".join(
        f'<col min="{place}" max="{place}" width="{width}" customWidth="1"/>' for place, width in enumerate(widths, 1)
    )
    heads = "".join(
        _text(f"{_letters(place)}1", visible(column.heading), HEAD) for place, column in enumerate(sheet.columns)
    )
    return (
        f'{xlsx_parts.XML}<worksheet xmlns="{xlsx_parts.MAIN}"><sheetViews><sheetView workbookViewId="0">'
        '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>'
        f'<cols>{columns}</cols><sheetData><row r="1">{heads}</row>'
    )


def _cells_of(sheet: Sheet) -> Callable[[int, Sequence[Any]], str]:
    """Writer of the cells of a row as XML."""
    places = [(_letters(place), FORMATS.get(column.kind, 0)) for place, column in enumerate(sheet.columns)]

    def cells(row: int, values: Sequence[Any]) -> str:
        return "".join(
            _cell(f"{letters}{row}", form, value)
            for (letters, form), value in zip(places, values, strict=True)
            if value is not None
        )

    return cells


def _cell(place: str, form: int, value: Any) -> str:
    shown = value if type(value) is str else plain(value)
    if type(shown) is str:
        return _shown_text(place, shown)
    if isinstance(shown, Decimal | int | float):
        return _number(place, form, shown) if _fits(shown) else _shown_text(place, str(shown))
    if isinstance(shown, date) and (serial := _serial(shown)) is not None:
        return f'<c r="{place}" s="{form or FORMATS[Kind.DAY]}"><v>{serial}</v></c>'
    return "" if shown is None else _shown_text(place, str(shown))


def _number(place: str, form: int, number: Decimal | int | float) -> str:
    text = format(number, "f") if isinstance(number, Decimal) else repr(number)
    return f'<c r="{place}" s="{form}"><v>{text}</v></c>' if form else f'<c r="{place}"><v>{text}</v></c>'


def _shown_text(place: str, text: str) -> str:
    """A text, marked as one where somebody who edits the cell would make a formula of it."""
    shown = visible(text)
    kept = shown if len(shown) <= LONGEST_TEXT else f"{shown[: LONGEST_TEXT - 1]}…"
    return _text(place, kept, QUOTED if in_csv(kept) != kept else 0)


def _text(place: str, text: str, form: int) -> str:
    inside = escape(text)
    if "_x" in inside:
        inside = _LIKE_A_CODE.sub("_x005F_", inside)
    style = f' s="{form}"' if form else ""
    return f'<c r="{place}"{style} t="inlineStr"><is><t xml:space="preserve">{inside}</t></is></c>'


def _serial(day: date) -> str | None:
    """Days since Excel's first; None of a day that it does not have."""
    moment = day if isinstance(day, datetime) else None
    on = moment.date() if moment else day
    if on < FROM:
        return None
    days = (on - FIRST_DAY).days
    if moment is None:
        return str(days)
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second
    return f"{days + seconds / 86400:.15g}"


def _fits(number: Decimal | int | float) -> bool:
    if type(number) is int and -(10**DIGITS) < number < 10**DIGITS:
        return True
    exact = number if isinstance(number, Decimal) else Decimal(str(number))
    if not exact.is_finite():
        return False
    return len(exact.as_tuple().digits) <= DIGITS or len(exact.normalize().as_tuple().digits) <= DIGITS


def _letters(place: int) -> str:
    """Letters of a column, counted from 0.

    >>> _letters(0), _letters(25), _letters(26), _letters(702)
    ('A', 'Z', 'AA', 'AAA')
    """
    return "".join(reversed([*_from_the_last(place)]))


def _from_the_last(place: int) -> Iterator[str]:
    while place >= 0:
        yield chr(ord("A") + place % 26)
        place = place // 26 - 1


def _name(title: str, taken: set[str]) -> str:
    """A name as Excel takes it, that no other sheet has."""
    wanted = visible(title).translate(_NOT_IN_NAMES)[:31] or "数据"
    name, number = wanted, 1
    while name.casefold() in taken:
        number += 1
        name = f"{wanted[: 31 - len(str(number)) - 1]} {number}"
    return name
