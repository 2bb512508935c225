"""One archived file to its grids: tell the kind from the content, then hand it to the reader of that kind."""

from pathlib import Path

from etl.errors import UnreadableWorkbook
from etl.model import Grid
from etl.workbook.delimited import read_delimited
from etl.workbook.kinds import WORKBOOKS, kind_of
from etl.workbook.spreadsheet import read_spreadsheet

MAX_BYTES = 100 * 1024 * 1024  # of one file; the largest real county file seen had 3 MiB


def read_workbook(path: Path) -> tuple[str, tuple[Grid, ...]]:
    """Kind and grids of a file; UnreadableWorkbook with a Chinese sentence when it is none that can be read."""
    if path.stat().st_size > MAX_BYTES:
        raise UnreadableWorkbook(f"文件超过 {MAX_BYTES >> 20} MB，没有读取；请删除图片等无关内容后再报送。")
    content = path.read_bytes()
    kind = kind_of(content)
    if kind == "empty":
        raise UnreadableWorkbook("文件是空的，请重新报送。")
    if kind not in WORKBOOKS:
        raise UnreadableWorkbook(f"这是{kind}，不是可以读取的电子表格；请报送 Excel、WPS 表格或 CSV 文件。")
    if kind == "csv":
        return kind, read_delimited(content)
    return kind, read_spreadsheet(content)
