"""Trace of our marking, kept in the workbook as a custom part: the parts as they were, the styles that cells had, and which file it was.

By it our marks are taken away exactly. Whoever changes a part besides us is seen by the part's hash. Nothing in it is believed
for reading: that passes over our sheet and comments only.
"""

import base64
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import quoteattr

from isal import isal_zlib

from etl.marking.part_text import outline
from etl.marking.sheet_part import Restyled
from etl.model import address
from etl.workbook.refusals import broken
from etl.workbook.xlsx_scan import place_of

NAMESPACE = "urn:county-etl:returned:1"
MOST_KEPT = 32 << 20  # bytes of one part that is put back
_PROPERTIES_NAMESPACE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
ITEM = "{6C0B7E0A-5B1D-4B58-9C37-2E4F0D9A16C1}"


@dataclass
class Trace:
    """Record of one marking."""

    sha256: str = ""  # of the county's file
    kept: dict[str, tuple[str, bytes]] = field(default_factory=dict)  # part -> its hash when marked, and what it was
    added: dict[str, str] = field(default_factory=dict)  # part -> its hash when marked
    restyled: dict[str, list[Restyled]] = field(default_factory=dict)  # part of a sheet -> its cells
    drawn: list[str] = field(default_factory=list)  # parts of sheets that got a drawing of comments

    def written(self) -> bytes:
        kept = "".join(
            f'<part name={quoteattr(name)} marked="{digest}">{base64.b64encode(isal_zlib.compress(was)).decode()}</part>'
            for name, (digest, was) in self.kept.items()
        )
        added = "".join(f'<added name={quoteattr(name)} marked="{digest}"/>' for name, digest in self.added.items())
        cells = "".join(
            f'<sheet part={quoteattr(part)} drawn="{int(part in self.drawn)}">{"".join(map(_cell, self.restyled.get(part, ())))}</sheet>'
            for part in dict.fromkeys([*self.restyled, *self.drawn])
        )
        return (
            f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<returned xmlns="{NAMESPACE}" sha256="{self.sha256}">'
            f"{kept}{added}{cells}</returned>"
        ).encode()


def _cell(one: Restyled) -> str:
    before = "" if one.before is None else f' s="{one.before}"'
    return f'<c r="{address(*one.place)}"{before} was="{int(one.was_there)}{int(one.had_row)}{int(one.in_one_tag)}"/>'


def digest(content: bytes) -> str:
    """Hash by which a part is known again."""
    return hashlib.sha256(content).hexdigest()


def read_trace(content: bytes) -> Trace | None:
    """A trace again; None for any other part."""
    if NAMESPACE.encode() not in content[:600]:
        return None
    root = outline(content, "")
    trace = Trace(sha256=root.attribute("sha256"))
    for one in root.children:
        name = one.attribute("name")
        if one.name == "part":
            was = _unpacked(content[one.tag_end : one.close])
            trace.kept[name] = one.attribute("marked"), was
        elif one.name == "added":
            trace.added[name] = one.attribute("marked")
        elif one.name == "sheet":
            part = one.attribute("part")
            trace.restyled[part] = [_restyled(child.attributes) for child in one.all("c")]
            if one.attribute("drawn") == "1":
                trace.drawn.append(part)
    return trace


def _unpacked(text: bytes) -> bytes:
    unpacker = isal_zlib.decompressobj()
    try:
        was = bytes(unpacker.decompress(base64.b64decode(text, validate=True), MOST_KEPT))
    except (ValueError, isal_zlib.error) as error:  # type: ignore[misc]  # its stub takes the class for an exception
        raise broken(trace="packed") from error
    return was


def _restyled(attributes: Mapping[str, str]) -> Restyled:
    place, style, was = place_of(attributes.get("r", "")), attributes.get("s", ""), attributes.get("was", "")
    if place is None or len(was) != 3:
        raise broken(trace="cell")
    return Restyled(place, int(style) if style.isdecimal() else None, *(one == "1" for one in was))


def properties(namespaces: Sequence[str] = (NAMESPACE,)) -> bytes:
    """The part that names a custom part's kind, without which Excel drops it."""
    listed = "".join(f"<ds:schemaRef ds:uri={quoteattr(one)}/>" for one in namespaces)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{ITEM}" xmlns:ds="{_PROPERTIES_NAMESPACE}"><ds:schemaRefs>{listed}</ds:schemaRefs></ds:datastoreItem>'
    ).encode()
