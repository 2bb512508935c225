"""Small charts of measures over periods: takes the facts and an area, gives column charts; a figure that is not known has no column."""

from collections.abc import Sequence
from decimal import Decimal

from etl.site.facts import Facts
from etl.site.measures import Measure
from etl.site.page import Bar, Multiples
from etl.warehouse.queries.areas import Number

LEAST_PERIODS = 2
MOST_LETTERS = 8  # above a column, beside which the next one stands


def multiples(facts: Facts, level: str, code: str, measures: Sequence[Measure]) -> Multiples | None:
    """A chart a measure over the periods that compare, the earliest first; None where there is nothing to compare."""
    periods = [*reversed(facts.like_periods())]
    if len(periods) < LEAST_PERIODS:
        return None
    charts = ((one.title, _columns(facts, level, code, one, periods)) for one in measures)
    return Multiples(tuple((title, columns) for title, columns in charts if columns))


def _columns(facts: Facts, level: str, code: str, measure: Measure, periods: Sequence[str]) -> tuple[Bar, ...]:
    values = [facts.figures(level, code, period).get(measure.name) for period in periods]
    highest = max((Decimal(value) for value in values if value is not None), default=Decimal(0))
    if not highest:
        return ()
    return tuple(
        Bar(
            height=round(float(Decimal(value or 0) / highest), 3),
            text=_above(measure, value),
            label=period,
        )
        for period, value in zip(periods, values, strict=True)
    )


def _above(measure: Measure, value: Number) -> str:
    """The figure in the unit of the chart's title; money without decimals where it would not fit."""
    text = measure.of({measure.name: value}).text
    is_long = measure.kind == "money" and value is not None and len(text) > MOST_LETTERS
    return f"{Decimal(value or 0) / 10_000:,.0f}" if is_long else text
