"""CSV and TSV in the encodings that counties' programs write; gives text cells only, never guesses a type."""

import csv
import io
import re
from collections import Counter

from etl.errors import UnreadableWorkbook
from etl.model import Cell, Grid
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts
from etl.workbook.refusals import SENTENCES, too_large

DELIMITERS = ",\t;，"
_HINT = re.compile(r"\A\"?sep=(.)\"?\r?\n", re.IGNORECASE)  # Excel's own: names the delimiter and is no row


def read_delimited(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """The one grid of a CSV or TSV file; UnreadableWorkbook when it is in no encoding we know, or no table."""
    text = decode(content)
    if hint := _HINT.match(text):
        text = text[hint.end() :]
    delimiter = hint[1] if hint else delimiter_of(text)
    if delimiter not in text:
        raise UnreadableWorkbook(SENTENCES["text"], kind="text")
    rows: list[list[Cell]] = []
    left = limits.max_cells_per_sheet
    try:
        # a quoted line break stays inside its row, as in Excel's count
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            while line and not line[-1]:
                line.pop()
            left -= len(line)
            if left < 0:
                raise too_large(f"单元格超过 {limits.max_cells_per_sheet} 个")
            rows.append(list(line))
    except csv.Error as error:
        row = f"第 {len(rows) + 1} 行附近"
        if "field larger than" in str(error):
            raise UnreadableWorkbook(
                f"CSV 文件{row}的引号没有成对，无法分列；请用 Excel 另存为 .xlsx 后再报送。"
            ) from error
        raise UnreadableWorkbook(
            f"CSV 文件{row}的格式不正确，请用 Excel 另存为 .xlsx 后再报送。", csv=str(error)
        ) from error
    return (Assembler(limits).grid("", rows, Facts()),)


def decode(content: bytes) -> str:
    """Text of a file in UTF-8 or UTF-16 with or without a mark, or GB18030.

    >>> decode("合计".encode("gb18030"))
    '合计'
    """
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableWorkbook("CSV 文件的文字编码无法识别，请用 Excel 另存为 .xlsx 后再报送。")


def _encodings(content: bytes) -> tuple[str, ...]:
    if encoding := utf16_of(content):
        return (encoding,)
    return ("utf-8-sig",) if _is_damaged_utf8(content) else ("utf-8-sig", "gb18030")


def utf16_of(content: bytes) -> str | None:
    """Which UTF-16 a text is in, with or without its mark; None for every other encoding.

    Without the mark: digits, commas and line breaks have a zero byte, all on one side.
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:8192]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if len(head) < 8 or min(even, odd) > 0 or max(even, odd) * 20 < len(head) or max(even, odd) < 3:
        return None
    return "utf-16-le" if odd else "utf-16-be"


def _is_damaged_utf8(content: bytes) -> bool:
    """Whether nearly all of it is UTF-8: read as GB18030, the damage would turn every character into another."""
    text = content[:65536].decode("utf-8", "replace")
    wide = sum(character > "\x7f" for character in text)
    return wide > 20 and text.count("\ufffd") * 10 < wide


def delimiter_of(text: str) -> str:
    """The delimiter that most lines share the most columns of.

    >>> delimiter_of("a\\tb\\tc\\n1,5\\t2\\t3")
    '\\t'
    """
    lines = [line for line in text[:65536].splitlines()[:50] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        columns, agreeing = max(counts.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        return columns * agreeing, columns

    return max(DELIMITERS, key=agreement)
