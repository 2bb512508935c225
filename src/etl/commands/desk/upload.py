"""Form as a browser sends it: takes a content type and a body, gives the texts of its fields and the file. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.message import MIMEPart
from email.parser import BytesParser
from email.policy import HTTP

from etl.foreign_text import visible

LONGEST_NAME, LONGEST_FIELD = 120, 200
NAMELESS = "报表.xlsx"
_STEPS = re.compile(r"[/\\]")
_BOUNDARY = re.compile(r"multipart/form-data;\s*boundary=[-0-9A-Za-z'()+_,./:=?]{1,70}")


class MalformedUpload(Exception):
    """A body that no form of ours sends."""


@dataclass(frozen=True)
class Upload:
    """Fields of a form, and the file that was chosen, if one was: its name is a label, and never opens anything."""

    fields: Mapping[str, str]
    name: str = ""
    content: bytes = b""


def upload_in(content_type: str, body: bytes) -> Upload:
    """The upload in a body of multipart/form-data; MalformedUpload when it is none."""
    if not _BOUNDARY.fullmatch(content_type):
        raise MalformedUpload("no multipart/form-data")
    message = BytesParser(policy=HTTP).parsebytes(b"Content-Type: %s\r\n\r\n%s" % (content_type.encode(), body))
    if not message.is_multipart() or message.defects:
        raise MalformedUpload("broken multipart/form-data")
    fields: dict[str, str] = {}
    name, content = "", b""
    for part in message.iter_parts():
        field, value = part.get_param("name", header="content-disposition"), _bytes_of(part)
        if part.get_filename() is not None and field == "file":
            name, content = label_of(str(part.get_filename())), value
        elif isinstance(field, str):
            fields[field] = value[:LONGEST_FIELD].decode("utf-8", "replace").strip()
    return Upload(fields, name, content)


def label_of(name: str) -> str:
    """The last step of a file's name as a browser gives it, without what could hide or command.

    >>> label_of("C:\\\\报表\\\\..\\\\台账.xlsx"), label_of("../.."), label_of("a\\x1b.xls")
    ('台账.xlsx', '报表.xlsx', 'a�.xls')
    """
    last = visible(_STEPS.split(name)[-1]).strip()
    stem, dot, ending = last.rpartition(".")
    if not last.strip("."):
        return NAMELESS
    return f"{stem[:LONGEST_NAME]}{dot}{ending[:8]}" if dot else last[:LONGEST_NAME]


def _bytes_of(part: MIMEPart) -> bytes:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise MalformedUpload("a form within a form")
    return content
