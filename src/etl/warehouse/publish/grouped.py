"""Rows that stand together by what they belong to: takes frames and owners, gives sorted Arrow columns and bounds."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.model import SubmissionKey
from etl.warehouse.publish.arrow_columns import Integers, taken


@dataclass(frozen=True, eq=False)
class Grouped:
    """Columns whose rows are sorted by owner: owner i has rows bounds[i] to bounds[i + 1]."""

    columns: Mapping[str, pa.Array]
    bounds: Integers

    def with_submission_ids(self, numbers: Mapping[int, int]) -> dict[str, pa.Array]:
        """The rows of some owners, with the submission_id that `numbers` says for each of them."""
        wanted = np.zeros(len(self.bounds) - 1, dtype=np.int64)
        for owner, number in numbers.items():
            wanted[owner] = number
        ids = np.repeat(wanted, np.diff(self.bounds))
        rows = np.flatnonzero(ids)
        if len(rows) == len(ids):
            return {"submission_id": pa.array(ids), **self.columns}
        return {"submission_id": pa.array(ids[rows]), **taken(self.columns, rows)}


def owners_of(frame: pd.DataFrame, keys: Sequence[SubmissionKey], report: str | None = None) -> Integers:
    """For every row the position of its submission; -1 where it belongs to none."""
    places = {key: place for place, key in enumerate(keys)}
    parts = [_factorized(frame[name]) for name in ("county_code", "period")]
    parts.append(_factorized(frame["report"]) if report is None else (np.zeros(len(frame), dtype=np.int64), [report]))
    code = np.zeros(len(frame), dtype=np.int64)
    for codes, distinct in parts:  # a code of -1 is a blank; one more than the number of values keeps them apart
        code = code * (len(distinct) + 1) + codes + 1
    which, seen = pd.factorize(code)
    found = np.array([places.get(_key(int(number), parts), -1) for number in seen], dtype=np.int64)
    return found[which] if len(found) else np.empty(0, dtype=np.int64)


def group(columns: Mapping[str, pa.Array], owners: Integers, count: int, *then_by: Integers) -> Grouped:
    """Sort columns by owner, and within one by the values in `then_by`, the first of them first."""
    order = np.lexsort((*reversed(then_by), owners))
    if not np.array_equal(order, np.arange(len(order))):
        columns = taken(columns, order)
    return Grouped(columns, np.searchsorted(owners[order], np.arange(count + 1)))


def sort_key(values: "pd.Series[Any]") -> Integers:
    """Numbers that sort as the values do, blanks first, whatever order the rows are in."""
    codes, _ = pd.factorize(values, sort=True)
    return codes.astype(np.int64)


def _factorized(values: "pd.Series[Any]") -> tuple[Integers, list[str]]:
    codes, distinct = pd.factorize(values)
    return codes.astype(np.int64), [str(value) for value in distinct]


def _key(code: int, parts: Sequence[tuple[Integers, list[str]]]) -> SubmissionKey:
    values = []
    for _, distinct in reversed(parts):
        code, position = divmod(code, len(distinct) + 1)
        values.append("" if position == 0 else distinct[position - 1])
    report, period, county = values
    return county, period, report
