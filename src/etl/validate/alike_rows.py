"""The expectations on keys, which Great Expectations compares as they are written: no two rows alike when folded, nor nearly alike."""

from typing import Any

import great_expectations.expectations as gxe
import numpy as np
import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine
from great_expectations.expectations.expectation import MulticolumnMapExpectation
from great_expectations.expectations.metrics.multicolumn_map_metrics.compound_columns_unique import (
    MulticolumnMapMetricProvider,
    multicolumn_condition_partial,
)

from etl.normalise.alike import alike, folded_without_zeros, may_differ_in_zeros
from etl.rules.finding import WITHIN
from etl.validate.failing_rows_only import Settled

DOMAIN = ("batch_id", "table", "column_list", "row_condition", "condition_parser", "ignore_row_if")


class FoldedColumnsUnique(MulticolumnMapMetricProvider):
    """True for every row that no other is alike in some columns."""

    condition_metric_name = "compound_columns.unique_when_folded"
    condition_domain_keys = DOMAIN

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> "pd.Series[bool]":
        numbers = alike(column_list, column_list.columns)
        return pd.Series(np.bincount(numbers, minlength=1)[numbers] == 1, index=column_list.index)


class LeadingZerosAgree(MulticolumnMapMetricProvider):
    """True for every row that differs in more than leading zeros, or in nothing, from the first row of its kind."""

    condition_metric_name = "compound_columns.leading_zeros_agree"
    condition_domain_keys = DOMAIN

    @multicolumn_condition_partial(engine=PandasExecutionEngine)  # type: ignore[untyped-decorator]
    def _pandas(cls, column_list: pd.DataFrame, **_: Any) -> "pd.Series[bool]":
        agree = np.ones(len(column_list), dtype=bool)
        columns = [str(name) for name in column_list if name not in WITHIN]
        doubtful = may_differ_in_zeros(column_list, columns, alike(column_list, WITHIN))
        agree[doubtful] = _agree(column_list[doubtful])
        return pd.Series(agree, index=column_list.index, dtype=bool)


def _agree(rows: pd.DataFrame) -> np.ndarray:
    folded = alike(rows, rows.columns)
    kinds = alike(rows, rows.columns, folded_without_zeros)  # numbered in the order of their first rows
    firsts = np.unique(kinds, return_index=True)[1]
    same: np.ndarray = folded[firsts][kinds] == folded
    return same


class ExpectCompoundColumnsToBeUniqueWhenFolded(Settled, gxe.ExpectCompoundColumnsToBeUnique):
    """Expect no two rows to be alike in some columns, however they are written."""

    stands_for = "expect_compound_columns_to_be_unique_when_folded"
    map_metric = "compound_columns.unique_when_folded"


class ExpectCompoundColumnsToAgreeInLeadingZeros(Settled, MulticolumnMapExpectation):
    """Expect no row to differ from an earlier one in leading zeros alone."""

    description: str | None = "values must differ in more than the zeros that numbers begin with."
    stands_for = "expect_compound_columns_to_agree_in_leading_zeros"
    map_metric = "compound_columns.leading_zeros_agree"
