"""Great Expectations' own expectations, settled once made: what each of them is configured to be is worked out once, not 130 times.

Great Expectations asks an expectation for its configuration whenever it needs one of its arguments, and builds it anew from
all of them each time: half of what a validation costs whatever it looks at. Nobody changes ours after they are made.
"""

from typing import Any

import great_expectations.expectations as gxe
import pandas as pd
from great_expectations.compatibility import pydantic
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import Expectation
from great_expectations.expectations.expectation_configuration import ExpectationConfiguration
from great_expectations.expectations.metrics import ColumnMapMetricProvider, column_condition_partial


class Settled(Expectation):
    """An expectation that answers for its configuration from memory; the suite sets its meta and severity before it asks."""

    catch_exceptions: bool = True  # as of every expectation over rows
    _settled: ExpectationConfiguration | None = pydantic.PrivateAttr(None)

    @property
    def configuration(self) -> ExpectationConfiguration:
        """What the expectation is configured to be."""
        if self._settled is None:
            self._settled = super().configuration
        return self._settled


class ExpectValuesToBeGiven(Settled, gxe.ExpectColumnValuesToNotBeNull):
    """Expect no value of a column to be missing."""


class ExpectValuesToBeCodes(Settled, gxe.ExpectColumnValuesToBeInSet):
    """Expect every value of a column to be one of a list."""


class ColumnValuesInRange(ColumnMapMetricProvider):
    """True for every figure between two bounds; Great Expectations' own asks pandas' nullable integers one by one."""

    condition_metric_name = "column_values.in_range"
    condition_value_keys = ("min_value", "max_value")

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: pd.Series, min_value: int, max_value: int | None = None, **_: Any) -> pd.Series:
        return (column >= min_value) if max_value is None else column.between(min_value, max_value)


class ExpectValuesInRange(Settled, gxe.ExpectColumnValuesToBeBetween):
    """Expect every figure of a column to be no less than one bound, and no more than another if there is one."""

    map_metric = "column_values.in_range"


class ExpectRowsToBeUnique(Settled, gxe.ExpectCompoundColumnsToBeUnique):
    """Expect no two rows to be alike in some columns."""


class ExpectNotLessThan(Settled, gxe.ExpectColumnPairValuesAToBeGreaterThanB):
    """Expect the value of one column to be no less than that of another in the same row."""
