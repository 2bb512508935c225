"""The narrow engine hands on the rows that Great Expectations' own hands on, with the columns that were asked for."""

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate import lean_import  # noqa: F401  # isort: skip - before Great Expectations
    from great_expectations.execution_engine import PandasExecutionEngine

    from etl.validate.narrow_engine import NarrowEngine

ROWS = pd.DataFrame(
    {
        "name": pd.Series(["a", None, "c", "d"], dtype="str"),
        "amount": pd.Series([1, 2, None, 4], dtype="Int64"),
        "day": pd.to_datetime(["2024-01-01", "2024-01-02", "2024-01-03", None]),
        "stage": pd.Series(["done", "done", "open", None], dtype="str"),
        "whole": np.arange(4),
    }
)
DONE = {"type": "comparison", "column": {"name": "stage"}, "operator": "IN", "parameter": ["done"]}
PAIR = {"column_A": "amount", "column_B": "day", "ignore_row_if": "either_value_is_missing"}


@pytest.mark.parametrize(
    ("domain", "columns"),
    [
        ({"column": "name"}, ["name"]),
        ({"column": "name", "row_condition": DONE}, ["name", "stage"]),
        ({"column": "stage", "row_condition": DONE}, ["stage"]),
        (PAIR, ["amount", "day"]),
        (PAIR | {"row_condition": DONE}, ["amount", "day", "stage"]),
        (PAIR | {"column_A": "whole", "column_B": "whole"}, ["whole"]),
        ({"column_list": ["name", "whole"], "ignore_row_if": "any_value_is_missing"}, ["name", "whole"]),
        ({"column_list": ["name", "day"], "ignore_row_if": "all_values_are_missing"}, list(ROWS)),
        ({"row_condition": DONE}, list(ROWS)),
        ({}, list(ROWS)),
    ],
)
def test_the_rows_are_those_of_great_expectations(domain: dict[str, Any], columns: list[str]) -> None:
    own = PandasExecutionEngine()
    own.load_batch_data("report", ROWS)
    found = NarrowEngine("report", ROWS).get_domain_records(domain)
    pd.testing.assert_frame_equal(found, own.get_domain_records(domain)[columns])
