"""Marks of ours in a county's workbook that went back, as they are known again: the name of our sheet and the sign of our comments.

Data and pure functions. A reader passes over both, whichever program saved the file in between.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from etl.model import Cell, Grid
from etl.workbook.short_hash import short_hash

FRONT_SHEET = "退回说明"
RETURNED = "returned"  # what it is taken for
COMMENT_SIGN = "【退回核对】"  # begins what we wrote of a comment; what stands before is somebody else's
# what our lines in a comment begin with, but for the one that says what is wrong
OWN_LINES = (COMMENT_SIGN, "是不是“", "怎么办：")
CLOSING = "【以上为系统标注 "  # begins our last line, in which each of the others has three letters
LONGEST_COMMENT = 30_000  # Excel holds 32,767 characters
CODE_SIGN = "退回编号："  # begins the line of our sheet by which a file is known as ours
HEAD = 8  # rows of our sheet in which its number stands
_CLOSED = re.compile(rf"{CLOSING}([\w-]*)】", re.ASCII)
_NUMBER = re.compile(rf"{CODE_SIGN}([0-9a-f]{{32}})\s*$")


def is_front_sheet(grid: Grid) -> bool:
    """True for the sheet that we put in front of a county's own: it has our number, and our name or our title.

    A CSV has no name, and a clerk may give another one.
    """
    number = _line_with_number(grid)
    return number is not None and (
        grid.sheet.startswith(FRONT_SHEET) or any(_begins(row, f"{FRONT_SHEET}：") for row in grid.rows[:HEAD])
    )


def made_from(grids: Iterable[Grid]) -> str:
    """Begin of the hash of the file that was marked, by the number on our sheet; '' where there is none."""
    lines = (_line_with_number(grid) for grid in grids if is_front_sheet(grid))
    return next((found[1] for line in lines if line and (found := _NUMBER.search(line))), "")


def _line_with_number(grid: Grid) -> str | None:
    """The line with our number: near the top, but for a sheet of our name, above which a clerk may have put rows."""
    rows = grid.rows if grid.sheet.startswith(FRONT_SHEET) else grid.rows[:HEAD]
    return next((line for row in rows if (line := _begins(row, CODE_SIGN))), None)


def _begins(row: Sequence[Cell], sign: str) -> str | None:
    """The text of a row that begins with a sign."""
    for cell in row:
        if isinstance(cell, str) and cell.startswith(sign):
            return cell
    return None


def our_words(texts: Iterable[str]) -> str:
    """Texts of ours as they stand in a comment, with a last line by which each line of them is known again."""
    lines = "\n".join(texts)[:LONGEST_COMMENT].split("\n")
    return "\n".join([*lines, f"{CLOSING}{''.join(map(_hash, lines))}】"])


def without_our_words(comment: str) -> str:
    """The comment without what we added to it: what somebody wrote above, below or between our lines stays.

    >>> ours = our_words(["【退回核对】必须改正", "C5 不是日期"])
    >>> without_our_words(f"张三：已核实\\n{ours}属实"), without_our_words(ours.replace("日期", "日期，是文号"))
    ('张三：已核实\\n属实', 'C5 不是日期，是文号')
    >>> without_our_words("【退回核对】必须改正\\nC5 不是日期\\n怎么办：请更正\\n属实")  # the last line of ours is gone
    '属实'
    """
    above, sign, rest = comment.partition(COMMENT_SIGN)
    if not sign:
        return comment
    closing = _CLOSED.search(rest)
    body, below = (rest[: closing.start()], rest[closing.end() :]) if closing else (rest, "")
    lines = f"{sign}{body}".splitlines()
    known = Counter(re.findall(".{3}", closing[1])) if closing else None
    others = [line for line, is_ours in zip(lines, _are_ours(lines, known), strict=True) if not is_ours]
    kept = (above.rstrip("\r\n"), *others, without_our_words(below.strip("\r\n")))
    return "\n".join(text for text in kept if text.strip())


def _are_ours(lines: Iterable[str], known: Counter[str] | None) -> Iterator[bool]:
    """Tell of each line whether it is ours: by its hash, or by what our lines begin with and the one behind our sign where no hash is known."""
    behind_sign = False
    for line in lines:
        if known is not None:
            hashed = _hash(line)
            yield known[hashed] > 0
            known[hashed] -= 1
        else:
            yield line.startswith(OWN_LINES) or behind_sign
        behind_sign = line.startswith(COMMENT_SIGN)


@lru_cache(maxsize=4096)
def _hash(line: str) -> str:
    """Three letters for a line, however a program writes its blanks."""
    return short_hash("".join(line.split()), 3)
