"""Builds SpreadsheetML 2003, the XML that Excel 2003 and government systems write under the name .xls."""

from collections.abc import Sequence
from datetime import date, datetime, time
from xml.sax.saxutils import escape, quoteattr

from tests.workbooks.content import Fault, Sheet, Unsaved, Value

HEAD = (
    '<?xml version="1.0"{encoding}?>\n<?mso-application progid="Excel.Sheet"?>\n{prolog}'
    '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" xmlns:x="urn:schemas-microsoft-com:office:excel" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet">'
    '<Styles><Style ss:ID="p"><NumberFormat ss:Format="0.00%"/></Style><Style ss:ID="d"><NumberFormat ss:Format="Short Date"/></Style>{styles}</Styles>'
)


def build_spreadsheetml(sheets: Sequence[Sheet], *, encoding: str = "utf-8", declared: bool = False) -> bytes:
    """A workbook; blank cells and rows are skipped with ss:Index, as Excel does."""
    codes = list(dict.fromkeys(code for sheet in sheets for code in sheet.formats.values()))
    styles = "".join(
        f'<Style ss:ID="{_style(code)}"><NumberFormat ss:Format={quoteattr(code)}/></Style>' for code in codes
    )
    pages = "".join(map(_worksheet, sheets))
    return pack_spreadsheetml(pages, encoding=encoding, declared=declared, styles=styles)


def _style(code: str) -> str:
    return f"s{code.encode().hex()}"


def pack_spreadsheetml(
    worksheets: str, *, encoding: str = "utf-8", declared: bool = False, prolog: str = "", styles: str = ""
) -> bytes:
    """A workbook of raw `<Worksheet>` elements."""
    head = HEAD.format(encoding=f' encoding="{encoding}"' if declared else "", prolog=prolog, styles=styles)
    return f"{head}{worksheets}</Workbook>".encode(encoding)


def _worksheet(sheet: Sheet) -> str:
    columns = "".join(
        f'<Column ss:Index="{column + 1}" ss:Hidden="{int(column in sheet.hidden_columns)}"'
        + (f' ss:Width="{sheet.widths[column] * 5.25 + 3.75}"/>' if column in sheet.widths else "/>")
        for column in sorted({*sheet.hidden_columns, *sheet.widths})
    )
    rows = "".join(_row(sheet, number, row) for number, row in enumerate(sheet.rows) if any(_is_filled(v) for v in row))
    state = "SheetVeryHidden" if sheet.very_hidden else "SheetHidden" if sheet.hidden else "SheetVisible"
    return (
        f"<Worksheet ss:Name={quoteattr(sheet.name)}><Table>{columns}{rows}</Table>"
        f"<x:WorksheetOptions>{_page(sheet)}<x:Visible>{state}</x:Visible></x:WorksheetOptions></Worksheet>"
    )


def _page(sheet: Sheet) -> str:
    texts = {"Header": sheet.header, "Footer": sheet.footer}
    inside = "".join(f"<x:{name} x:Data={quoteattr('&C' + text)}/>" for name, text in texts.items() if text)
    return f"<x:PageSetup>{inside}</x:PageSetup>" if inside else ""


def _is_filled(value: Value) -> bool:
    return value is not None and value != ""


def _row(sheet: Sheet, number: int, row: Sequence[Value]) -> str:
    hidden = ' ss:Hidden="1"' if number in sheet.hidden_rows else ""
    starts = {(top, left): (bottom - top, right - left) for top, left, bottom, right in sheet.merges}
    cells = ""
    for column, value in enumerate(row):
        down, across = starts.get((number, column), (0, 0))
        if not _is_filled(value) and not down and not across:
            continue
        merge = f' ss:MergeDown="{down}" ss:MergeAcross="{across}"' if down or across else ""
        comment = sheet.comments.get((number, column))
        note = f"<Comment><ss:Data>{escape(comment)}</ss:Data></Comment>" if comment else ""
        data = _data(value, sheet.format_of((number, column)))
        cells += f'<Cell ss:Index="{column + 1}"{merge}{data}{note}</Cell>'
    return f'<Row ss:Index="{number + 1}"{hidden}>{cells}</Row>'


def _data(value: Value, code: str | None) -> str:
    """The rest of the opening tag, and the content."""
    if isinstance(value, Unsaved):
        return f" ss:Formula={quoteattr('=' + value)}>"
    if isinstance(value, Fault):
        return f'><Data ss:Type="Error">{value}</Data>'
    if isinstance(value, bool):
        return f'><Data ss:Type="Boolean">{int(value)}</Data>'
    if isinstance(value, (int, float)):
        style = ' ss:StyleID="p"' if code == "0.00%" else f' ss:StyleID="{_style(code)}"' if code else ""
        return f'{style}><Data ss:Type="Number">{value!r}</Data>'
    if isinstance(value, time):
        return f' ss:StyleID="d"><Data ss:Type="DateTime">1899-12-31T{value.isoformat()}.000</Data>'
    if isinstance(value, datetime):
        return f' ss:StyleID="d"><Data ss:Type="DateTime">{value.isoformat()}.000</Data>'
    if isinstance(value, date):
        return f' ss:StyleID="d"><Data ss:Type="DateTime">{value.isoformat()}T00:00:00.000</Data>'
    text = escape(value or "").replace("\n", "&#10;")
    return f'><Data ss:Type="String">{text}</Data>' if text else ">"
