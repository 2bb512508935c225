"""A figure as the whole number that is kept of it: takes what a cell says and the size of its unit, never rounds unsaid."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from etl.normalise.figures import Figure
from etl.normalise.parsers.parser import Read
from etl.rules.reading.values import VALUE_APPROXIMATE, VALUE_ROUNDED
from etl.types.column_type import ColumnType

LARGEST = Decimal(10) ** 18  # NUMERIC(18, s) holds no more, whatever s is


def scaled(figure: Figure, factor: Decimal | int, column_type: ColumnType) -> Read:
    """The figure times the factor as a whole number of 10**-scale, or why there is none."""
    if figure.value is None:
        return Read(problem=figure.problem)
    if abs(figure.value) >= LARGEST:
        return Read.none("too large")
    exact = figure.value * factor * column_type.one
    whole = exact.to_integral_value(ROUND_HALF_UP)
    if abs(whole) >= LARGEST:
        return Read.none("too large")
    read = Read(int(whole), own_unit=figure.unit)
    if whole != exact and not column_type.rounded_to:
        return Read.none("no whole number")
    if figure.about:
        why = "about" if whole == exact else "about and rounded"
        return replace(read, approximate=VALUE_APPROXIMATE.reason(why, about=figure.about, last=column_type.rounded_to))
    if (figure.is_power or figure.is_spread) and whole == exact:
        return replace(read, rounded=VALUE_ROUNDED.reason("exponent" if figure.is_power else "spread"))
    rounded = VALUE_ROUNDED.reason("rounded", last=column_type.rounded_to) if whole != exact else None
    return replace(read, rounded=rounded)
