"""Money, measures and counts from one raw cell: exact decimals, never binary float arithmetic, never a guess.

A figure is read as the number that is written; `problem` says why there is none, `about` that it is no exact one.
"""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from etl.model import Cell, Mark
from etl.normalise.capital_amounts import NUMERALS, capital_amount, whole_number
from etl.normalise.error_cells import cell_error
from etl.rules.reading.values import VALUE_TYPE
from etl.text import has_odd_digit, tidy

KEPT_AS_TEXT = "'’‘`"  # before a value, for Excel and systems not to take it for a number or a day
# 1,5 and nan and 1e3 are no numbers here: all three would slip through Decimal()
NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)"
ABOUT_BEFORE = r"(?:约|大约|近|将近|大概|超过|超|逾|不足|不到|至少)?"
ABOUT_AFTER = r"(?:余|多|左右|上下|以上|以内)?"
_RANGE = re.compile(rf"^[^\d]*{NUMBER}[^\d]*(?:-|~|—|–|至|到)\s*{NUMBER}")
_SEVERAL = re.compile(rf"^{NUMBER}[^\d,.]{{0,6}}[、;/和及+]{NUMBER}")
_APART = re.compile(r"\d\s+\d")  # 12 13, or one below the other: joined they would be 1213
# 12 345.6 and 1 2 . 5 (spread over its cell) are one number each
_GROUPED = re.compile(r"(?<!\d)\d{1,3}(?: \d{3})+(?!\d)|(?<![\d,.])[\d,.](?: [\d,.]){2,}(?![\d,.]|\s+\d)")
_THOUSANDS = re.compile(r"^(\d{1,6})万(\d)千元?$")
# 18万7200元, 1亿2000万元: whole numbers, each part smaller than the unit before it
_IN_PARTS = re.compile(r"^(?:人民币)?(?:(\d{1,5})亿)?(?:(\d{1,4})万)?(?:(\d{1,4})(?=元)|(?<=万)(?=元|$))元?整?$")
_SQUARED = re.compile("[mM](?:²|\\^?2)")
_MORE_THAN = re.compile(r"(?<=\d)([千万亿])([余多])元$")  # 12万余元
# what a clerk writes around a number that says what it is of, and nothing more: 共12.5万元, 人数12, 30户农户
_SAID_BEFORE = re.compile(
    rf"^(?:共计?|总共|一共|合计|总计|金额|资金|折价|折合|价值|现金|总价值?)[:为]?(?=人民币|[￥¥\d{NUMERALS}])"
)
_COUNTED_BEFORE = re.compile(rf"^(人数|人口|户数)[:为]?({NUMBER})([人户]?)$")
_COUNTED = {"人数": "人", "人口": "人", "户数": "户"}
_WHO = re.compile(rf"(?<=[\d余多{NUMERALS}][户人名位])(?:人家|家庭|农户|群众|村民|居民)$")
_EXPONENT = re.compile(r"(\d(?:\.\d+)?)[eE]\+?(\d{1,2})")
MOST_ZEROS = 15
EXCEL_DIGITS = 15  # a cell keeps 15 significant digits; more are noise of binary arithmetic
LONGEST_NUMBER = (
    25  # digits and points; more is a code that slipped into the column, and too exact for Decimal's 28 digits
)


@dataclass(frozen=True)
class Figure:
    """The number in a cell in the unit it is written in, with the money unit or the measure the cell itself names."""

    value: Decimal | None = None
    unit: str | None = None
    measure: str | None = None
    problem: str | None = None
    about: str | None = None  # the word that says so: 约
    is_power: bool = False  # written with an exponent: 2E01
    is_spread: bool = False  # with spaces between its digits: 1 2 . 5, 12 345


class FigureReader:
    """Reads figures; built once from the units that may stand behind a number."""

    def __init__(self, money: Mapping[str, Decimal], measures: tuple[str, ...]) -> None:
        self._money = {unit.removesuffix("元") if unit != "元" else unit: unit for unit in money} | {
            u: u for u in money
        }
        for unit in money:  # 万圆, 万块, 万RMB, w
            scale = unit.removesuffix("元")
            self._money |= {f"{scale}{word}": unit for word in ("圆", "块", "块钱", "RMB", "CNY")}
            self._money |= {w: unit for w in ("w", "W", "w元", "W元") if scale == "万"}
        suffixes = sorted([*self._money, *(unicodedata.normalize("NFKC", m) for m in measures)], key=len, reverse=True)
        units = "|".join(map(re.escape, suffixes))
        self._figure = re.compile(
            rf"^(?P<before>{ABOUT_BEFORE})(?:人民币|￥|¥|RMB|CNY)?(?P<number>{NUMBER})(?P<mid>{ABOUT_AFTER})"
            rf"(?P<unit>{units})?(?:整|人民币|[(](?:人民币|不?含税)[)])?(?P<after>{ABOUT_AFTER})$"
        )
        self._in_numerals = re.compile(rf"^([{NUMERALS}]+)({units})$")
        self._unit_in_brackets = re.compile(rf"(?<=\d)\(({units})\)$")
        self._in_brackets = re.compile(rf"^\((?:￥|¥)?(\d[\d,]*(?:\.\d+)?)\)({units})?$")

    def is_money(self, text: str) -> bool:
        """True when a text is a unit of money: 万元, or 万 for short."""
        return text in self._money

    def read(self, raw: Cell) -> Figure:
        """The figure of one non-blank cell.

        >>> FigureReader({"万元": Decimal(10000)}, ("人",)).read("约１，２５０万元")
        Figure(value=Decimal('1250'), unit='万元', measure=None, problem=None, about='约', is_power=False, is_spread=False)
        """
        if isinstance(raw, Mark) or (isinstance(raw, str) and tidy(raw)[:1] == "#"):
            return Figure(problem=cell_error(raw) or VALUE_TYPE.reason("no number"))
        if isinstance(raw, (int, float)):
            return Figure(value=shortest_decimal(raw)) if math.isfinite(raw) else _no_figure("no number")
        if isinstance(raw, (date, time, timedelta)):
            return _no_figure("date for a number")
        if has_odd_digit(squared := _SQUARED.sub("m2", str(raw))):
            return _no_figure("odd digits")
        text = unicodedata.normalize("NFKC", squared).lstrip(KEPT_AS_TEXT)
        if (is_spread := _APART.search(text) is not None) and _APART.search(_GROUPED.sub("", text)):
            return _no_figure("several numbers")
        text = self._bare(re.sub(r"\s+", "", text))
        if (written := capital_amount(text)) is not None:
            return Figure(value=written, unit="元" if "元" in self._money else None)
        if (power := _EXPONENT.fullmatch(text)) is not None and int(power[2]) <= MOST_ZEROS:
            return Figure(value=Decimal(text), is_power=True)
        text = self._in_brackets.sub(r"-\1\2", text)  # accountants write (500) for -500
        text = self._in_numerals.sub(_in_digits, text)
        found = self._figure.match(text)
        if found is None:
            return _no_figure(_why_not(text))
        if len(found["number"]) > LONGEST_NUMBER:
            return _no_figure("too long")
        about = found["before"] or found["mid"] or found["after"]
        unit = found["unit"] or ""
        return Figure(
            value=Decimal(found["number"].replace(",", "")),
            unit=self._money.get(unit),
            measure=unit if unit and unit not in self._money else None,
            about=about or None,
            is_spread=is_spread,
        )

    def _bare(self, text: str) -> str:
        """A text without what only says what its number is of, a full stop, and a unit's bracket; its parts added up."""
        text = text.replace("−", "-").replace("萬", "万").replace("(次)", "次").rstrip("。;")
        text = self._unit_in_brackets.sub(r"\1", text)  # 12.5(万元)
        text = _MORE_THAN.sub(r"\2\1元", _WHO.sub("", _SAID_BEFORE.sub("", _COUNTED_BEFORE.sub(_counted, text))))
        return _IN_PARTS.sub(_added_up, _THOUSANDS.sub(_with_thousands, text))


def _counted(found: re.Match[str]) -> str:
    """人数12 as 12人, which a column of households does not take; 户数12人 stays as it is."""
    measure = _COUNTED[found[1]]
    return f"{found[2]}{measure}" if found[3] in ("", measure) else found[0]


def _in_digits(found: re.Match[str]) -> str:
    """三十户 as 30户; a numeral alone stays as it is, for 一 may be a dash."""
    return found[0] if (number := whole_number(found[1])) is None else f"{number}{found[2]}"


def _with_thousands(found: re.Match[str]) -> str:
    """12万5千元 as 12.5万元."""
    return f"{found[1]}.{found[2]}万元"


def _added_up(found: re.Match[str]) -> str:
    """18万7200元 as 187200元; what has one part only stays as it is."""
    if sum(part is not None for part in found.groups()) < 2:
        return found[0]
    return f"{sum(int(part or 0) * size for part, size in zip(found.groups(), (10**8, 10**4, 1), strict=True))}元"


def shortest_decimal(number: float) -> Decimal:
    """The decimal that Excel shows for a stored number: at most 15 significant digits, the shortest that reads back.

    >>> shortest_decimal(0.1 + 0.2), shortest_decimal(153.13), shortest_decimal(3)
    (Decimal('0.3'), Decimal('153.13'), Decimal('3'))
    """
    if isinstance(number, int):
        return Decimal(number)
    shown = Decimal(format(number, f".{EXCEL_DIGITS}g"))
    # format() of 1e300 is an exponent: too many digits to write out, and no figure anyone reports
    return shown if shown != shown.to_integral_value() or shown.adjusted() > 20 else shown.quantize(Decimal(1))


def _no_figure(why: str) -> Figure:
    return Figure(problem=VALUE_TYPE.reason(why))


def _why_not(text: str) -> str:
    if text.endswith(("%", "‰")):
        return "percentage"
    if _RANGE.match(text):
        return "range"
    if _SEVERAL.match(text):
        return "several numbers"
    if "若干" in text or "不等" in text:
        return "vague"
    return "no number"
