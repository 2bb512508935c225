"""The front sheet as a worksheet's part: takes its rows and the formats of their looks, gives XML. Every text is an inline text: none is a formula."""

from collections.abc import Mapping, Sequence
from xml.sax.saxutils import quoteattr

from etl.marking.marks import FrontCell, FrontSheet, Look
from etl.marking.part_text import as_text
from etl.model import address, column_letters

MOST_LINKS = 60_000  # Excel allows 65,530
LONGEST_TEXT = 32_000  # Excel holds 32,767 characters
TAB = "FFC00000"
TITLE_HEIGHT = 26


def front_part(front: FrontSheet, looks: Mapping[Look, int], namespace: str, targets: Mapping[str, str]) -> bytes:
    """The part; `targets` are the names that sheets have in the workbook, by the names that the links use."""
    front = front.sealed()
    letters = [column_letters(column) for column in range(max(map(len, front.rows), default=0))]
    rows = "".join(_row(front, number, looks, letters) for number in range(len(front.rows)))
    links = [
        f"<hyperlink ref={quoteattr(address(row, column))} location={quoteattr(location(targets[cell.link[0]], cell.link[1]))}/>"
        for row, cells in enumerate(front.rows)
        for column, cell in enumerate(cells)
        if cell.link is not None and cell.link[0] in targets
    ][:MOST_LINKS]
    columns = "".join(
        f'<col min="{number}" max="{number}" width="{width}" customWidth="1"'
        + (' hidden="1"/>' if number - 1 in front.hidden else "/>")
        for number, width in enumerate(front.widths, start=1)
    )
    last = column_letters(len(front.widths) - 1)
    filtered = (
        f'<autoFilter ref="A{front.filtered + 1}:{last}{len(front.rows)}"/>' if front.filtered is not None else ""
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<worksheet xmlns="{namespace}">'
        f'<sheetPr><tabColor rgb="{TAB}"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews><sheetView workbookViewId="0"/></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{columns}</cols><sheetData>{rows}</sheetData>{filtered}'
        + (f"<hyperlinks>{''.join(links)}</hyperlinks>" if links else "")
        + '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        "<headerFooter><oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter></worksheet>"
    ).encode()


def _row(front: FrontSheet, number: int, looks: Mapping[Look, int], letters: Sequence[str]) -> str:
    cells = front.rows[number]
    written = "".join(
        [_cell(f"{letters[column]}{number + 1}", cell, looks[cell.look]) for column, cell in front.shown(number)]
    )
    points = TITLE_HEIGHT if cells and cells[0].look is Look.TITLE else front.height(number)
    height = f' ht="{points}" customHeight="1"' if points is not None else ""
    return f'<row r="{number + 1}"{height}>{written}</row>'


def _cell(reference: str, cell: FrontCell, style: int) -> str:
    if isinstance(cell.value, int):
        return f'<c r="{reference}" s="{style}"><v>{cell.value}</v></c>'
    if not cell.value:
        return f'<c r="{reference}" s="{style}"/>'
    shown = as_text(cell.value[:LONGEST_TEXT])
    return f'<c r="{reference}" s="{style}" t="inlineStr"><is><t xml:space="preserve">{shown}</t></is></c>'


def location(sheet: str, cell: str) -> str:
    """Cell of a sheet as a link names it.

    >>> location("甲'乙", "C5")
    "'甲''乙'!C5"
    """
    quoted = sheet.replace("'", "''")
    return f"'{quoted}'!{cell}"
