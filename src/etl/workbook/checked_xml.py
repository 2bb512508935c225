"""XML that may be read: parsed by expat with no DTD, no entity, nothing fetched; anything else is refused.

Takes bytes of one XML document, calls the handlers given; names come without their namespace prefix.
"""

import codecs
import re
from collections.abc import Callable
from functools import lru_cache
from typing import TypeVar
from xml.parsers import expat

from etl.workbook.refusals import broken, refused

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]
Understood = TypeVar("Understood")
LARGEST_SHARED = 20_000  # bytes of a part that is kept in mind with what it says

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"'][^>]*\?>")
_CHINESE = re.compile(r"gb|cp936|ms936|hz", re.IGNORECASE)
_PLAIN = re.compile(r"utf-?8|us-ascii|ascii|iso-?8859-1|latin-?1", re.IGNORECASE)


def as_utf8(content: bytes) -> bytes:
    """The document in UTF-8 without a declaration that says otherwise; refused when it declares a DTD."""
    for mark, encoding in ((codecs.BOM_UTF8, "utf-8"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            content = content[3:] if encoding == "utf-8" else _recoded(content, encoding)
            break
    else:
        if content[:2] in (b"<\0", b"\0<"):
            content = _recoded(content, "utf-16-le" if content[0] else "utf-16-be")
        elif (declared := _DECLARATION.match(content)) and not _PLAIN.fullmatch(name := declared[1].decode("ascii")):
            if not _CHINESE.match(name) and not re.fullmatch(r"(?i)utf-?16|windows-125\d", name):
                raise broken(encoding=name)
            content = _recoded(content, "gb18030" if _CHINESE.match(name) else "utf-8" if "16" in name else name)
    if contains_declaration(content, b"<!DOCTYPE"):  # entities can be declared nowhere else
        raise refused("declares entities")
    return content


def contains_declaration(content: bytes, mark: bytes) -> bool:
    """True when a mark such as `<!DOCTYPE` stands in a document; most have no exclamation mark at all, which is seen at once."""
    return stands_in(content, slice(0, len(content)), b"!", mark)


def stands_in(content: bytes, part: slice, letter: bytes, mark: bytes) -> bool:
    """True when a mark stands in a part of a document. A letter of it that few have is looked for much faster than all of it."""
    return content.find(letter, part.start, part.stop) >= 0 and content.find(mark, part.start, part.stop) >= 0


def _recoded(content: bytes, encoding: str) -> bytes:
    try:
        text = content.decode(encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise broken(encoding=encoding) from error
    return re.sub(r"^\s*<\?xml[^>]*\?>", "", text, count=1).encode("utf-8", "replace")


def parse_xml(content: bytes, start: Start, end: End | None = None, text: Text | None = None) -> None:
    """Parse a whole document; UnreadableWorkbook when it is not well-formed or declares anything."""
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = lambda name, attributes: start(name.rpartition(":")[2], attributes)
    if end is not None:
        parser.EndElementHandler = lambda name: end(name.rpartition(":")[2])
    if text is not None:
        parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    try:
        parser.Parse(as_utf8(content), True)
    except (expat.ExpatError, UnicodeError) as error:
        raise broken(xml=str(error)) from error


def understood_once(understand: Callable[[bytes, str], Understood]) -> Callable[[bytes, str], Understood]:
    """A pure function of a part and where it stands, which remembers what it gave for small parts.

    Many workbooks share theirs (styles, relationships), since one program wrote them. What it gives nobody may change.
    """
    remembered = lru_cache(maxsize=256)(understand)

    def understood(content: bytes, place: str = "") -> Understood:
        return (remembered if len(content) <= LARGEST_SHARED else understand)(content, place)

    return understood


def _refuse(*_: object) -> None:
    raise refused("declares entities")


def local(attributes: dict[str, str], name: str) -> str | None:
    """An attribute by its name without prefix.

    >>> local({"ss:Index": "3"}, "Index")
    '3'
    """
    if name in attributes:
        return attributes[name]
    return next((value for key, value in attributes.items() if key.rpartition(":")[2] == name), None)
