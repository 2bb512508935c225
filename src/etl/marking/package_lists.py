"""Lists of a package's parts: content types and relationships. Takes the splice and what a new part is, writes it down."""

import posixpath
from xml.sax.saxutils import quoteattr

from etl.marking.package_splice import PackageSplice
from etl.marking.part_text import PartText

TYPES = "[Content_Types].xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKSHEET, COMMENTS, STYLES = f"{_SHEETS}.worksheet+xml", f"{_SHEETS}.comments+xml", f"{_SHEETS}.styles+xml"
DRAWING = "application/vnd.openxmlformats-officedocument.vmlDrawing"
PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_STRICT = "http://purl.oclc.org/ooxml/"
_USUAL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def relations_namespace(main_namespace: str) -> str:
    """Namespace of relationships within parts, in a workbook whose own namespace is one or the other."""
    return f"{_STRICT}officeDocument/relationships" if main_namespace.startswith(_STRICT) else _USUAL


def set_type(splice: PackageSplice, part: str, content_type: str) -> None:
    """Name the content type of a part."""
    text = PartText(splice.read(TYPES))
    root = text.outline()
    name = f"/{part}"
    if any(one.attribute("PartName").casefold() == name.casefold() for one in root.all("Override")):
        return
    text.append_to(root, f"<{root.prefix}Override PartName={quoteattr(name)} ContentType={quoteattr(content_type)}/>")
    splice.put(TYPES, text.encoded())


def relations_part(source: str) -> str:
    """Name of the part with the relationships of a part."""
    folder, name = posixpath.split(source)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def relate(splice: PackageSplice, source: str, kind: str, target: str) -> str:
    """Relate a part to another one; gives the relationship's id."""
    part = relations_part(source)
    if part not in splice:
        empty = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Relationships xmlns="{PACKAGE_RELATIONS}"/>'
        splice.put(part, empty.encode())
    text = PartText(splice.read(part))
    root = text.outline()
    taken = {one.attribute("Id") for one in root.children}
    key = next(name for number in range(1, len(taken) + 2) if (name := f"rIdReturned{number}") not in taken)
    written = posixpath.join("/", target)
    text.append_to(root, f'<{root.prefix}Relationship Id="{key}" Type={quoteattr(kind)} Target={quoteattr(written)}/>')
    splice.put(part, text.encoded())
    return key
