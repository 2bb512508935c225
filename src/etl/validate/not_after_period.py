"""An expectation that Great Expectations lacks: days are no later than the end of the period that stands beside them."""

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnPairMapExpectation
from great_expectations.expectations.metrics.map_metric_provider import (
    ColumnPairMapMetricProvider,
    column_pair_condition_partial,
)

from etl.config.calendar import parse_period
from etl.validate.failing_rows_only import Settled


def are_not_after_period(days: pd.Series, periods: "pd.Series[str]", since: str) -> "pd.Series[bool]":
    """For every day whether it is no later than the end of the period beside it and not before `since`.

    Where no period is known, as of a file that `etl check` finds outside an inbox, no day is too late.

    >>> days = pd.Series(pd.to_datetime(["2024-03-31", "2024-04-01", "1923-01-05"]))
    >>> are_not_after_period(days, pd.Series(["2024Q1", "2024-03", "2024"]), "1990-01-01").tolist()
    [True, False, False]
    >>> are_not_after_period(days, pd.Series(["", "", ""]), "1990-01-01").tolist()
    [True, True, False]
    """
    numbers, named = pd.factorize(periods)
    last = pd.DatetimeIndex([parse_period(period).ends_on if period else pd.Timestamp.max for period in named])
    return (days <= last.take(numbers)) & (days >= pd.Timestamp(since))


class DaysNotAfterTheirPeriod(ColumnPairMapMetricProvider):
    """True for every such day."""

    condition_metric_name = "column_pair_values.not_after_period"
    condition_domain_keys = (
        *("batch_id", "table", "column_A", "column_B"),
        *("row_condition", "condition_parser", "ignore_row_if"),
    )
    condition_value_keys = ("since",)

    @column_pair_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_A: pd.Series, column_B: pd.Series, since: str, **_: Any) -> pd.Series:
        return are_not_after_period(column_A, column_B, since)


class ExpectDaysNotAfterTheirPeriod(Settled, ColumnPairMapExpectation):
    """Expect no day of a column to be later than the end of the period in another."""

    description: str | None = "days must not be later than the end of their period."
    since: str
    ignore_row_if: str = "either_value_is_missing"
    stands_for = "expect_days_not_after_their_period"
    map_metric = "column_pair_values.not_after_period"
    domain_keys = (  # type: ignore[assignment]
        *("batch_id", "column_A", "column_B"),
        *("row_condition", "condition_parser", "ignore_row_if"),
    )
    success_keys = ("since", "mostly")
