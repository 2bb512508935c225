"""One archived file to its grids: tell the kind from the content, then hand it to the reader of that kind.

Takes a path or bytes and the limits, gives the kind and all sheets; UnreadableWorkbook with a sentence when there are none.
"""

import os
from pathlib import Path

from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.compound import OLE2
from etl.workbook.delimited import read_delimited
from etl.workbook.html_tables import read_html
from etl.workbook.kinds import kind_of
from etl.workbook.locked import unlock
from etl.workbook.ods import read_ods
from etl.workbook.refusals import other_kind, too_large
from etl.workbook.spreadsheetml import read_spreadsheetml
from etl.workbook.xls import read_xls
from etl.workbook.xlsb import read_xlsb
from etl.workbook.xlsx import XlsxReader

READERS = {
    "xlsx": lambda content, limits: XlsxReader(content, limits).read(),
    "xls": read_xls,
    "xlsb": read_xlsb,
    "ods": read_ods,
    "html": read_html,
    "xml": read_spreadsheetml,
    "csv": read_delimited,
}


def read_bytes(file: Path | int, limits: ReadingLimits) -> bytes:
    """The bytes of a file that is not too large to be read at all; of an open one by its descriptor, which is closed."""
    with open(file, "rb") as opened:
        if os.fstat(opened.fileno()).st_size > limits.max_file_mb << 20:
            raise too_large("file", most=limits.max_file_mb)
        return opened.read()


def read_content(
    content: bytes, kind: str, limits: ReadingLimits, password: str | None = None
) -> tuple[str, tuple[Grid, ...]]:
    """Kind and grids of bytes of a known kind; UnreadableWorkbook with a Chinese sentence when none can be read.

    A zip of workbooks is none. An encrypted workbook is opened with the password; every limit holds for what is inside.
    """
    if kind == "encrypted" and content.startswith(OLE2):
        content = unlock(content, password)
        kind = kind_of(content, limits)
    reader = READERS.get(kind)
    if reader is None:
        raise other_kind(kind)
    return kind, reader(content, limits)
