"""Number formats: the date, duration, percentage or other number that one makes of a number; serials to dates.

Pure. The codes are Excel's (ECMA-376, 18.8.30 and 18.8.31); WPS writes the same, with Chinese words in them.
"""

import re
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache

from etl.model import Cell, Display, Mark
from etl.workbook.displays import Displays, displays_of


class Shown(StrEnum):
    """Kind of value that a number is shown as."""

    NUMBER = ""
    DATE = "date"
    DURATION = "duration"
    PERCENT = "percent"


Style = Shown | Displays


# the format numbers that files use without spelling them out; 27 to 36 and 50 to 58 are the Chinese date formats
BUILT_IN = (
    dict.fromkeys([*range(14, 23), *range(27, 37), 45, 47, *range(50, 59)], Shown.DATE)
    | {46: Shown.DURATION}
    | dict.fromkeys([9, 10], Shown.PERCENT)
)
_LITERAL = re.compile(r'"[^"]*"?|\\.|[_*].|!.')
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]")
_BRACKETS = re.compile(r"\[[^\]]*\]")
_WORDS = re.compile(r"general|g/通用格式|e[+-]")
_MIDNIGHT = datetime(1900, 1, 1)  # noqa: DTZ001 - a workbook knows no time zone
LAST_SERIAL = 2_958_466  # the day after 9999-12-31


@lru_cache(maxsize=1024)
def shown_as(code: str) -> Style:
    """Kind of value that a format code shows a positive number as; Displays where some number is shown as another.

    >>> shown_as('yyyy"年"m"月"d"日"'), shown_as('0.00%'), shown_as('[h]:mm'), shown_as('[Red]0.00"d"')
    (<Shown.DATE: 'date'>, <Shown.PERCENT: 'percent'>, <Shown.DURATION: 'duration'>, <Shown.NUMBER: ''>)
    """
    bare = _LITERAL.sub("", code.lower()).split(";")[0]
    if _ELAPSED.search(bare):
        return Shown.DURATION
    bare = _WORDS.sub("", _BRACKETS.sub("", bare))
    if re.search(r"[ymdhs]|aaa|^e+$|^e[^0#]", bare):
        return Shown.DATE
    return Shown.PERCENT if "%" in bare else displays_of(code) or Shown.NUMBER


def shown_by_number(number: int, codes: dict[int, str]) -> Style:
    """The same for a format number of a file that spells out some codes itself."""
    if (code := codes.get(number)) is not None:
        return shown_as(code)
    return BUILT_IN.get(number, Shown.NUMBER)


def is_marking(style: Style) -> bool:
    """True when numbers under a style may get a mark."""
    return style is Shown.PERCENT or isinstance(style, Displays)


def mark_of(style: Style, value: Cell) -> Mark | Display | None:
    """The mark of a cell under a style: only numbers get one."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    if isinstance(style, Displays):
        return style.of(value)
    return Mark.PERCENT if style is Shown.PERCENT else None


def from_serial(serial: float, shown: Style, *, is_1904: bool) -> Cell:
    """A number as the date, time or duration that it shows; itself when it shows none or no such day exists.

    >>> from_serial(45000, Shown.DATE, is_1904=False), from_serial(0.5, Shown.DATE, is_1904=False)
    (datetime.date(2023, 3, 15), datetime.time(12, 0))
    """
    if shown is Shown.DURATION and abs(serial) < LAST_SERIAL:
        return _rounded(serial)
    if shown is not Shown.DATE or not 0 <= serial < LAST_SERIAL:
        return serial
    if serial < 1:
        return (_MIDNIGHT + min(_rounded(serial), timedelta(hours=23, minutes=59, seconds=59))).time()
    # the 1900 system believes in 29 February 1900: serials before it are one day further
    origin = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 31 if serial < 60 else 30)  # noqa: DTZ001
    try:
        moment = origin + _rounded(serial)
    except OverflowError:
        return serial
    return date(moment.year, moment.month, moment.day) if moment.time() == time(0) else moment


def _rounded(serial: float) -> timedelta:
    return timedelta(milliseconds=round(serial * 86_400_000))
