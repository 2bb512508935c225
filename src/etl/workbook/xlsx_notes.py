"""Notes of an xlsx beside its cells: runs that are struck through or raised, comments, text boxes, printed headers and footers.

Takes the XML of parts, gives plain values; a workbook without any of these pays for a search through its bytes.
"""

import posixpath
import re
from xml.sax.saxutils import unescape

from etl.cell_traits import Trait
from etl.errors import UnreadableWorkbook
from etl.template_marks import PROPERTY
from etl.workbook.checked_xml import parse_xml
from etl.workbook.package import Package
from etl.workbook.print_lines import lines_of
from etl.workbook.xlsx_parts import read_relationships
from etl.workbook.xlsx_runs import Runs
from etl.workbook.xlsx_scan import place_of

_RUNS = (b"strike", b"vertAlign")
_PRINTED = re.compile(rb"<(?:\w+:)?(?:odd|even|first)(?:Header|Footer)>(.*?)</", re.DOTALL)

_PROPERTIES = "docProps/custom.xml"
_TEMPLATE = re.compile(rb'name="%s"[^>]*>\s*<(?:\w+:)?lpwstr>([^<]{1,80})<' % PROPERTY.encode())


def has_runs(content: bytes) -> bool:
    """True when some text of a part may be struck through or raised."""
    return any(word in content for word in _RUNS)


def traits_of_strings(shared: bytes) -> dict[int, Trait]:
    """Traits of the shared strings that are struck through or raised, by their number."""
    if not has_runs(shared):
        return {}
    runs, found, number, inside = Runs(), {}, [0], [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        runs.start(name, attributes)
        inside[0] = name == "t"

    def end(name: str) -> None:
        inside[0] = False
        if name == "si":
            if trait := runs.finish():
                found[number[0]] = trait
            number[0] += 1

    parse_xml(shared, start, end, lambda data: runs.text(data) if inside[0] else None)
    return found


def template_of(package: Package) -> str:
    """Code of the template that a property of our own names; "" for any other file.

    Asked last: a part that cannot be read says nothing, and takes nothing away from the sheets.
    """
    if _PROPERTIES not in package:
        return ""
    try:
        found = _TEMPLATE.search(package.read(_PROPERTIES))
    except UnreadableWorkbook:
        return ""
    return found[1].decode("utf-8", "replace") if found else ""


def texts_over_cells(package: Package, sheet: str) -> tuple[dict[tuple[int, int], str], tuple[str, ...]]:
    """The comments of a sheet's part by cell, and the lines in its text boxes and shapes."""
    if posixpath.join(posixpath.dirname(sheet), "_rels", f"{posixpath.basename(sheet)}.rels") not in package:
        return {}, ()
    comments: dict[tuple[int, int], str] = {}
    lines: list[str] = []
    for kind, part in read_relationships(package, sheet).values():
        if kind == "comments" and part in package:
            _read_comments(package.read(part), comments)
        elif kind == "drawing" and part in package:
            lines += _lines_of_shapes(package.read(part))
    return comments, tuple(dict.fromkeys(lines))


def _lines_of_shapes(drawing: bytes) -> list[str]:
    """The paragraphs of a drawing's shapes; pictures and charts have none."""
    if b"txBody" not in drawing:
        return []
    lines, inside = [""], [False]

    def start(name: str, _: dict[str, str]) -> None:
        inside[0] = name == "t"
        if name == "p":
            lines.append("")

    def text(data: str) -> None:
        if inside[0]:
            lines[-1] += data

    parse_xml(drawing, start, lambda name: inside.__setitem__(0, False), text)
    return [line for line in map(str.strip, lines) if line]


def _read_comments(content: bytes, found: dict[tuple[int, int], str]) -> None:
    place: list[tuple[int, int]] = []
    inside = [False]

    def start(name: str, attributes: dict[str, str]) -> None:
        inside[0] = name == "t"
        if name == "comment" and (at := place_of(attributes.get("ref", ""))) is not None:
            place[:] = [at]
            found[at] = ""

    def text(data: str) -> None:
        if inside[0] and place:
            found[place[0]] += data

    parse_xml(content, start, lambda name: inside.__setitem__(0, False), text)


def print_lines_of(content: bytes, cells: slice) -> tuple[str, ...]:
    """The texts of a sheet's printed headers and footers, without their codes; `cells` is what stands between, or all."""
    behind = cells.stop if cells.stop < len(content) else 0
    if content.find(b"headerFooter", behind) < 0 and content.find(b"headerFooter", 0, cells.start) < 0:
        return ()
    return lines_of(unescape(found[1].decode("utf-8", "replace")) for found in _PRINTED.finditer(content))
