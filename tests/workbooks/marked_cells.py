"""A workbook that went back, as its clerk sees and mends it: takes its bytes, gives the filled cells; or the bytes with a cell changed."""

import io
import posixpath
import re
import zipfile
from collections.abc import Mapping
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from etl.marking.styles_part import CRITICAL_FILL, WARNING_FILL
from tests.workbooks.xlsx import replace_parts

COLOURS = {CRITICAL_FILL: "critical", WARNING_FILL: "warning"}


def marked_cells(content: bytes, first: int = 1) -> dict[tuple[str, str], str]:
    """Colour of every cell that is filled with one of ours, by sheet and address, from a sheet on: before it is our own."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    styles = _tree(parts["xl/styles.xml"])
    fills = [
        next((one.get("rgb") for one in fill.iter() if _local(one) == "fgColor"), "") for fill in _list(styles, "fills")
    ]
    colours = [COLOURS.get(str(fills[int(xf.get("fillId", 0))])) for xf in _list(styles, "cellXfs")]
    found = {}
    for name, part in list(sheet_parts(parts).items())[first:]:
        for cell in _tree(parts[part]).iter():
            if _local(cell) == "c" and (colour := colours[int(cell.get("s", 0))]):
                found[name, str(cell.get("r"))] = colour
    return found


def with_cells(content: bytes, changes: Mapping[tuple[str, str], str]) -> bytes:
    """The workbook with other texts in some cells, as a program that keeps everything else would save it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    names = sheet_parts(parts)
    changed: dict[str, bytes] = {}
    for (sheet, cell), text in changes.items():
        part = names[sheet]
        changed[part] = _with_cell(changed.get(part, parts[part]).decode(), cell, text).encode()
    return replace_parts(content, changed)


def sheet_parts(parts: Mapping[str, bytes]) -> dict[str, str]:
    """Name of every sheet, in order, with its part."""
    targets = {one.get("Id"): str(one.get("Target")) for one in _tree(parts["xl/_rels/workbook.xml.rels"])}
    return {
        str(one.get("name")): posixpath.join(
            "/xl", targets[next(v for k, v in one.attrib.items() if k.endswith("}id"))]
        )[1:]
        for one in _list(_tree(parts["xl/workbook.xml"]), "sheets")
    }


def _with_cell(sheet: str, cell: str, text: str) -> str:
    inside = f"<is><t>{escape(text)}</t></is>"
    found = re.search(rf'<c r="{cell}"([^>]*?)(?:/>|>.*?</c>)', sheet)
    if found is None:
        row = re.search(rf'<row r="{re.sub("[A-Z]", "", cell)}"[^>]*>.*?(?=</row>)', sheet)
        assert row is not None
        return f'{sheet[: row.end()]}<c r="{cell}" t="inlineStr">{inside}</c>{sheet[row.end() :]}'
    kept = re.sub(r'\st="\w+"', "", found[1])
    filled = f'<c r="{cell}"{kept} t="inlineStr">{inside}</c>' if text else f'<c r="{cell}"{kept}/>'
    return sheet[: found.start()] + filled + sheet[found.end() :]


def _tree(part: bytes) -> ElementTree.Element:
    return ElementTree.fromstring(part)  # noqa: S314 - our own


def _list(root: ElementTree.Element, name: str) -> ElementTree.Element:
    return next(one for one in root if _local(one) == name)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]
