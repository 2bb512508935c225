"""Builds OpenDocument spreadsheets, as LibreOffice and WPS save them."""

from collections.abc import Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr

from tests.workbooks.content import Fault, Sheet, Unsaved, Value
from tests.workbooks.xlsx import pack_zip

MIME = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def build_ods(sheets: Sequence[Sheet]) -> bytes:
    """A spreadsheet with each cell written out, and blank ones repeated as LibreOffice does."""
    return pack_ods("".join(_table(sheet) for sheet in sheets))


def pack_ods(tables: str, *, prolog: str = "") -> bytes:
    """A spreadsheet of raw `<table:table>` elements."""
    styles = "".join(
        f'<style:style style:name="co{number}" style:family="table-column"><style:table-column-properties style:column-width="{number * 5.25 + 3.75}pt"/></style:style>'
        for number in range(5, 40)
    ) + (
        '<style:style style:name="ta1" style:family="table"><style:table-properties table:display="true"/></style:style>'
        '<style:style style:name="ta2" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{prolog}<office:document-content {SPACES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>{tables}"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    return pack_zip({"mimetype": MIME, "content.xml": content, "META-INF/manifest.xml": "<manifest/>"})


def _table(sheet: Sheet) -> str:
    width = max((len(row) for row in sheet.rows), default=1)
    columns = "".join(
        f'<table:table-column table:style-name="co{sheet.widths.get(column, 0)}"{_collapsed(column in sheet.hidden_columns)}/>'
        for column in range(width)
    )
    style = "ta2" if sheet.hidden or sheet.very_hidden else "ta1"
    rows = "".join(_row(sheet, number, row) for number, row in enumerate(sheet.rows))
    tail = f'<table:table-row table:number-rows-repeated="{1048576 - len(sheet.rows)}"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    return f'<table:table table:name={quoteattr(sheet.name)} table:style-name="{style}">{columns}{rows}{tail}</table:table>'


def _collapsed(hidden: bool) -> str:
    return ' table:visibility="collapse"' if hidden else ""


def _row(sheet: Sheet, number: int, row: Sequence[Value]) -> str:
    cells = "".join(_cell(sheet, number, column, value) for column, value in enumerate(row))
    return f"<table:table-row{_collapsed(number in sheet.hidden_rows)}>{cells}</table:table-row>"


def _cell(sheet: Sheet, row: int, column: int, value: Value) -> str:
    spans = ""
    for top, left, bottom, right in sheet.merges:
        if (row, column) == (top, left):
            spans = f' table:number-rows-spanned="{bottom - top + 1}" table:number-columns-spanned="{right - left + 1}"'
        elif top <= row <= bottom and left <= column <= right:
            return "<table:covered-table-cell/>"
    attributes, text = _typed(value, (row, column) in sheet.percents)
    text = sheet.shown.get((row, column), text)
    lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in text.split("\n")) if text else ""
    comment = sheet.comments.get((row, column))
    note = f"<office:annotation><text:p>{escape(comment)}</text:p></office:annotation>" if comment else ""
    return f"<table:table-cell{spans}{attributes}>{note}{lines}</table:table-cell>"


def _typed(value: Value, is_percent: bool) -> tuple[str, str]:
    if value is None or value == "":
        return "", ""
    if isinstance(value, Unsaved):
        return f" table:formula={quoteattr('of:=' + value)}", ""
    if isinstance(value, Fault):
        return ' table:formula="of:=1/0" office:value-type="string" calcext:value-type="error"', value
    if isinstance(value, bool):
        return f' office:value-type="boolean" office:boolean-value="{str(value).lower()}"', str(value).upper()
    if isinstance(value, (int, float)):
        kind = "percentage" if is_percent else "float"
        return f' office:value-type="{kind}" office:value="{value!r}"', str(value)
    if isinstance(value, time):
        return f' office:value-type="time" office:time-value="PT{value:%H}H{value:%M}M{value:%S}S"', str(value)
    if isinstance(value, (datetime, date)):
        return f' office:value-type="date" office:date-value="{value.isoformat()}"', str(value)
    return ' office:value-type="string"', value
