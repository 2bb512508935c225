"""Form as a browser sends it: takes a content type and a body, gives the texts of its fields and the files. Pure.

No package in requirements.lock reads forms; of the standard library `cgi` is gone, and `email` takes twelve times as much memory as the file.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from etl.foreign_text import visible

MOST_PARTS = 100
LONGEST_NAME, LONGEST_FIELD, LONGEST_HEADING = 120, 200, 4_000
NAMELESS = "报表.xlsx"
_STEPS = re.compile(r"[/\\]")
_BOUNDARY = re.compile(r"multipart/form-data;\s*boundary=([-0-9A-Za-z'()+_,./:=?]{1,70})")
# browsers write quotes and line breaks in a name as %22, %0D and %0A
_NAME, _FILE_NAME = re.compile(rb'(?i)\bform-data;.*?\bname="([^"]*)"'), re.compile(rb'(?i)\bfilename="([^"\r\n]*)"')


class MalformedUpload(Exception):
    """A body that no form of ours sends."""


@dataclass(frozen=True)
class Upload:
    """Fields of a form, and the files that were chosen: name and content. A name is a label, and never opens anything."""

    fields: Mapping[str, str]
    files: tuple[tuple[str, bytes], ...] = ()


def upload_in(content_type: str, body: bytes) -> Upload:
    """The upload in a body of multipart/form-data; MalformedUpload when it is none. A file is copied once and nothing else is."""
    found = _BOUNDARY.fullmatch(content_type)
    if found is None:
        raise MalformedUpload("no multipart/form-data")
    fields: dict[str, str] = {}
    files: list[tuple[str, bytes]] = []
    for heading, begin, end in _parts(body, b"--" + found[1].encode()):
        field, file = _NAME.search(heading), _FILE_NAME.search(heading)
        if field is None:
            raise MalformedUpload("a part without a name")
        if field[1] != b"file" or file is None:
            fields[_text(field[1])] = _text(body[begin:end][:LONGEST_FIELD]).strip()
        else:
            files.append((label_of(_text(file[1])), body[begin:end]))
        if len(files) + len(fields) > MOST_PARTS:
            raise MalformedUpload("too many parts")
    return Upload(fields, tuple(files))


def _parts(body: bytes, delimiter: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Heading of each part, and where its content begins and ends."""
    if not body.startswith(delimiter + b"\r\n"):
        raise MalformedUpload("no first part")
    at, between = len(delimiter), b"\r\n" + delimiter
    while not body.startswith(b"--", at):
        begin = body.find(b"\r\n\r\n", at, at + LONGEST_HEADING)
        end = body.find(between, begin)
        if begin < 0 or end < 0:
            raise MalformedUpload("a part without an end")
        yield body[at:begin], begin + 4, max(end, begin + 4)
        at = end + len(between)


def _text(written: bytes) -> str:
    return written.decode("utf-8", "replace")


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
