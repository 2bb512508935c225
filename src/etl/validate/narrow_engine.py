"""Great Expectations' engine over one frame, handing each expectation the columns that it looks at and no others.

As it comes it copies all columns for every expectation, to leave out the rows in which one is missing. Which rows an
expectation looks at stays what Great Expectations says.
"""

from typing import Any

import pandas as pd
from great_expectations.execution_engine import PandasExecutionEngine

WHERE_ALL_ARE_GIVEN = ("either_value_is_missing", "any_value_is_missing")  # rows that are ignored


class NarrowEngine(PandasExecutionEngine):
    """Engine over one frame."""

    def __init__(self, name: str, frame: pd.DataFrame) -> None:
        super().__init__()
        self.load_batch_data(name, frame)
        self._frame = frame

    def get_domain_records(self, domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        """The rows that an expectation looks at, with its own columns; all columns where it asks in another way than ours."""
        ignored, condition = domain_kwargs.get("ignore_row_if"), domain_kwargs.get("row_condition")
        columns = _columns(domain_kwargs)
        if not columns or (len(columns) > 1 and ignored not in WHERE_ALL_ARE_GIVEN):
            return super().get_domain_records(domain_kwargs)
        needed = [*columns, condition["column"]["name"]] if condition else columns
        rows = self._frame[columns[0]].to_frame() if len(needed) == 1 else self._frame[[*dict.fromkeys(needed)]]
        if condition:
            rows = self._where(rows, condition, domain_kwargs)
        if ignored and any(rows[column].hasnans for column in columns):
            rows = rows.dropna(subset=columns)
        return rows

    def _where(self, rows: pd.DataFrame, condition: dict[str, Any], domain_kwargs: dict[str, Any]) -> pd.DataFrame:
        """The rows that meet a condition: one of some values as Great Expectations finds them, without the query that it writes."""
        if (condition.get("type"), condition.get("operator")) == ("comparison", "IN"):
            met: pd.DataFrame = rows[rows[condition["column"]["name"]].isin(condition["parameter"])]
            return met
        return self._apply_row_condition_filter(rows, condition, domain_kwargs)


def _columns(domain: dict[str, Any]) -> list[str]:
    """The columns that a domain names, of one, two or a list."""
    named = [domain[name] for name in ("column", "column_A", "column_B") if domain.get(name)]
    return [*named, *(domain.get("column_list") or ())]
