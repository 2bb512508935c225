"""Small frames as rows of Python values, which psycopg takes one by one. Large ones go by Arrow (`arrow_columns`)."""

from collections.abc import Sequence
from typing import Any

import pandas as pd


def plain_rows(frame: pd.DataFrame, columns: Sequence[str]) -> list[tuple[Any, ...]]:
    """Rows of these columns; every kind of missing value is None, and what is doubled stands once."""
    rows = (tuple(map(plain_value, row)) for row in frame[list(columns)].itertuples(index=False))
    return list(dict.fromkeys(rows))


def plain_value(value: Any) -> Any:
    """One value as Python's own."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value.item() if hasattr(value, "item") else value
