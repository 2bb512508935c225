"""Money, measures and counts from one raw cell: exact decimals, never binary float arithmetic, never a guess.

A figure is read as the number that is written; `problem` says why there is none, `doubt` what was assumed.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from decimal import Decimal

from etl.model import Cell

NUMBER = r"[-+]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?"
ABOUT_BEFORE = r"(?:约|大约|近|将近|大概|超过|超|逾|不足|不到|至少)?"
ABOUT_AFTER = r"(?:余|多|左右|上下|以上|以内)?"
_RANGE = re.compile(rf"^[^\d]*{NUMBER}[^\d]*(?:-|~|—|–|至|到)\s*{NUMBER}")
EXCEL_DIGITS = 15  # a cell keeps 15 significant digits; more are noise of binary arithmetic


@dataclass(frozen=True)
class Figure:
    """The number in a cell in the unit it is written in, with the money unit the cell itself names."""

    value: Decimal | None = None
    unit: str | None = None
    problem: str | None = None
    doubt: str | None = None


class FigureReader:
    """Reads figures; built once from the units that may stand behind a number."""

    def __init__(self, money: Mapping[str, Decimal], measures: tuple[str, ...]) -> None:
        self._money = {unit.removesuffix("元") if unit != "元" else unit: unit for unit in money} | {
            u: u for u in money
        }
        suffixes = sorted([*self._money, *(unicodedata.normalize("NFKC", m) for m in measures)], key=len, reverse=True)
        units = "|".join(map(re.escape, suffixes))
        self._figure = re.compile(
            rf"^(?P<before>{ABOUT_BEFORE})(?:人民币|￥|¥|RMB)?(?P<number>{NUMBER})(?P<mid>{ABOUT_AFTER})"
            rf"(?P<unit>{units})?(?:整|人民币)?(?P<after>{ABOUT_AFTER})$"
        )

    def read(self, raw: Cell) -> Figure:
        """The figure of one non-blank cell."""
        if isinstance(raw, (int, float)):
            return Figure(value=shortest_decimal(raw))
        if isinstance(raw, (date, time, timedelta)):
            return Figure(problem="是日期，不是数字")
        text = re.sub(r"\s+", "", unicodedata.normalize("NFKC", str(raw))).replace("−", "-")
        found = self._figure.match(text)
        if found is None:
            return Figure(problem=_why_not(text))
        about = found["before"] or found["mid"] or found["after"]
        return Figure(
            value=Decimal(found["number"].replace(",", "")),
            unit=self._money.get(found["unit"] or ""),
            doubt=f"“{about}”表示不是准确数" if about else None,
        )


def shortest_decimal(number: float) -> Decimal:
    """The decimal that Excel shows for a stored number: at most 15 significant digits, the shortest that reads back.

    >>> shortest_decimal(0.1 + 0.2), shortest_decimal(153.13), shortest_decimal(3)
    (Decimal('0.3'), Decimal('153.13'), Decimal('3'))
    """
    if isinstance(number, int):
        return Decimal(number)
    shown = Decimal(format(number, f".{EXCEL_DIGITS}g"))
    return shown if shown != shown.to_integral_value() else shown.quantize(Decimal(1))


def _why_not(text: str) -> str:
    if text.startswith("#"):
        return "是公式错误"
    if text.endswith("%"):
        return "是百分比，不是数额"
    if _RANGE.match(text):
        return "是一个范围，不是一个数"
    if "若干" in text or "不等" in text:
        return "不是具体的数"
    return "不是数字"
