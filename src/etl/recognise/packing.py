"""The cells of read tables, packed as Arrow arrays for the way from the reading processes to those that type them.

A column whose filled cells are all texts, all numbers or all days becomes an array; any other is a list when it is unpacked. The
cells of all tables of a file are one message (`cell_message`), in which each column has its place.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from types import NoneType
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from etl.model import Cell, FileReading
from etl.recognise.cell_message import ALIKE, CODES, NO_CELLS, STACKS, CellMessage
from etl.recognise.shared_columns import shareable
from etl.recognise.tagged_cell import tagged, untagged

RawColumn: TypeAlias = "pa.Array | list[Cell]"
KINDS = range(len(STACKS))
BLANK, OTHER = len(STACKS), len(STACKS) + 1  # codes of a mixed column's cells, besides the places in STACKS

OUTSIDE = "a column lies outside of its message"

# of a column: its name, how many cells, the code of all its cells or None, where they begin in each stack and in the codes
Place: TypeAlias = tuple[str, int, int | None, tuple[int, int, int, int]]


class PackedCells(Mapping[str, RawColumn]):
    """The raw cells of a table by column, each unpacked when it is asked for."""

    __slots__ = ("_columns", "_place_of", "message", "places")

    def __init__(self, places: Sequence[Place], message: CellMessage) -> None:
        self.places, self.message = tuple(places), message
        self._place_of = {place[0]: place for place in self.places}
        self._columns: dict[str, RawColumn] = {}

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Cell]]) -> "PackedCells":
        """The cells of some columns, in a message of their own."""
        try:
            return _packed_together([columns])[0]
        except UnicodeEncodeError:
            return _packed_together([columns], are_alike=False)[0]

    def __getstate__(self) -> tuple[tuple[Place, ...], CellMessage]:
        return self.places, self.message

    def __setstate__(self, state: tuple[tuple[Place, ...], CellMessage]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def __getitem__(self, name: str) -> RawColumn:
        if name not in self._columns:
            self._columns[name] = _column(self._place_of[name], self.message.arrays)
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._place_of  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return iter(self._place_of)

    def __len__(self) -> int:
        return len(self._place_of)

    def check(self, lengths: frozenset[int]) -> None:
        """Look through places that came from elsewhere, in a message that was checked: ValueError when a column lies outside of
        it or is not as long as it may be."""
        if len(self._place_of) != len(self.places):
            raise ValueError("two columns have one name")
        most = self.message.lengths
        for name, length, code, starts in self.places:
            if length not in lengths:
                raise ValueError("a column is not as long as its table")
            if code is None:
                counts = _counts(self.message.arrays, starts, length)
                if not all(map(_is_inside, starts, counts, most)):
                    raise ValueError(OUTSIDE)
                self[name]  # its other cells are read one by one
            elif code in KINDS:
                if not _is_inside(starts[code], length, most[code]):
                    raise ValueError(OUTSIDE)
            elif code != BLANK:
                raise ValueError("a column of no known kind")


def _is_inside(start: int, count: int, length: int) -> bool:
    return 0 <= start <= start + count <= length


class _Stacks:
    """The stacks of a message while columns are put into them."""

    def __init__(self, *, are_alike: bool) -> None:
        self._are_alike = are_alike  # else every column is taken for a mixed one
        self._stacks: tuple[list[Cell], ...] = tuple([] for _ in STACKS)
        self._codes = bytearray()

    def message(self) -> CellMessage:
        return CellMessage.of(self._stacks, self._codes)

    def put(self, columns: Mapping[str, Sequence[Cell]]) -> list[Place]:
        places: list[Place] = []
        for name, raw in columns.items():
            code, cells = _alike(raw) if self._are_alike else (None, raw)
            starts = (*map(len, self._stacks), len(self._codes))
            places.append((name, len(cells), code, starts))  # type: ignore[arg-type]
            if code is None:
                self._codes.extend(map(self._put, cells))
            elif code != BLANK:
                self._stacks[code].extend(cells)
        return places

    def _put(self, cell: Cell) -> int:
        """Stack one cell of a mixed column; gives its code."""
        if cell is None:
            return BLANK
        kind = type(cell)
        if kind in STACKS and not (kind is str and _is_half(cell)):
            code = STACKS.index(kind)
            self._stacks[code].append(cell)
            return code
        self._stacks[0].append(tagged(cell))
        return OTHER


def _is_half(cell: Cell) -> bool:
    """True for a text with half a surrogate pair, which no Arrow text can hold."""
    try:
        str(cell).encode()
    except UnicodeEncodeError:
        return True
    return False


def _packed_together(tables: Sequence[Mapping[str, Sequence[Cell]]], *, are_alike: bool = True) -> list[PackedCells]:
    """Columns of several tables in one message."""
    stacks = _Stacks(are_alike=are_alike)
    places = [stacks.put(columns) for columns in tables]
    message = stacks.message() if any(places) else NO_CELLS
    return [PackedCells(of_table, message) for of_table in places]


def _counts(arrays: Sequence[pa.Array], starts: tuple[int, int, int, int], length: int) -> list[int]:
    """The cells that a mixed column has in each stack."""
    codes = arrays[CODES]
    start = starts[CODES]
    if not _is_inside(start, length, len(codes)):
        raise ValueError(OUTSIDE)
    if codes.null_count:
        raise ValueError("a cell of no known kind")
    found = np.bincount(codes.slice(start, length).to_numpy(), minlength=OTHER + 1)
    if len(found) > OTHER + 1:
        raise ValueError("a cell of no known kind")
    return [int(found[0] + found[OTHER]), int(found[1]), int(found[2]), length]


def _column(place: Place, arrays: Sequence[pa.Array]) -> RawColumn:
    _, length, code, starts = place
    if code == BLANK:
        return pa.nulls(length)
    if code is not None:
        return arrays[code].slice(starts[code], length)
    codes = arrays[CODES].slice(starts[CODES], length).to_pylist()
    counts = _counts(arrays, starts, length)
    cells = [iter(arrays[n].slice(starts[n], counts[n]).to_pylist()) for n in range(len(STACKS))]
    return [
        None if code == BLANK else untagged(next(cells[0])) if code == OTHER else next(cells[code]) for code in codes
    ]


def pack_column(cells: Sequence[Cell]) -> RawColumn:
    """An array of the same cells where they are alike, else their list; '' among numbers or days is a blank as None is."""
    code, cells = _alike(cells)
    if code is None:
        return [*cells]
    try:
        return pa.nulls(len(cells)) if code == BLANK else pa.array(cells, ALIKE[STACKS[code]])
    except UnicodeEncodeError:
        return [*cells]


def _alike(cells: Sequence[Cell]) -> tuple[int | None, Sequence[Cell]]:
    """The code that all filled cells have, None when there is none, and the cells without '' among numbers and days."""
    kinds = set(map(type, cells)) - {NoneType}
    if len(kinds) == 2 and str in kinds:
        cells = [None if cell == "" else cell for cell in cells]
        kinds = set(map(type, cells)) - {NoneType}
    if not kinds:
        return BLANK, cells
    kind = next(iter(kinds))
    if len(kinds) > 1 or kind not in STACKS:
        return None, cells
    return STACKS.index(kind), cells


def packed(reading: FileReading) -> FileReading:
    """The reading with the cells of all its tables packed in one message."""
    if all(isinstance(table.values, PackedCells) for table in reading.tables):
        return reading
    cells = [columns for table in reading.tables for columns in (table.values, table.extra)]
    try:
        together = _packed_together(cells)
    except UnicodeEncodeError:
        together = _packed_together(cells, are_alike=False)
    tables = [
        replace(table, columns=shareable(table.columns), values=values, extra=extra)
        for table, values, extra in zip(reading.tables, together[::2], together[1::2], strict=True)
    ]
    return replace(reading, tables=tuple(tables))


def listed(column: RawColumn) -> list[Cell]:
    """The cells of a column one by one."""
    cells: list[Cell] = column.to_pylist() if isinstance(column, pa.Array) else column
    return cells
