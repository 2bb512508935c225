"""Parquet for programs: takes rows of a view and the types of its columns, writes one file with exact figures.

Columns keep the names that SQL knows them by, and say what they mean in their metadata; figures stay decimals.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from etl.errors import ArgumentError
from etl.exports.cell_text import plain

ROWS_AT_ONCE = 20_000
_TYPES = {
    "int2": pa.int64(),
    "int4": pa.int64(),
    "int8": pa.int64(),
    "float8": pa.float64(),
    "date": pa.date32(),
    "timestamptz": pa.timestamp("us", "Asia/Shanghai"),
    "bool": pa.bool_(),
}
SCALE = 20  # places of a figure of no declared scale: PostgreSQL gives a quotient as many, unless it begins with zeros
NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class ParquetColumn:
    """One column: its name, its type as PostgreSQL calls it, and what it means."""

    name: str
    sql_type: str
    meaning: str = ""

    @property
    def field(self) -> pa.Field:
        """The same in Arrow's words."""
        return pa.field(
            self.name,
            arrow_type(self.name, self.sql_type),
            metadata={"comment": self.meaning} if self.meaning else None,
        )


def write_parquet(
    path: Path, columns: Sequence[ParquetColumn], rows: Iterable[Sequence[Any]], about: Mapping[str, str] = NOTHING
) -> int:
    """Write a file, which says `about` itself in its metadata; gives how many rows.

    ArgumentError, and no file, where a figure is none that Parquet holds exactly.
    """
    schema = pa.schema([column.field for column in columns], metadata=dict(about) or None)
    count = 0
    try:
        with pq.ParquetWriter(path, schema) as writer:
            for batch in _batches(iter(rows)):
                values = zip(*batch, strict=True)
                arrays = [_array(of, field) for of, field in zip(values, schema, strict=True)]
                writer.write_table(pa.Table.from_arrays(arrays, schema=schema))
                count += len(batch)
    except ArgumentError:
        path.unlink(missing_ok=True)
        raise
    return count


def arrow_type(name: str, sql_type: str) -> pa.DataType:
    """The type that holds a column's values exactly."""
    if sql_type.startswith("numeric"):
        declared = sql_type.partition(",")[2].removesuffix(")")
        return pa.decimal128(38, int(declared) if declared else 2 if name.endswith("yuan") else SCALE)
    return _TYPES.get(sql_type, pa.string())


def _array(values: Sequence[Any], field: pa.Field) -> pa.Array:
    kind = field.type
    if kind == pa.string():
        return pa.array([None if v is None else str(plain(v)) for v in values], kind)
    if pa.types.is_decimal(kind):
        try:
            return pa.array(values, kind)
        except pa.ArrowInvalid:
            raise ArgumentError(
                f"column {field.name} has a figure that its column in Parquet does not hold exactly (more than "
                f"{kind.precision - kind.scale} digits before the point or {kind.scale} behind it, NaN, infinite); ask for it as "
                f"round(..., {kind.scale}), ::float8 or ::text"
            ) from None
    return pa.array(values, kind)


def _batches(rows: Iterator[Sequence[Any]]) -> Iterator[list[Sequence[Any]]]:
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        yield batch
