"""Seals of the rows of our sheet: a text behind each says which texts we wrote into it. Pure.

A row keeps its seal wherever a clerk sorts, filters or moves it to, and whichever program saves it; what somebody types into it, or
over a cell of it, is none of the texts that the seal knows.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache

from etl.template_marks import plain_text
from etl.workbook.short_hash import short_hash

SIGN = "本行校验："
_LENGTH = 4  # letters of each text's hash


def seal(texts: Iterable[object]) -> str:
    """The seal of a row of these texts; '' for a blank one."""
    known = "".join(sorted(map(_hash_of, texts)))
    return f"{SIGN}{known}" if known else ""


def seal_in(row: Sequence[object]) -> int | None:
    """Column of the seal in a row; None for a row without one."""
    return next((at for at, cell in enumerate(row) if isinstance(cell, str) and cell.startswith(SIGN)), None)


def own_columns(row: Sequence[object], sealed: int) -> frozenset[int]:
    """The columns whose cells are as we wrote them, that of the seal among them; a text counts as often as the seal has it.

    >>> own_columns(["甲", "改了", 3.0, "丙", seal(["甲", "乙", 3, "丙"]), "丙"], 4)
    frozenset({0, 2, 3, 4})
    """
    written = str(row[sealed])[len(SIGN) :].strip()
    left = Counter(written[at : at + _LENGTH] for at in range(0, len(written), _LENGTH))
    own = {sealed}
    for column, cell in enumerate(row):
        known = _hash_of(cell) if column != sealed else ""
        if known and left[known] > 0:
            left[known] -= 1
            own.add(column)
    return frozenset(own)


@lru_cache(maxsize=4096, typed=True)  # most texts of ours stand in many rows
def _hash_of(cell: object) -> str:
    text = plain_text(cell)
    return short_hash(text, _LENGTH) if text else ""
