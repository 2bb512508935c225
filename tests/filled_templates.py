"""A template as a clerk fills it in: cells are written into the XML of its sheets, everything else stays as it is."""

import io
import re
import zipfile
from collections.abc import Mapping
from datetime import date
from xml.sax.saxutils import escape

Value = str | float | date | None


def sheet_names(content: bytes) -> list[str]:
    """The sheets in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return re.findall('<sheet name="([^"]*)"', book.read("xl/workbook.xml").decode())


def filled(content: bytes, cells: Mapping[str, Mapping[str, Value]]) -> bytes:
    """The workbook with cells written by sheet and address, in the format that their place has."""
    names = sheet_names(content)
    parts = {f"xl/worksheets/sheet{names.index(name) + 1}.xml": written for name, written in cells.items()}
    return with_parts(content, {part: lambda xml, w=written: with_cells(xml, w) for part, written in parts.items()})


def with_parts(content: bytes, changes: Mapping[str, object]) -> bytes:
    """The package with the text of some parts changed by functions."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as book, zipfile.ZipFile(changed, "w") as out:
        for name in book.namelist():
            part = book.read(name)
            change = changes.get(name)
            out.writestr(name, change(part.decode()).encode() if callable(change) else part)
    return changed.getvalue()


def with_cells(xml: str, cells: Mapping[str, Value]) -> str:
    """The XML of a sheet with cells written."""
    for address, value in cells.items():
        letters, row = re.fullmatch("([A-Z]+)([0-9]+)", address).groups()  # type: ignore[union-attr]
        xml = xml if f'<row r="{row}"' in xml else xml.replace("</sheetData>", f'<row r="{row}"></row></sheetData>')
        there = re.search(f'<c r="{address}"(?: s="([0-9]+)")?[^>]*?(?:/>|>.*?</c>)', xml)
        style = there[1] if there else _style_of_column(xml, letters)
        cell = _cell(address, style, value)
        if there:
            xml = xml.replace(there[0], cell)
        else:
            xml = re.sub(f'(<row r="{row}"[^>]*?)(?:/>|>(.*?)</row>)', lambda m, c=cell: _in_row(m, c), xml, count=1)
    return xml


def _in_row(row: re.Match[str], cell: str) -> str:
    cells = re.findall("<c .*?(?:/>|</c>)", row[2] or "")
    ordered = sorted([*cells, cell], key=lambda one: _column(re.search('r="([A-Z]+)', one)[1]))  # type: ignore[index]
    return f"{row[1]}>{''.join(ordered)}</row>"


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _style_of_column(xml: str, letters: str) -> str | None:
    column = _column(letters)
    for least, most, rest in re.findall('<col min="([0-9]+)" max="([0-9]+)"([^>]*)>', xml):
        if int(least) <= column <= int(most) and (style := re.search('style="([0-9]+)"', rest)):
            return style[1]
    return None


def _cell(address: str, style: str | None, value: Value) -> str:
    start = f'<c r="{address}"' + (f' s="{style}"' if style else "")
    if value is None:
        return f"{start}/>"
    if isinstance(value, date):
        value = float((value - date(1899, 12, 30)).days)
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"{start}><v>{value!r}</v></c>"
