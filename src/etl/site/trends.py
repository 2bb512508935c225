"""Small charts of measures over periods: takes the facts and an area, gives column charts; a figure that is not known has no column."""

from collections.abc import Sequence
from decimal import Decimal

from etl.site.facts import Facts
from etl.site.figures import money
from etl.site.measures import Measure
from etl.site.page import Column, Multiples

LEAST_PERIODS = 2


def multiples(facts: Facts, level: str, code: str, measures: Sequence[Measure]) -> Multiples | None:
    """A chart a measure over the periods that compare, the earliest first; None where there is nothing to compare."""
    periods = [*reversed(facts.like_periods())]
    if len(periods) < LEAST_PERIODS:
        return None
    charts = ((one.title, _columns(facts, level, code, one, periods)) for one in measures)
    return Multiples(tuple((title, columns) for title, columns in charts if columns))


def _columns(facts: Facts, level: str, code: str, measure: Measure, periods: Sequence[str]) -> tuple[Column, ...]:
    values = [facts.figures(level, code, period).get(measure.name) for period in periods]
    highest = max((Decimal(value) for value in values if value is not None), default=Decimal(0))
    if not highest:
        return ()
    return tuple(
        Column(
            height=round(float(Decimal(value or 0) / highest), 3),
            text=(money(value) if measure.kind == "money" else measure.of({measure.name: value})).text,
            label=period,
        )
        for period, value in zip(periods, values, strict=True)
    )
