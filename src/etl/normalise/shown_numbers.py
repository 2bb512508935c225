"""Interpret numbers that their cells show otherwise: scaled, hidden, or with a unit behind them. Pure.

Takes a ShownNumber and its column. Words around a figure count as if they were typed there (约12, 12元, 12户); where the stored
and the shown number are two different figures and no unit says which is meant, none is read.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from etl.contract.schema import Column
from etl.model import Cell, ShownNumber
from etl.normalise.figures import shortest_decimal

_MULTIPLIER = re.compile(r"[十百千]*[万亿]|[百千](?=元|人|户|个|家|次|件|名|$)")
_ZEROS = {"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}


class DisplayNote(StrEnum):
    """Note to a county on a number that is shown otherwise."""

    SCALED = "scaled"  # read, and it is said how
    CODE = "code"  # a text is read as it is shown: XM007 for 7
    HIDDEN = "hidden"  # read, although nobody sees it
    UNCLEAR = "unclear"  # not read


@dataclass(frozen=True)
class Interpreted:
    """Value that stands for the cell from here on; None when nothing may."""

    cell: Cell
    note: DisplayNote | None = None


def interpret(raw: ShownNumber, column: Column, is_money: Callable[[str], bool]) -> Interpreted:
    """Interpret a cell by its column; `is_money` tells the words that are units of money."""
    display = raw.display
    if display.is_hidden:
        return Interpreted(raw.stored, DisplayNote.HIDDEN)
    if display.code and column.type.is_text and raw.stored >= 0 and raw.stored % 1 == 0:
        return Interpreted(as_seen(raw), DisplayNote.CODE)
    scaled = DisplayNote.SCALED if display.shift else None
    is_amount = column.type.is_money
    if is_amount and is_money(display.text):
        return Interpreted(f"{display.words[0] if display.words else ''}{exact(raw)}", scaled)
    differs = display.shift != _zeros_of(display.text) or (is_amount and scaled) or "‰" in display.text
    if column.type.is_figure and differs:
        return Interpreted(None, DisplayNote.UNCLEAR)
    is_said = column.type.is_figure and not scaled and (display.words or display.text)
    return Interpreted(as_typed(raw) if is_said else raw.stored, scaled)


def exact(raw: ShownNumber) -> str:
    """The number in the scale that is shown, unrounded, with the words behind it: 12.5678万元; a hidden one as stored."""
    display = raw.display
    number = shortest_decimal(raw.stored).scaleb(-display.shift).normalize()
    return stored(raw) if display.is_hidden else f"{number:f}{display.text}"


def as_typed(raw: ShownNumber) -> str:
    """The number that the cell stores, with the words around it."""
    before, behind = raw.display.words or ("", raw.display.text)
    return f"{before}{stored(raw)}{behind}"


def stored(raw: ShownNumber) -> str:
    """The number that the cell stores."""
    return f"{shortest_decimal(raw.stored):f}"


def as_seen(raw: ShownNumber) -> str:
    """Text on the screen: 12.6万元; "" when nothing is shown."""
    display = raw.display
    if display.is_hidden:
        return display.text
    if display.code:
        head, least, tail = display.code
        return f"{head}{stored(raw).zfill(least)}{tail}"
    number = shortest_decimal(raw.stored).scaleb(-display.shift)
    if display.decimals is not None and number.adjusted() + display.decimals < 25:
        number = number.quantize(Decimal(1).scaleb(-display.decimals), ROUND_HALF_UP)
    before, behind = display.words or ("", display.text)
    return f"{before}{number:f}{behind}"


def _zeros_of(text: str) -> int:
    """Number of zeros that the words behind a number stand for: 4 for 万人, 0 for 元/户 and 千克."""
    found = _MULTIPLIER.match(text)
    return sum(_ZEROS[letter] for letter in found[0]) if found else 0
