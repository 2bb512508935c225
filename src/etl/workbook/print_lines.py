"""Lines that are printed on every page: takes the texts of headers and footers with their codes, gives the lines without. Pure."""

import re
from collections.abc import Iterable

_CODES = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|\d{1,3}|[A-Za-z])')


def lines_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The lines of some headers and footers, each once.

    >>> lines_of(['&L&"宋体,常规"单位：元&R&P/&N'])
    ('单位：元', '/')
    """
    lines = (piece.strip() for text in texts for piece in _CODES.sub("\n", text).split("\n"))
    return tuple(dict.fromkeys(line for line in lines if line))
