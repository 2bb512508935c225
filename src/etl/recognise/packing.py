"""The cells of read tables, packed as Arrow arrays for the way from the reading processes to those that type them.

A column whose filled cells are all texts, all numbers or all days becomes one array; any other stays a list. Who passes a
table on does not unpack it.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import NoneType
from typing import TypeAlias

import pyarrow as pa

from etl.model import Cell, FileReading

Column: TypeAlias = "pa.Array | list[Cell]"
ALIKE: dict[type, pa.DataType] = {str: pa.large_string(), float: pa.float64(), date: pa.date32()}


class PackedCells(Mapping[str, Column]):
    """The raw cells of a table by column, unpacked together when one of them is first asked for."""

    __slots__ = ("_columns", "_names", "_packed")

    def __init__(self, columns: Mapping[str, Sequence[Cell]]) -> None:
        self._names = tuple(columns)
        self._packed = pickle.dumps([pack_column(cells) for cells in columns.values()], protocol=5)
        self._columns: dict[str, Column] | None = None

    def __getstate__(self) -> tuple[tuple[str, ...], bytes]:
        return self._names, self._packed

    def __setstate__(self, state: tuple[tuple[str, ...], bytes]) -> None:
        self._names, self._packed = state
        self._columns = None

    def __getitem__(self, name: str) -> Column:
        if self._columns is None:
            columns: list[Column] = pickle.loads(self._packed)  # noqa: S301 - we packed it
            self._columns = dict(zip(self._names, columns, strict=True))
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


def pack_column(cells: Sequence[Cell]) -> Column:
    """An array of the same cells where they are alike, else their list; '' among numbers or days is a blank as None is."""
    kinds = set(map(type, cells)) - {NoneType}
    if len(kinds) == 2 and str in kinds:
        cells = [None if cell == "" else cell for cell in cells]
        kinds = set(map(type, cells)) - {NoneType}
    kind = ALIKE.get(*kinds) if len(kinds) == 1 else None
    if kind is None:
        return [*cells] if kinds else pa.nulls(len(cells))
    try:
        return pa.array(cells, kind)
    except (UnicodeError, pa.ArrowInvalid):  # half a surrogate pair, which no Arrow text can hold
        return [*cells]


def packed(reading: FileReading) -> FileReading:
    """The reading with the cells of all its tables packed."""
    tables = (
        replace(table, values=PackedCells(table.values), extra=PackedCells(table.extra)) for table in reading.tables
    )
    return replace(reading, tables=tuple(tables))
