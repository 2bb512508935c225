"""The cells of read tables, packed as Arrow arrays for the way from the reading processes to those that type them.

A column whose filled cells are all texts, all numbers or all days becomes an array; any other stays a list. The arrays of a
table stand one behind the other in one of each kind. Who passes a table on does not unpack it. How the columns were understood
is the same in the files of one form, and is unpacked once for all of them.
"""

import pickle
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from types import NoneType
from typing import TypeAlias

import pyarrow as pa

from etl.model import Cell, ColumnMatch, FileReading, Table

Column: TypeAlias = "pa.Array | list[Cell]"
ALIKE: dict[type, pa.DataType] = {
    str: pa.large_string(),
    float: pa.float64(),
    date: pa.date32(),
    NoneType: pa.null(),
}
FORMS = 1024  # kept of those that were packed or unpacked last
LONGEST_FORM = 5_000  # letters of the headings of one that is kept: what lies in memory is ours to bound, not a file's


class PackedCells(Mapping[str, Column]):
    """The raw cells of a table by column, unpacked together when one of them is first asked for."""

    __slots__ = ("_columns", "_names", "_packed")

    def __init__(self, columns: Mapping[str, Sequence[Cell]]) -> None:
        self._names = tuple(columns)
        self._packed = pickle.dumps(_stacked(columns), protocol=5)
        self._columns: dict[str, Column] | None = None

    def __getstate__(self) -> tuple[tuple[str, ...], bytes]:
        return self._names, self._packed

    def __setstate__(self, state: tuple[tuple[str, ...], bytes]) -> None:
        self._names, self._packed = state
        self._columns = None

    def __getitem__(self, name: str) -> Column:
        if self._columns is None:
            stacks: _Stacks = pickle.loads(self._packed)  # noqa: S301 - we packed it
            self._columns = stacks.columns()
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._names  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class SharedColumns(tuple[ColumnMatch, ...]):
    """The columns of a table; wherever they are unpacked, equal ones are one object."""

    __slots__ = ()

    def __reduce__(self) -> tuple[object, tuple[bytes]]:
        return _shared, (_pickled(self),)


@lru_cache(FORMS)
def _pickled(columns: SharedColumns) -> bytes:
    return pickle.dumps(tuple(columns), protocol=5)


@lru_cache(FORMS)
def _shared(pickled: bytes) -> SharedColumns:
    return SharedColumns(pickle.loads(pickled))  # noqa: S301 - we pickled it


@dataclass(frozen=True)
class _Stacks:
    """The arrays of a table, for each of their columns its kind, where it begins and how long it is, and the other columns."""

    arrays: dict[type, pa.Array]
    places: dict[str, tuple[type, int, int]]
    lists: dict[str, list[Cell]]

    def columns(self) -> dict[str, Column]:
        arrays = {name: self.arrays[kind].slice(start, length) for name, (kind, start, length) in self.places.items()}
        return arrays | self.lists


def _stacked(columns: Mapping[str, Sequence[Cell]]) -> _Stacks:
    places: dict[str, tuple[type, int, int]] = {}
    stacks: dict[type, list[Cell]] = {}
    lists: dict[str, list[Cell]] = {}
    for name, raw in columns.items():
        kind, cells = _alike(raw)
        if kind is None:
            lists[name] = [*cells]
        else:
            stack = stacks.setdefault(kind, [])
            places[name] = kind, len(stack), len(cells)
            stack += cells
    try:
        arrays = {kind: pa.array(stack, ALIKE[kind]) for kind, stack in stacks.items()}
    except UnicodeError:  # half a surrogate pair, which no Arrow text can hold
        return _Stacks({}, {}, {name: [*cells] for name, cells in columns.items()})
    return _Stacks(arrays, places, lists)


def pack_column(cells: Sequence[Cell]) -> Column:
    """An array of the same cells where they are alike, else their list; '' among numbers or days is a blank as None is."""
    return _stacked({"": cells}).columns()[""]


def _alike(cells: Sequence[Cell]) -> tuple[type | None, Sequence[Cell]]:
    """The kind that all filled cells have, None when there is none, and the cells without '' among numbers and days."""
    kinds = set(map(type, cells)) - {NoneType}
    if len(kinds) == 2 and str in kinds:
        cells = [None if cell == "" else cell for cell in cells]
        kinds = set(map(type, cells)) - {NoneType}
    kind = next(iter(kinds), NoneType)
    return (kind if len(kinds) < 2 and kind in ALIKE else None), cells


def packed(reading: FileReading) -> FileReading:
    """The reading with all its tables packed."""
    return replace(reading, tables=tuple(map(_packed, reading.tables)))


def _shareable(columns: tuple[ColumnMatch, ...]) -> tuple[ColumnMatch, ...]:
    is_short = sum(len(column.heading) + 1 for column in columns) <= LONGEST_FORM
    return SharedColumns(columns) if is_short else columns


def _packed(table: Table) -> Table:
    return replace(
        table,
        columns=_shareable(table.columns),
        values=PackedCells(table.values),
        extra=PackedCells(table.extra),
    )


def listed(column: Column) -> list[Cell]:
    """The cells of a column one by one."""
    cells: list[Cell] = column.to_pylist() if isinstance(column, pa.Array) else column
    return cells
