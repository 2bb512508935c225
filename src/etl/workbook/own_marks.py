"""Marks of ours in a county's workbook that went back, as they are known again: the name of our sheet and the sign of our comments.

Data and pure functions. A reader passes over both, whichever program saved the file in between.
"""

import re
from collections.abc import Iterable, Sequence

from etl.model import Cell, Grid

FRONT_SHEET = "退回说明"
RETURNED = "returned"  # what it is taken for
COMMENT_SIGN = "【退回核对】"  # begins what we wrote of a comment; what stands before is somebody else's
CODE_SIGN = "退回编号："  # begins the line of our sheet by which a file is known as ours
HEAD = 8  # rows of our sheet in which its number stands
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
    return next((cell for cell in row if isinstance(cell, str) and cell.startswith(sign)), None)


def without_our_words(comment: str) -> str:
    """The comment as it was before we added to it.

    >>> without_our_words("张三：已核实\\n【退回核对】必须改正"), without_our_words("【退回核对】必须改正")
    ('张三：已核实', '')
    """
    own, sign, _ = comment.partition(COMMENT_SIGN)
    return own.rstrip("\r\n") if sign else comment
