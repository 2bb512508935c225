"""A figure as the whole number that is kept of it: takes what a cell says and the size of its unit, never rounds unsaid."""

from decimal import ROUND_HALF_UP, Decimal

from etl.normalise.figures import Figure
from etl.normalise.parsers.parser import Read
from etl.types.column_type import ColumnType

LARGEST = Decimal(10) ** 18  # NUMERIC(18, s) holds no more, whatever s is


def scaled(figure: Figure, factor: Decimal | int, column_type: ColumnType) -> Read:
    """The figure times the factor as a whole number of 10**-scale, or why there is none."""
    if figure.value is None:
        return Read(problem=figure.problem)
    if abs(figure.value) >= LARGEST:
        return Read(problem="数值过大")
    exact = figure.value * factor * column_type.one
    whole = exact.to_integral_value(ROUND_HALF_UP)
    if abs(whole) >= LARGEST:
        return Read(problem="数值过大")
    doubt = figure.doubt
    if whole != exact:
        if not column_type.rounded_to:
            return Read(problem="不是整数")
        rounded = f"四舍五入到{column_type.rounded_to}"
        doubt = f"{doubt}，并{rounded}" if doubt else f"小数位过多，{rounded}"
    return Read(int(whole), doubt=doubt, has_own_unit=figure.unit is not None)
