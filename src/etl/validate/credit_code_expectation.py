"""The one expectation that Great Expectations lacks: the check digit of a unified social credit code (GB 32100-2015)."""

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import ColumnMapMetricProvider, column_condition_partial

from etl.credit_code import is_credit_code


class ColumnValuesCreditCode(ColumnMapMetricProvider):
    """True for every value whose shape and check digit are right; each distinct value is judged once."""

    condition_metric_name = "column_values.credit_code"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: pd.Series, **_: Any) -> pd.Series:
        verdict = {code: is_credit_code(code) for code in column.unique()}
        return column.map(verdict).astype(bool)


class ExpectColumnValuesToBeCreditCodes(ColumnMapExpectation):
    """Expect every value to be a unified social credit code with the right check digit."""

    map_metric = "column_values.credit_code"
