"""Tell the kind of a file from its content, never from its name.

Takes bytes, gives one of WORKBOOKS, "zip", or a reason of `file.unreadable` in the catalogue of rules. Opens nothing it does not have to.
"""

import re

from etl.errors import UnreadableWorkbook
from etl.settings import ReadingLimits
from etl.workbook.biff_globals import has_password
from etl.workbook.compound import OLE2, CompoundFile
from etl.workbook.delimited import utf16_of
from etl.workbook.package import Package

# what can be read
WORKBOOKS = frozenset({"xlsx", "xlsb", "ods", "xls", "csv", "html", "xml"})

# first bytes -> kind
_MAGIC = (
    (b"\xff\xd8\xff", "picture"),
    (b"\x89PNG", "picture"),
    (b"GIF8", "picture"),
    (b"II*\0", "picture"),
    (b"MM\0*", "picture"),
    (b"RIFF", "picture"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"\0\0\0\1Bud1", "temporary"),  # .DS_Store
    (b"\x09\x00\x04\x00", "old Excel"),  # a bare BIFF stream of Excel 2, 3, 4
    (b"\x09\x02\x06\x00", "old Excel"),
    (b"\x09\x04\x06\x00", "old Excel"),
    (b"#!", "script"),
)
# streams in the root of a compound file -> kind, the first that is there
_STREAMS = (
    ("encryptedpackage", "encrypted"),
    ("workbook", "xls"),
    ("book", "xls"),
    ("worddocument", "Word"),
    ("powerpoint document", "PowerPoint"),
    ("__properties_version1.0", "mail"),
    ("catalog", "temporary"),  # Thumbs.db
)
_CONTROLS = bytes([*range(9), *range(14, 27), *range(28, 32)])  # not tab, line and page breaks, ESC
_MAIL = re.compile(
    rb"\A(?:(?:From|To|Cc|Subject|Date|Received|Return-Path|Message-ID|X-[\w-]+|Delivered-To|MIME-Version|Content-[\w-]+):[^\n]*\n(?:[ \t][^\n]*\n)*){2}",
    re.IGNORECASE,
)
_PAGE = re.compile(
    rb"\A(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|meta|body|table|style|div|center|title)\b",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(rb"\A(?:<\?xml|<[\w:]*Workbook[\s>])")
_JSON = re.compile(rb"\A(?:\{\s*[\"}]|\[\s*(?:[\[{\"]|-?\d+\s*,|\]))")


def kind_of(content: bytes, limits: ReadingLimits) -> str:
    """The kind of a file.

    >>> kind_of(b"%PDF-1.7", ReadingLimits()), kind_of("项目编号,项目名称".encode(), ReadingLimits())
    ('PDF', 'csv')
    """
    if not content.strip(b"\0 \t\r\n\xef\xbb\xbf\xff\xfe"):
        return "empty"
    if content.startswith(OLE2):
        return _kind_of_compound(content)
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(content, limits)
    if b"%PDF-" in content[:1024]:
        return "PDF"
    for magic, kind in _MAGIC:
        if content.startswith(magic):
            return kind
    if content.startswith(b"BM") and b"\0" in content[:16]:
        return "picture"
    if _is_owner_file(content):
        return "temporary"
    return _kind_of_text(content)


def _kind_of_zip(content: bytes, limits: ReadingLimits) -> str:
    """Kind of a zip by its members; "zip" when it holds files that may be workbooks."""
    try:
        package = Package(content, limits)
        names = package.names
        if "content.xml" in names and "mimetype" in names:
            said = package.read("mimetype")
            if b"spreadsheet" not in said:
                return "Word" if b"text" in said else "PowerPoint" if b"presentation" in said else "unknown"
            is_encrypted = "meta-inf/manifest.xml" in names and b"encryption-data" in package.read(
                "META-INF/manifest.xml"
            )
            return "encrypted" if is_encrypted else "ods"
    except UnreadableWorkbook as error:
        if error.context.get("zip"):
            return "broken zip"
        raise
    if "[content_types].xml" in names or any(name.startswith("xl/") for name in names):
        return _kind_of_office(names)
    if package.is_encrypted():
        return "encrypted zip"
    if "content.xml" in names:
        return "ods"
    if "ofd.xml" in names:
        return "OFD"
    return "Numbers" if any(name.endswith(".iwa") for name in names) else "zip"


def _kind_of_office(names: frozenset[str]) -> str:
    if "xl/workbook.bin" in names:
        return "xlsb"
    if any(name.startswith("word/") for name in names):
        return "Word"
    if any(name.startswith("ppt/") for name in names):
        return "PowerPoint"
    return "xlsx"


def _kind_of_compound(content: bytes) -> str:
    container = CompoundFile(content)
    stream, kind = next(((stream, kind) for stream, kind in _STREAMS if stream in container.names), ("", None))
    if kind == "xls" and has_password(container.stream(stream)):
        return "encrypted"
    if kind is None and any(name.startswith("256_") for name in container.names):
        return "temporary"
    return kind or "unknown"


def _is_owner_file(content: bytes) -> bool:
    """True for ~$book.xlsx, which holds nothing but the length and name of who has the book open."""
    return len(content) in (54, 165, 162) and 0 < content[0] <= 54 and content[1 + content[0] : 54].strip(b"\0 ") == b""


def _kind_of_text(content: bytes) -> str:
    head = content[:8192]
    if encoding := utf16_of(content):
        lead = head.decode(encoding, "replace").lstrip("\ufeff").encode()
    elif len(head.translate(None, _CONTROLS)) < len(head) * 0.9:
        return "unknown"
    else:
        lead = head.removeprefix(b"\xef\xbb\xbf")
    lead = lead.lstrip()
    if _PAGE.match(lead):
        return "html"
    if _XML.match(lead):
        return _kind_of_xml(lead)
    if _JSON.match(lead):
        return "JSON"
    if _MAIL.match(lead.replace(b"\r\n", b"\n")) or lead[:13].lower() == b"mime-version:":
        return "archived page" if b"multipart/related" in lead.lower() else "mail"
    return "csv"


def _kind_of_xml(lead: bytes) -> str:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lead:
        return "xml"
    return "html" if re.search(rb"<(?:html|table)[\s>]", lead, re.IGNORECASE) else "XML"
