"""Frames to Arrow columns: takes pandas columns, gives Arrow arrays that hold exactly what PostgreSQL will. No floats.

Figures arrive as whole numbers of the smallest unit and leave as decimals by moving the point, so nothing is rounded.
"""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.contract.schema import Contract

DIGITS = 18
Integers = np.ndarray[tuple[int], np.dtype[np.int64]]
Truths = np.ndarray[tuple[int], np.dtype[np.bool_]]


def text(values: "pd.Series[str]") -> pa.Array:
    """Text; every kind of missing value becomes null."""
    return _whole(pa.array(values, type=pa.large_string(), from_pandas=True))


def whole(values: "pd.Series[int]") -> pa.Array:
    """Whole numbers."""
    numbers, present = _numbers(values)
    return pa.array(numbers, mask=~present)


def figures(values: "pd.Series[int]", scale: int) -> pa.Array:
    """Whole numbers of 10**-scale as decimals.

    >>> figures(pd.Series([4197, None], dtype="Int64"), 2).to_pylist()
    [Decimal('41.97'), None]
    """
    if scale == 0:
        return whole(values)
    numbers, present = _numbers(values)
    # a decimal128 is the whole number in 16 bytes, low half first; the sign fills the high half
    halves = np.empty((len(numbers), 2), dtype="<i8")
    halves[:, 0] = numbers
    halves[:, 1] = numbers >> 63
    bitmap = np.packbits(present, bitorder="little")
    kind = pa.decimal128(DIGITS, scale)
    return pa.Array.from_buffers(kind, len(numbers), [pa.py_buffer(bitmap), pa.py_buffer(halves)])


def days(values: "pd.Series[pd.Timestamp]") -> pa.Array:
    """Days of datetime64, or of dates in an object column."""
    if pd.api.types.is_datetime64_any_dtype(values.dtype):
        return _whole(pa.array(values, from_pandas=True).cast(pa.date32()))
    return pa.array(values, type=pa.date32(), from_pandas=True)


def json_text(values: "pd.Series[str]") -> pa.Array:
    r"""JSON as jsonb takes it: without \u0000, which no text of PostgreSQL can hold."""
    column = text(values)
    if not pc.any(pc.match_substring(column, "\\u0000")).as_py():
        return column
    mended = [value and json.dumps(_without_nul(json.loads(value)), ensure_ascii=False) for value in column.to_pylist()]
    return pa.array(mended, type=pa.large_string())


def report_columns(contract: Contract, frame: pd.DataFrame) -> dict[str, pa.Array]:
    """The columns of one report's rows but for submission_id, by the names of core."""
    columns = {"source_file": text(frame["source_file"]), "source_sheet": text(frame["source_sheet"])}
    columns["source_row"] = whole(frame["source_row"])
    for column in contract.columns:
        values = frame[column.name]
        if column.type.scale is not None:
            columns[column.name] = figures(values, column.type.scale)
        else:
            columns[column.name] = days(values) if column.type.is_day else text(values)
    return columns | {"extra": json_text(frame["extra"])}


def taken(columns: Mapping[str, pa.Array], rows: Integers) -> dict[str, pa.Array]:
    """The same columns with these rows, in this order."""
    chosen = pa.array(rows)
    return {name: column.take(chosen) for name, column in columns.items()}


def _numbers(values: "pd.Series[int]") -> tuple[Integers, Truths]:
    present = values.notna().to_numpy()
    if pd.api.types.is_float_dtype(values.dtype) and present.any():
        raise TypeError(f"{values.name}: figures come as whole numbers, not as floats")
    if not present.any():
        return np.zeros(len(values), dtype=np.int64), present
    return values.astype("Int64").to_numpy(dtype=np.int64, na_value=0).astype(np.int64, copy=False), present


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column


def _without_nul(value: object) -> object:
    if isinstance(value, str):
        return value.replace("\0", "")
    if isinstance(value, dict):
        return {str(key).replace("\0", ""): _without_nul(item) for key, item in value.items()}
    return [_without_nul(item) for item in value] if isinstance(value, list) else value
