"""The one expectation that Great Expectations lacks: the check digit of a unified social credit code (GB 32100-2015)."""

from itertools import compress
from typing import Any

import numpy as np
import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import ColumnMapExpectation
from great_expectations.expectations.metrics import ColumnMapMetricProvider, column_condition_partial

from etl.types.credit_code import ALPHABET, WEIGHTS
from etl.validate.failing_rows_only import Settled

LENGTH = 18
_VALUES = np.full(128, -1, dtype=np.int64)  # of a character of ASCII; -1 where the standard does not use it
_VALUES[[ord(character) for character in ALPHABET]] = np.arange(len(ALPHABET))


def are_credit_codes(codes: "pd.Series[str]") -> np.ndarray:
    """For every text whether `etl.types.credit_code.is_credit_code` holds; all at once, as characters in a matrix."""
    right = np.zeros(len(codes), dtype=bool)
    texts = codes.tolist()
    is_shaped = [len(code) == LENGTH and code.isascii() for code in texts]
    shaped = np.flatnonzero(is_shaped)
    letters = np.frombuffer("".join(compress(texts, is_shaped)).encode("ascii"), dtype=np.uint8).reshape(-1, LENGTH)
    values = _VALUES[letters]
    is_region = (letters[:, 2:8] >= ord("0")) & (letters[:, 2:8] <= ord("9"))
    check = (31 - values[:, :-1] @ np.array(WEIGHTS) % 31) % 31
    right[shaped] = (values >= 0).all(axis=1) & is_region.all(axis=1) & (check == values[:, -1])
    return right


class ColumnValuesCreditCode(ColumnMapMetricProvider):
    """True for every value whose shape and check digit are right."""

    condition_metric_name = "column_values.credit_code"

    @column_condition_partial(engine=PandasExecutionEngine)
    def _pandas(cls, column: pd.Series, **_: Any) -> pd.Series:
        return pd.Series(are_credit_codes(column), index=column.index)


class ExpectColumnValuesToBeCreditCodes(Settled, ColumnMapExpectation):
    """Expect every value to be a unified social credit code with the right check digit."""

    description: str | None = (
        "values must be unified social credit codes with the right check character (GB 32100-2015)."
    )
    stands_for = "expect_column_values_to_be_credit_codes"
    map_metric = "column_values.credit_code"
