"""CSV and TSV in the encodings that counties' programs write; gives text cells only, never guesses a type."""

import csv
import io
import re
from collections import Counter
from collections.abc import Sequence

from etl.model import Cell, Grid
from etl.settings import ReadingLimits
from etl.workbook.assemble import Assembler, Facts
from etl.workbook.refusals import other_kind, refused, too_large

DELIMITERS = ",\t;，"
COLUMNS = 16_384  # of a sheet of Excel's, which leaves out the rest without a word
MIN_WORDS = 3  # of a line of words, none of which begins with a digit
_KEPT_AS_TEXT = re.compile(r'="[^"]*"')
_HINT = re.compile(r"\A\"?sep=(.)\"?\r?\n", re.IGNORECASE)  # Excel's own: names the delimiter and is no row


def read_delimited(content: bytes, limits: ReadingLimits) -> tuple[Grid, ...]:
    """The one grid of a CSV or TSV file; UnreadableWorkbook when it is in no encoding we know, or no table."""
    text = decode(content)
    if hint := _HINT.match(text):
        text = text[hint.end() :]
    delimiter = hint[1] if hint else delimiter_of(text)
    if delimiter not in text:
        raise other_kind("text")
    rows: list[list[Cell]] = []
    lengths: list[int] = []  # cells of each line, blank ones at its end too
    left = limits.max_cells_per_sheet
    try:
        # a quoted line break stays inside its row, as in Excel's count
        for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            lengths.append(len(line))
            while line and not line[-1]:
                line.pop()
            if len(line) > COLUMNS:
                raise too_large("columns")
            left -= len(line)
            if left < 0:
                raise too_large("csv cells", most=limits.max_cells_per_sheet)
            rows.append([_as_excel_opens(cell) for cell in line])
    except csv.Error as error:
        raise refused("csv quotes", row=len(rows) + 1) from error  # it complains of nothing but a field without end
    if delimiter == "," and (split := _split_numbers(rows, lengths)) is not None:
        raise refused("csv split numbers", row=split + 1)
    if rows and text.count('"') % 2 and any("\n" in str(cell) for cell in rows[-1]):
        raise refused("csv quotes", row=len(rows))
    return (Assembler(limits).grid("", rows, Facts()),)


def _as_excel_opens(cell: str) -> str:
    """A cell without the formula that systems write to keep a code as text.

    >>> _as_excel_opens('="007"')
    '007'
    """
    return cell[2:-1] if _KEPT_AS_TEXT.fullmatch(cell) else cell


def _split_numbers(rows: Sequence[Sequence[Cell]], lengths: Sequence[int]) -> int | None:
    """The first row that is longer than any line of words, the heading among them, because 1,250.50 became two cells."""
    words = [length for row, length in zip(rows, lengths, strict=True) if _is_of_words(row)]
    width = max(words, default=0)
    longer = [number for number, length in enumerate(lengths) if 0 < width < length]
    # delimiters behind every row add nothing; behind a few, something was pushed to the right
    padded = len(longer) * 2 > len(lengths) - len(words)
    for number in longer:
        row = [str(cell) for cell in rows[number]]
        if (len(row) > width or not padded) and any(map(_is_split_number, row, row[1:])):
            return number
    return None


def _is_of_words(row: Sequence[Cell]) -> bool:
    words = [word for cell in row if (word := str(cell).strip())]
    return len(words) >= MIN_WORDS and not any(word.lstrip("-").startswith(tuple("0123456789")) for word in words)


def _is_split_number(one: str, other: str) -> bool:
    """True when two cells are the halves of 1,250.50."""
    return bool(re.fullmatch(r"\s*-?\d{1,3}", one) and re.fullmatch(r"\d{3}(?:\.\d+)?\s*", other))


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
    raise refused("csv encoding")


def _encodings(content: bytes) -> tuple[str, ...]:
    if encoding := utf16_of(content):
        return (encoding,)
    return ("utf-8-sig",) if _is_damaged_utf8(content) else ("utf-8-sig", "gb18030")


def utf16_of(content: bytes) -> str | None:
    """Name of the UTF-16 that a text is in, with or without its mark; None for every other encoding.

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
    """True when nearly all of it is UTF-8: read as GB18030, the damage would turn every character into another."""
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
