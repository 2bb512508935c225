"""Figures as a page shows them, beside the value as the warehouse holds it: takes numbers, gives texts; None is not known, never zero."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from etl.config.calendar import TIMEZONE

UNKNOWN = "—"
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_CENT = Decimal("0.01")


class Figure(NamedTuple):
    """A figure within a sentence or a cell, and where its counties stand; a page gives `value` to whoever reads it by machine."""

    text: str
    value: str = ""
    href: str = ""

    def to(self, href: str) -> "Figure":
        """The figure as a link to its counties; of none there are none."""
        return self if self.value in ("", "0") else self._replace(href=href)


NOT_KNOWN = Figure(UNKNOWN)


def count(number: int | Decimal | None) -> Figure:
    """A number of things.

    >>> count(60686).text, count(None).text
    ('60,686', '—')
    """
    return NOT_KNOWN if number is None else Figure(f"{int(number):,}", str(int(number)))


def money(yuan: Decimal | int | None) -> Figure:
    """An amount in a sentence, in the unit that people say it in.

    >>> money(Decimal("263000000.00")), money(Decimal("1323200.00")).text, money(Decimal("980.5")).text
    (Figure(text='2.63亿元', value='263000000.00', href=''), '132.32万元', '980.50元')
    """
    if yuan is None:
        return NOT_KNOWN
    amount = Decimal(yuan)
    unit, name = (_YI, "亿元") if amount.copy_abs() >= _YI else (_WAN, "万元")
    if amount.copy_abs() < _WAN:
        unit, name = Decimal(1), "元"
    return Figure(f"{(amount / unit).quantize(_CENT, ROUND_HALF_UP):,}{name}", str(yuan))


def wan(yuan: Decimal | int | None) -> Figure:
    """An amount in a column of 万元.

    >>> wan(Decimal("1323200.00")).text
    '132.32'
    """
    if yuan is None:
        return NOT_KNOWN
    return Figure(f"{(Decimal(yuan) / _WAN).quantize(_CENT, ROUND_HALF_UP):,}", str(yuan))


def percent(rate: Decimal | None) -> Figure:
    """A share, of which the warehouse holds four decimals.

    >>> percent(Decimal("0.6986")).text
    '69.9%'
    """
    if rate is None:
        return NOT_KNOWN
    return Figure(f"{(rate * 100).quantize(Decimal('0.1'), ROUND_HALF_UP)}%", str(rate))


def share(part: int | Decimal | None, whole: int | Decimal | None) -> Decimal | None:
    """Part of a whole with four decimals; None when either is not known or the whole is zero."""
    if part is None or not whole:
        return None
    return (Decimal(part) / Decimal(whole)).quantize(Decimal("0.0001"), ROUND_HALF_UP)


def difference(now: Decimal | int | None, before: Decimal | int | None, *, is_money: bool = False) -> Figure:
    """A change with its sign; not known unless both are.

    >>> difference(12, 9).text, difference(3, None).text, difference(5, 5).text
    ('+3', '—', '0')
    """
    if now is None or before is None:
        return NOT_KNOWN
    change = Decimal(now) - Decimal(before)
    shown = wan(change).text if is_money else count(change).text
    return Figure(f"+{shown}" if change > 0 else shown, str(change))


def day(moment: date | None) -> str:
    """A day as people write it.

    >>> day(date(2024, 4, 10))
    '2024年4月10日'
    """
    return UNKNOWN if moment is None else f"{moment.year}年{moment.month}月{moment.day}日"


def minute(moment: datetime | None) -> str:
    """A moment in the province's time."""
    if moment is None:
        return UNKNOWN
    local = moment.astimezone(TIMEZONE)
    return f"{day(local.date())}{local:%H:%M}"
