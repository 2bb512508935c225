"""One XML part of a package that is changed at some places only: takes its bytes and edits, gives the bytes with every other one as it was.

expat says where elements begin. A part in UTF-16 or in a Chinese encoding is looked at in UTF-8 and goes back in its own.
"""

import codecs
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from etl.workbook.checked_xml import as_utf8, understood_once
from etl.workbook.refusals import broken

_TAG = re.compile(rb"<[^\s/>\"']++(?:[^\"'>]++|\"[^\"]*\"|'[^']*')*+>")
_ATTRIBUTE = re.compile(rb"\s([^\s=/>\"']++)\s*+=\s*+(\"[^\"]*\"|'[^']*')")
_DECLARED = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']")
_BYTE_ORDER_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NOT_PLAIN = re.compile(f"[&<>]|_x|{_UNWRITABLE.pattern}")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


@dataclass
class Element:
    """One element: its name without prefix, the prefix with its colon, its attributes, and where it stands in the UTF-8 text."""

    name: str
    prefix: str
    attributes: dict[str, str]
    begin: int
    tag_end: int
    close: int = 0  # where its closing tag begins; tag_end of one that has none
    end: int = 0
    children: list["Element"] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        """True for <x/>."""
        return self.end == self.tag_end

    def all(self, name: str) -> list["Element"]:
        return [child for child in self.children if child.name == name]

    def first(self, *names: str) -> "Element | None":
        return next((child for child in self.children if child.name in names), None)

    def attribute(self, name: str) -> str:
        """An attribute by its name without prefix, '' where there is none."""
        return next((value for key, value in self.attributes.items() if key.rpartition(":")[2] == name), "")


class PartText:
    """A part and the edits that are to be made in it."""

    def __init__(self, content: bytes) -> None:
        self._mark, self._encoding = _encoding_of(content)
        try:
            text = content[len(self._mark) :]
            self.utf8 = text if self._encoding == "utf-8" else text.decode(self._encoding).encode()
        except UnicodeError as error:
            raise broken(encoding=self._encoding) from error
        as_utf8(self.utf8 if b"<!" in self.utf8 else b"")  # refuses a DTD
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, begin: int, end: int, text: str | bytes) -> None:
        """Put other text in the place of some."""
        self._edits.append((begin, end, text if isinstance(text, bytes) else text.encode()))

    def insert(self, at: int, text: str | bytes) -> None:
        """Put text before a place; of several at one place in the order in which they come."""
        self.replace(at, at, text)

    def replace_all(self, begin: int, end: int, text: str | bytes) -> None:
        """The same where some of it was edited before: those edits are dropped."""
        self._edits = [edit for edit in self._edits if not begin <= edit[0] <= edit[1] <= end]
        self.replace(begin, end, text)

    def append_to(self, element: Element, text: str) -> None:
        """Put text at the end of an element; once only in one that is empty."""
        if not element.is_empty:
            self.insert(element.close, text)
            return
        slash = self.utf8.rindex(b"/", element.begin, element.tag_end)
        self.replace(slash, element.tag_end, f">{text}</{element.prefix}{element.name}>")

    def set_attribute(self, element: Element, name: str, value: str) -> None:
        """Write an attribute of an element; once only in one element."""
        self.set_attributes(element, {name: value})

    def set_attributes(self, element: Element, values: Mapping[str, str]) -> None:
        """Write attributes of an element; once only in one element."""
        tag = self.utf8[element.begin : element.tag_end]
        for name, value in values.items():
            tag = with_attribute(tag, name, value)
        self.replace(element.begin, element.tag_end, tag)

    def encoded(self) -> bytes:
        """The part with all edits, in its own encoding."""
        kept: list[bytes] = []
        place = 0
        for begin, end, text in sorted(self._edits, key=lambda edit: edit[:2]):
            if begin < place:
                raise broken(edits="overlap")
            kept += (self.utf8[place:begin], text)
            place = end
        kept.append(self.utf8[place:])
        joined = b"".join(kept)
        return self._mark + (joined if self._encoding == "utf-8" else joined.decode().encode(self._encoding))

    def outline(self, skip: str = "") -> Element:
        """The root with all elements below it; what stands in an element called `skip` is passed over."""
        return outline(self.utf8, skip)


def _encoding_of(content: bytes) -> tuple[bytes, str]:
    for mark, encoding in _BYTE_ORDER_MARKS:
        if content.startswith(mark):
            return mark, encoding
    if content[:2] in (b"<\0", b"\0<"):
        return b"", "utf-16-le" if content[0] else "utf-16-be"
    declared = _DECLARED.match(content)
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if re.match(r"gb|cp936|ms936|hz", name):
        return b"", "gb18030"
    return b"", name if name.startswith("windows-125") else "utf-8"


def scan(utf8: bytes, start: Callable[[str, dict[str, str], int], None], end: Callable[[str, int], None]) -> None:
    """Parse a document; tells where each element's tag begins, and where its closing tag begins or its only one has ended."""
    parser = expat.ParserCreate("utf-8")
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name, attributes, parser.CurrentByteIndex)
    parser.EndElementHandler = lambda name: end(name, parser.CurrentByteIndex)
    try:
        parser.Parse(utf8, True)
    except expat.ExpatError as error:
        raise broken(xml=str(error)) from error


@understood_once
def outline(utf8: bytes, skip: str) -> Element:
    """The root of a document with all elements below it, but for what stands in elements called `skip`. Nobody may change it."""
    path: list[Element] = []
    roots: list[Element] = []
    skipped = [0]

    def start(name: str, attributes: dict[str, str], at: int) -> None:
        prefix, colon, local = name.rpartition(":")
        if skipped[0]:
            skipped[0] += 1
            return
        element = Element(local, prefix + colon, attributes, at, end_of_tag(utf8, at))
        (path[-1].children if path else roots).append(element)
        path.append(element)
        if local == skip:
            skipped[0] = 1

    def end(_: str, at: int) -> None:
        if skipped[0] > 1:
            skipped[0] -= 1
            return
        skipped[0] = 0
        element = path.pop()
        if utf8.endswith(b"/>", element.begin, element.tag_end):
            element.close = element.end = element.tag_end
        else:
            element.close, element.end = at, end_of_closing(utf8, at)

    scan(utf8, start, end)
    return roots[0]


def end_of_tag(utf8: bytes, begin: int) -> int:
    """Place behind the tag that begins somewhere."""
    found = _TAG.match(utf8, begin)
    if found is None:
        raise broken(tag=begin)
    return found.end()


def end_of_closing(utf8: bytes, begin: int) -> int:
    """Place behind the closing tag that begins somewhere."""
    return utf8.index(b">", begin) + 1


def is_closing(utf8: bytes, at: int, name: str) -> bool:
    """True when an element's closing tag begins somewhere; else the element is one tag, which has ended there."""
    behind = at + 2 + len(name.encode())
    return utf8.startswith(f"</{name}".encode(), at) and utf8[behind : behind + 1] in b"> \t\r\n"


def attributes_of(tag: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Name of every attribute of a tag, and where its value stands with its quotes."""
    return ((found[1], *found.span(2)) for found in _ATTRIBUTE.finditer(tag))


def with_attribute(tag: bytes, name: str, value: str) -> bytes:
    """A tag with an attribute set, between the quotes that it had.

    >>> with_attribute(b'<c r="A1"/>', "s", "3"), with_attribute(b"<c s='1' r='A1'>", "s", "3")
    (b'<c r="A1" s="3"/>', b"<c s='3' r='A1'>")
    """
    written = quoteattr(value).encode()
    for found, begin, end in attributes_of(tag):
        if found == name.encode():
            quote = tag[begin : begin + 1]
            if quote == b"'" and written.startswith(b'"') and quote not in written:
                written = written.replace(b'"', quote)
            return tag[:begin] + written + tag[end:]
    end = len(tag) - (2 if tag.endswith(b"/>") else 1)
    return tag[:end] + f" {name}=".encode() + written + tag[end:]


def without_attribute(tag: bytes, name: str) -> bytes:
    """A tag without an attribute.

    >>> without_attribute(b'<c r="A1" s="3"/>', "s")
    b'<c r="A1"/>'
    """
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name.encode():
            return tag[: found.start()] + tag[found.end() :]
    return tag


def as_text(text: str) -> str:
    """A text as it stands between tags of a spreadsheet: nothing in it is markup, and no office program takes it for an escape.

    >>> as_text("<b>_x0041_")
    '&lt;b&gt;_x005F_x0041_'
    """
    if _NOT_PLAIN.search(text) is None:
        return text
    return escape(_LOOKS_ESCAPED.sub("_x005F_", _UNWRITABLE.sub("\ufffd", text)))
