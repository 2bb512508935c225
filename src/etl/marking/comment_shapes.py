"""Boxes in which comments are shown: takes cells and the VML drawing of a sheet, or none, gives it with a box for each.

VML of office programs is not always XML, so nothing is parsed: boxes go before its end.
"""

import re
from collections.abc import Iterable

from etl.marking.marks import Place
from etl.workbook.refusals import broken
from etl.workbook.xlsx_scan import COLUMNS, ROWS

PER_BLOCK = 1024  # shape numbers of a drawing come in blocks, whose numbers no two drawings share
BOX_ROWS, BOX_COLUMNS = 9, 4
NAMESPACES = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_DECLARED = "".join(f' xmlns:{prefix}="{name}"' for prefix, name in NAMESPACES.items())
_BLOCKS = re.compile(rb"<(?:\w+:)?idmap\b[^>]*?\bdata=\"([\d,\s]+)\"")
_NUMBERS = re.compile(rb"_s(\d{1,9})\"")
_TYPE = (
    '<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)


def blocks_in(drawings: Iterable[bytes]) -> int:
    """Number of the highest block of shape numbers that drawings use."""
    highest = 0
    for drawing in drawings:
        for found in _BLOCKS.finditer(drawing):
            highest = max([highest, *(int(one) for one in found[1].split(b",") if one.strip())])
        for found in _NUMBERS.finditer(drawing):
            highest = max(highest, int(found[1]) // PER_BLOCK)
    return highest


def blocks_needed(count: int) -> int:
    """Number of blocks that the boxes of some comments take."""
    return (count + PER_BLOCK - 2) // (PER_BLOCK - 1) or 1


def new_drawing(places: Iterable[Place], first_block: int) -> bytes:
    """A drawing of nothing but our boxes."""
    boxes, blocks = _boxes(places, first_block)
    return (
        f'<xml{_DECLARED}><o:shapelayout v:ext="edit">'
        f'<o:idmap v:ext="edit" data="{blocks}"/></o:shapelayout>{_TYPE}{boxes}</xml>'
    ).encode()


def with_boxes(drawing: bytes, places: Iterable[Place], first_block: int) -> bytes:
    """A drawing with our boxes behind what is there."""
    end = drawing.rfind(b"</xml>")
    if end < 0 or NAMESPACES["v"].encode() not in drawing:
        raise broken(drawing="no VML")
    boxes, blocks = _boxes(places, first_block)
    shapetype = "" if b'id="_x0000_t202"' in drawing else _TYPE
    known = _BLOCKS.search(drawing)
    head = drawing[:end]
    if known is not None:
        head = head[: known.end(1)] + f",{blocks}".encode() + head[known.end(1) :]
    added = f"{shapetype}{boxes}"
    if any(f'xmlns:{prefix}="{name}"'.encode() not in drawing[:2000] for prefix, name in NAMESPACES.items()):
        added = re.sub(r"<v:(shapetype|shape) ", rf"<v:\1{_DECLARED} ", added)
    return head + added.encode() + drawing[end:]


def _boxes(places: Iterable[Place], first_block: int) -> tuple[str, str]:
    written: list[str] = []
    number = first_block
    for count, (row, column) in enumerate(sorted(places)):
        block, within = divmod(count, PER_BLOCK - 1)
        number = first_block + block
        written.append(_box(row, column, number * PER_BLOCK + within + 1))
    return "".join(written), ",".join(map(str, range(first_block, number + 1)))


def _box(row: int, column: int, number: int) -> str:
    left, top = min(column + 1, COLUMNS - BOX_COLUMNS - 1), min(max(row - 1, 0), ROWS - BOX_ROWS - 1)
    anchor = f"{left}, 15, {top}, 10, {left + BOX_COLUMNS}, 15, {top + BOX_ROWS}, 4"
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;margin-left:80pt;margin-top:5pt;'
        'width:240pt;height:140pt;z-index:1;visibility:hidden" fillcolor="#ffffe1" o:insetmode="auto">'
        '<v:fill color2="#ffffe1"/><v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
    )
