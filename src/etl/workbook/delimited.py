"""CSV and TSV in the encodings that counties' programs write; gives text cells only, never guesses a type."""

import csv
import io
from collections import Counter

from etl.errors import UnreadableWorkbook
from etl.model import Grid

DELIMITERS = ",\t;，"


def read_delimited(content: bytes) -> tuple[Grid, ...]:
    """The one grid of a CSV or TSV file; UnreadableWorkbook when it is in no encoding we know."""
    text = decode(content)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter_of(text))
    try:
        rows = list(lines)  # a quoted line break stays inside its row, as in Excel's count
    except csv.Error as error:
        raise UnreadableWorkbook(f"CSV 文件的格式不正确（{error}），请用 Excel 另存为 .xlsx 后再报送。") from error
    return (Grid(sheet="", rows=rows),)


def decode(content: bytes) -> str:
    """Text of a file in UTF-8 or UTF-16 with or without a mark, or GB18030.

    >>> decode("合计".encode("gb18030"))
    '合计'
    """
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadableWorkbook("CSV 文件的文字编码无法识别，请用 Excel 另存为 .xlsx 后再报送。")


def delimiter_of(text: str) -> str:
    """The delimiter that most lines share the most columns of.

    >>> delimiter_of("a\\tb\\tc\\n1,5\\t2\\t3")
    '\\t'
    """
    lines = [line for line in text.splitlines()[:50] if line.strip()]

    def agreement(delimiter: str) -> tuple[int, int]:
        counts = Counter(line.count(delimiter) for line in lines)
        counts.pop(0, None)
        columns, agreeing = max(counts.items(), key=lambda item: item[0] * item[1], default=(0, 0))
        return columns * agreeing, columns

    return max(DELIMITERS, key=agreement)
