"""A calendar day from one raw cell: real date cells, Chinese and ISO writing, eight digits, Excel serials; never a guess."""

import math
import re
import unicodedata
from collections.abc import Container
from datetime import date, datetime, time, timedelta
from typing import ClassVar

from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.capital_amounts import whole_number
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.error_cells import cell_error
from etl.normalise.figures import KEPT_AS_TEXT
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.typed import TypedDays
from etl.text import has_odd_digit
from etl.types.date import DATE

# a time is cut off before spaces are: 2023-7-1 12:00 without its space would be the 11th at 2:00
_HALF = "(?:上午|下午|凌晨|早上|早晨|中午|傍晚|晚上|晚|[ap]\\.?m\\.?)"
TIME_OF_DAY = re.compile(
    rf"(?:(?<=\d)[\sT]+|(?<=[日号])\s*){_HALF}?\s*\d{{1,2}}[:时点](?:\d{{1,2}}[:分]?(?:\d{{1,2}}(?:\.\d+)?秒?)?)?\s*{_HALF}?$"
    rf"|(?<=[\d日号])\s*{_HALF}$",
    re.IGNORECASE,
)
# 2024-01-05T00:00:00Z: the day is sure at midnight only, or in China's own zone
ZONED = re.compile(
    r"^(\d{4})-(\d{2})-(\d{2})[T ](\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?(?:(Z)|([+-]\d{2}):?(\d{2}))$", re.IGNORECASE
)
_MONTHS = {
    name: number
    for number, name in enumerate(
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1
    )
}
_MONTH_NAME = f"({'|'.join(_MONTHS)})[a-z]*"
# 2024-Mar-14, 14-Mar-2024, 14 March 2024, Mar 14, 2024, and Java's Thu Mar 14 00:00:00 CST 2024
DAY_MONTH_YEAR = re.compile(rf"^(\d{{1,2}})[-\s/.]*{_MONTH_NAME}[-\s/.,]*(\d{{4}})$", re.IGNORECASE)
YEAR_MONTH_DAY = re.compile(rf"^(\d{{4}})[-\s/.]+{_MONTH_NAME}[-\s/.,]+(\d{{1,2}})$", re.IGNORECASE)
MONTH_DAY_YEAR = re.compile(
    rf"^(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,\s]+)?{_MONTH_NAME}[-\s./]*(\d{{1,2}}),?[-\s/]+(?:00:00:00\s+(?:CST\s+)?)?(\d{{4}})$",
    re.IGNORECASE,
)
_CHINESE = re.compile(
    r"^([二2][〇○零0Oo][〇○零Oo一二三四五六七八九0-9]{2})年([元一二三四五六七八九十]{1,2}|\d{1,2})月([一二三四五六七八九十]{1,3})[日号]?$"
)
_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")  # 二O二四 with a letter
_DASHES = str.maketrans("‐‑‒﹣－﹘", "------")
# with any separator that a Chinese keyboard puts between; a weekday or a full stop behind changes nothing
_BETWEEN = "[-_./,、。·—–−\\\\]"
WRITTEN = re.compile(
    rf"^(\d{{4}})(?:年|{_BETWEEN})(\d{{1,2}})(?:月|{_BETWEEN})(\d{{1,2}})[日号]?[.。,;]?(?:[(]?(?:星期|周)[一二三四五六日天][)]?)?$"
)
# 2024年3-5, 2024.3、5: two months or two days, not a year, a month and a day
STRETCH = re.compile(r"^\d{4}(?:年|[./·。\\])\d{1,2}[-—–−、,]\d{1,2}|^\d{4}[-—–−]\d{1,2}[、,]\d{1,2}")
APART = re.compile(r"\d\s+\d")  # 2023-7-1 2: joined it would be the 12th
SPACED = re.compile(r"^\d{4} \d{2} \d{2}$")
COMPACT = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:\.0+)?$")
SERIAL = re.compile(r"^(\d{5})(?:\.\d+)?$")
WITHOUT_DAY = re.compile(r"^\d{4}(?:年度?|(?:年|[-./])\d{1,2}月?份?)?$")
SHORT_YEAR = re.compile(r"^['’]?\d{2}(?:年|[-./])\d{1,2}(?:月|[-./])\d{1,2}[日号]?$")
YEAR_LAST = re.compile(r"^(\d{1,2})[-./](\d{1,2})[-./](\d{4})$")
WITHOUT_YEAR = re.compile(r"^\d{1,2}(?:月|[-./])\d{1,2}[日号]?$")
SEVERAL = re.compile(r"\d{4}(?:年|[-./])\d{1,2}(?:月|[-./]).*\d{4}(?:年|[-./])\d{1,2}")
SERIAL_EPOCH = date(1899, 12, 30)
# 1950-01-01 to 2100-12-31; a lower number is a year (2023), not the serial of a day in 1905
SERIALS = range(18264, 73416)
YEARS = range(1906, 2101)  # 1905 and before is what Excel makes of a year typed into a date's cell
DAYS = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)


class DateParser:
    """Reads days."""

    type: ClassVar = DATE
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        pass

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedDays:  # noqa: ARG002 - as every parser
        """See Parser."""
        return TypedDays(cells.codes, *cells.days_between(*DAYS))

    def read(self, cell: Cell, unit: str) -> Read:  # noqa: ARG002
        """See Parser."""
        return read_date(cell)


def read_date(raw: Cell) -> Read:
    """The day of one non-blank cell.

    >>> read_date("2023年7月5日").value, read_date("20230705").value, read_date(45112.0).value
    (datetime.date(2023, 7, 5), datetime.date(2023, 7, 5), datetime.date(2023, 7, 5))
    >>> read_date("2023-02-30").problem
    '没有这一天'
    """
    if problem := cell_error(raw):
        return Read(problem=problem)
    if isinstance(raw, datetime):
        return _in_range(raw.date())
    if isinstance(raw, date):
        return _in_range(raw)
    if isinstance(raw, (time, timedelta)):
        return Read.none("only a time")
    if isinstance(raw, (int, float)):
        return _from_number(raw)
    if has_odd_digit(str(raw)):
        return Read.none("odd digits")
    text = unicodedata.normalize("NFKC", str(raw)).strip().lstrip(KEPT_AS_TEXT).translate(_DASHES)
    if (read := _in_other_words(text)) is not None:
        return read
    text = TIME_OF_DAY.sub("", text).replace("元月", "1月")
    if APART.search(text) and not SPACED.match(text):
        return Read.none("no date")
    text = re.sub(r"\s+", "", text).removeprefix("公元").removeprefix("于")
    if STRETCH.match(text):
        return Read.none("several dates")
    if found := WRITTEN.match(text) or COMPACT.match(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if found := YEAR_LAST.match(text):
        month, day = sorted((int(found[1]), int(found[2])))
        if month <= 12 < day:  # 3/14/2024: there is no month 14
            return _day(int(found[3]), month, day)
    if serial := SERIAL.match(text):
        return _from_number(int(serial[1]))
    return Read.none(_why_not(text))


def _in_other_words(text: str) -> Read | None:
    """The day of a text that names its time zone or its month, or is written in Chinese numerals; None for any other."""
    if found := ZONED.match(text):
        is_sure = found[4] == "00:00" if found[5] else found[6] == "+08" or found[4] == "00:00"
        return _day(int(found[1]), int(found[2]), int(found[3])) if is_sure else Read.none("other time zone")
    if found := DAY_MONTH_YEAR.match(text):
        return _day(int(found[3]), _MONTHS[found[2][:3].lower()], int(found[1]))
    if found := YEAR_MONTH_DAY.match(text):
        return _day(int(found[1]), _MONTHS[found[2][:3].lower()], int(found[3]))
    if found := MONTH_DAY_YEAR.match(text):
        return _day(int(found[3]), _MONTHS[found[1][:3].lower()], int(found[2]))
    if found := _CHINESE.match(text.replace(" ", "")):
        return _day(int(found[1].translate(_DIGITS)), _numeral(found[2]), _numeral(found[3]))
    return None


def _numeral(text: str) -> int:
    """The number of a month or a day; 0, which neither has, for numerals that are none.

    >>> _numeral("元"), _numeral("十四"), _numeral("三十一"), _numeral("十十")
    (1, 14, 31, 0)
    """
    if text == "元":
        return 1
    return int(text) if text.isdecimal() else int(whole_number(text) or 0)


def _why_not(text: str) -> str:
    if WITHOUT_DAY.match(text):
        return "no day"
    if SHORT_YEAR.match(text) or YEAR_LAST.match(text):
        return "order unclear"
    if WITHOUT_YEAR.match(text):
        return "no year"
    if SEVERAL.search(text):
        return "several dates"
    return "no date"


def _from_number(number: float) -> Read:
    if not math.isfinite(number):
        return Read.none("no date")
    if int(number) in SERIALS:
        return Read(value=SERIAL_EPOCH + timedelta(days=int(number)))  # a fraction is the time of day
    if number == int(number) and (found := COMPACT.match(str(int(number)))):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    return Read.none("no day" if int(number) in YEARS else "no date")  # 2023, and 2023.7 for July


def _day(year: int, month: int, day: int) -> Read:
    try:
        return _in_range(date(year, month, day))
    except ValueError:
        return Read.none("no such day")


def _in_range(day: date) -> Read:
    if day.year in YEARS:
        return Read(value=day)
    return Read.none("year in a date" if 1899 <= day.year < YEARS[0] else "year out of range")
