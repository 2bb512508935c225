"""The parts of a workbook's package besides its rows: takes headings, sheets and their sizes, gives XML. Pure."""

from collections.abc import Sequence
from typing import NamedTuple
from xml.sax.saxutils import escape, quoteattr

from rich.cells import cell_len

from etl.exports.sheet import Kind, SheetColumn
from etl.foreign_text import visible
from etl.marking.package_lists import MAIN
from etl.model import column_letters

STYLES = {Kind.COUNT: 2, Kind.MONEY: 3, Kind.RATE: 4, Kind.DAY: 5, Kind.MOMENT: 6}  # places below in <cellXfs>
HEAD, QUOTED = 1, 7
WIDTHS = {Kind.TEXT: 14, Kind.COUNT: 10, Kind.NUMBER: 12, Kind.MONEY: 18, Kind.RATE: 10, Kind.DAY: 12, Kind.MOMENT: 20}
WIDEST = 40
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_FORM = '<xf numFmtId="{}" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/>'
_NORMAL = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
_PLAIN = f'{_NORMAL} xfId="0"'
_FORMS = "".join(_FORM.format(number) for number in (3, 4, 10, 164, 165))
STYLE_SHEET = (
    f'{_XML}<styleSheet xmlns="{MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/>'
    '</font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    f'<cellStyleXfs count="1">{_NORMAL}/></cellStyleXfs><cellXfs count="8">{_PLAIN}/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="1" xfId="0" applyFont="1" applyBorder="1" applyAlignment="1">'
    f'<alignment vertical="top" wrapText="1"/></xf>{_FORMS}'
    f'{_PLAIN} quotePrefix="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


class SheetPart(NamedTuple):
    """A sheet that is written: its name, and how many columns and rows it has, with its headings."""

    name: str
    columns: int
    rows: int


def beginning(columns: Sequence[SheetColumn], *, is_first: bool) -> str:
    """A sheet up to its first row of data: headings that stay in sight, columns as wide as what they hold."""
    widths = "".join(
        f'<col min="{n}" max="{n}" width="{_width(column)}" customWidth="1"/>' for n, column in enumerate(columns, 1)
    )
    heads = "".join(
        f'<c r="{column_letters(place)}1" s="{HEAD}" t="inlineStr"><is><t xml:space="preserve">{escape(visible(column.heading))}</t></is></c>'
        for place, column in enumerate(columns)
    )
    selected = ' tabSelected="1"' if is_first else ""
    return (
        f'{_XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView{selected} workbookViewId="0"><pane ySplit="1" topLeftCell="A2"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f'<cols>{widths}</cols><sheetData><row r="1">{heads}</row>'
    )


def _width(column: SheetColumn) -> float:
    return min(max(WIDTHS.get(column.kind, 8), cell_len(column.heading) + 2), WIDEST) + 0.71


def ending(part: SheetPart) -> str:
    """A sheet after its rows, which can be filtered."""
    return f'</sheetData><autoFilter ref="A1:{column_letters(part.columns - 1)}{part.rows}"/></worksheet>'


def package_parts(parts: Sequence[SheetPart]) -> list[tuple[str, str]]:
    """All other parts, by their path."""
    return [
        ("xl/styles.xml", STYLE_SHEET),
        ("xl/workbook.xml", _workbook(parts)),
        ("xl/_rels/workbook.xml.rels", _workbook_relations(len(parts))),
        (
            "_rels/.rels",
            f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" Type="{_DOCUMENT}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        ),
        ("[Content_Types].xml", _content_types(len(parts))),
    ]


def _workbook(parts: Sequence[SheetPart]) -> str:
    """The list of the sheets, each with the rows that can be filtered."""
    numbers = range(1, len(parts) + 1)
    sheets = "".join(
        f'<sheet name={quoteattr(part.name)} sheetId="{n}" r:id="rId{n}"/>'
        for n, part in zip(numbers, parts, strict=True)
    )
    filters = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{n - 1}" hidden="1">'
        f"'{escape(part.name)}'!$A$1:${column_letters(part.columns - 1)}${part.rows}</definedName>"
        for n, part in zip(numbers, parts, strict=True)
    )
    return (
        f'{_XML}<workbook xmlns="{MAIN}" xmlns:r="{_DOCUMENT}"><bookViews><workbookView/></bookViews>'
        f"<sheets>{sheets}</sheets><definedNames>{filters}</definedNames></workbook>"
    )


def _workbook_relations(sheets: int) -> str:
    relations = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{relations}'
        f'<Relationship Id="rId{sheets + 1}" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>'
    )


def _content_types(sheets: int) -> str:
    overrides = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KIND}.worksheet+xml"/>'
        for n in range(1, sheets + 1)
    )
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{_KIND}.styles+xml"/>{overrides}</Types>'
    )
