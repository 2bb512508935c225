"""Sums that a total says in its own words: 合计：99万元, 共计2笔，99万元, 合计（万元）：99. Takes the text, gives amounts in yuan. Pure.

A number with another measure than money counts something else, and is passed over.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from etl.normalise.figures import FigureReader
from etl.text import fold_label

_NUMBER = re.compile(r"-?[0-9][0-9,]*(?:\.[0-9]+)?(?![0-9,.]*[年月日季号%-])")
_BEHIND = re.compile(r"[一-龥/]{0,4}")  # what may be the number's unit
_IN_BRACKETS = re.compile(r"[(](?:单位:?)?([^()]{1,4})[)]")


def amounts_said(label: str, figures: FigureReader, units: Mapping[str, Decimal], unit: str) -> list[Decimal]:
    """The amounts in a total's text; those without a unit are in that of a bracket in it, else in `unit`."""
    text = fold_label(label)
    named = _IN_BRACKETS.search(text)
    unit = named[1] if named and named[1] in units else unit
    numbers = [text[one.start() : _BEHIND.match(text, one.end()).end()] for one in _NUMBER.finditer(text)]  # type: ignore[union-attr]
    if not any(map(str.isdigit, text)):  # in numerals, behind a colon or none
        numbers = [text.rpartition(":")[2], text]
    found = [_amount(number, figures) for number in numbers]
    return [value * units[named_unit or unit] for value, named_unit in filter(None, found)]


def _amount(number: str, figures: FigureReader) -> tuple[Decimal, str | None] | None:
    """The value and the unit of a number with up to four letters behind it; None where these are no money."""
    for length in range(len(number), 0, -1):
        figure = figures.read(number[:length])
        if figure.value is not None:
            is_bare = figure.unit is None and length == len(number)
            return (figure.value, figure.unit) if figure.measure is None and (figure.unit or is_bare) else None
    return None
