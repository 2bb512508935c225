"""The cells of read tables, packed as Arrow arrays for the way from the reading processes to those that type them.

A column whose filled cells are all texts, all numbers or all days becomes an array; any other is a list when it is unpacked. The
cells of a table stand one behind the other in one array of each kind, all of which are one Arrow message: it can run no code,
and is checked where it comes from elsewhere. Who passes a table on does not unpack it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from types import NoneType
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from etl.model import Cell, FileReading, Table
from etl.recognise.arrow_message import is_compressed
from etl.recognise.shared_columns import shareable
from etl.recognise.tagged_cell import tagged, untagged

Column: TypeAlias = "pa.Array | list[Cell]"
ALIKE: dict[type, pa.DataType] = {
    str: pa.large_string(),
    float: pa.float64(),
    date: pa.date32(),
    NoneType: pa.null(),
}
STACKS = (str, float, date)
BLANK, OTHER = len(STACKS), len(STACKS) + 1  # codes of a mixed column's cells, besides the places in STACKS
CODES = len(STACKS)  # the place of the codes of mixed columns in a message, behind the stacks
SCHEMA = pa.schema(
    [
        *(pa.field(kind.__name__, pa.large_list(ALIKE[kind])) for kind in STACKS),
        pa.field("codes", pa.large_list(pa.uint8())),
    ]
)

# of a column: its name, how many cells, the code of all its cells or None, where they begin in each stack and in the codes
Place: TypeAlias = tuple[str, int, int | None, tuple[int, int, int, int]]


class PackedCells(Mapping[str, Column]):
    """The raw cells of a table by column, unpacked together when one of them is first asked for."""

    __slots__ = ("_by_name", "_columns", "message", "places")

    def __init__(self, places: Sequence[Place], message: bytes) -> None:
        self.places, self.message = tuple(places), message
        self._by_name = {place[0] for place in self.places}
        self._columns: dict[str, Column] | None = None

    @classmethod
    def of(cls, columns: Mapping[str, Sequence[Cell]]) -> "PackedCells":
        """The cells of some columns."""
        if not columns:
            return cls((), b"")
        places, stacks, codes = _stacked(columns)
        try:
            return cls(places, _message(stacks, codes))
        except UnicodeEncodeError:  # half a surrogate pair, which no Arrow text can hold
            places, stacks, codes = _stacked(columns, are_alike=False)
            return cls(places, _message(stacks, codes))

    def __getstate__(self) -> tuple[tuple[Place, ...], bytes]:
        return self.places, self.message

    def __setstate__(self, state: tuple[tuple[Place, ...], bytes]) -> None:
        self.__init__(*state)  # type: ignore[misc]

    def __getitem__(self, name: str) -> Column:
        if self._columns is None:
            arrays = _arrays(self.message) if self.places else []
            self._columns = {place[0]: _column(place, arrays) for place in self.places}
        return self._columns[name]

    def __contains__(self, name: object) -> bool:
        return name in self._by_name  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return (place[0] for place in self.places)

    def __len__(self) -> int:
        return len(self.places)

    def check(self, lengths: frozenset[int]) -> None:
        """Look through what came from elsewhere: ValueError when the message is none, or a column lies outside of it or is
        not as long as it may be."""
        if not self.places and not self.message:
            return
        arrays = _checked(self.message)
        for _, length, code, starts in self.places:
            if length not in lengths:
                raise ValueError("a column is not as long as its table")
            counts = [0, 0, 0, 0]
            if code is None:
                counts = _counts(arrays, starts, length)
            elif code in range(len(STACKS)):
                counts[code] = length
            elif code != BLANK:
                raise ValueError("a column of no known kind")
            for array, start, count in zip(arrays, starts, counts, strict=True):
                if not 0 <= start <= start + count <= len(array):
                    raise ValueError("a column lies outside of its message")
        if len(self._by_name) != len(self.places):
            raise ValueError("two columns have one name")
        for place in self.places:
            if place[2] is None:
                _column(place, arrays)  # its other cells are read one by one


def _stacked(
    columns: Mapping[str, Sequence[Cell]], *, are_alike: bool = True
) -> tuple[list[Place], tuple[list[Cell], ...], bytearray]:
    stacks: tuple[list[Cell], ...] = tuple([] for _ in STACKS)
    codes = bytearray()
    places: list[Place] = []
    for name, raw in columns.items():
        code, cells = _alike(raw) if are_alike else (None, raw)
        starts = (*map(len, stacks), len(codes))
        places.append((name, len(cells), code, starts))  # type: ignore[arg-type]
        if code is None:
            for cell in cells:
                codes.append(_put(cell, stacks))
        elif code != BLANK:
            stacks[code].extend(cells)
    return places, stacks, codes


def _put(cell: Cell, stacks: Sequence[list[Cell]]) -> int:
    """Stack one cell of a mixed column; gives its code."""
    if cell is None:
        return BLANK
    kind = type(cell)
    if kind in STACKS and not (kind is str and _is_half(cell)):
        code = STACKS.index(kind)
        stacks[code].append(cell)
        return code
    stacks[0].append(tagged(cell))
    return OTHER


def _is_half(cell: Cell) -> bool:
    """True for a text with half a surrogate pair, which no Arrow text can hold."""
    try:
        str(cell).encode()
    except UnicodeEncodeError:
        return True
    return False


def _message(stacks: Sequence[list[Cell]], codes: bytearray) -> bytes:
    arrays = [pa.array(stack, ALIKE[kind]) for kind, stack in zip(STACKS, stacks, strict=True)]
    arrays.append(pa.array(np.frombuffer(codes, np.uint8)))
    lists = [pa.LargeListArray.from_arrays(pa.array([0, len(one)], pa.int64()), one) for one in arrays]
    batch = pa.RecordBatch.from_arrays(lists, schema=SCHEMA)
    return bytes(batch.serialize())


def _arrays(message: bytes) -> list[pa.Array]:
    """The stacks and the codes in a message that was checked or is our own."""
    batch = pa.ipc.read_record_batch(pa.py_buffer(message), SCHEMA)
    return [column.values for column in batch.columns]


def _checked(message: bytes) -> list[pa.Array]:
    if is_compressed(message):
        raise ValueError("a compressed message")
    try:
        batch = pa.ipc.read_record_batch(pa.py_buffer(message), SCHEMA)
        batch.validate(full=True)
        is_whole = batch.num_rows == 1 and not any(column.null_count for column in batch.columns)
        is_whole = is_whole and all(
            column.offset == 0 and column.offsets.to_pylist() == [0, len(column.values)] for column in batch.columns
        )
    except (pa.ArrowException, OSError, OverflowError) as error:
        raise ValueError("no message of cells") from error
    if not is_whole:
        raise ValueError("not one row of lists")
    return [column.values for column in batch.columns]


def _counts(arrays: Sequence[pa.Array], starts: tuple[int, int, int, int], length: int) -> list[int]:
    """The cells that a mixed column has in each stack."""
    codes = arrays[CODES]
    start = starts[CODES]
    if not 0 <= start <= start + length <= len(codes) or codes.null_count:
        raise ValueError("a column lies outside of its message")
    found = np.bincount(codes.slice(start, length).to_numpy(), minlength=OTHER + 1)
    if len(found) > OTHER + 1:
        raise ValueError("a cell of no known kind")
    return [int(found[0] + found[OTHER]), int(found[1]), int(found[2]), length]


def _column(place: Place, arrays: Sequence[pa.Array]) -> Column:
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


def pack_column(cells: Sequence[Cell]) -> Column:
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
    """The reading with all its tables packed."""
    return replace(reading, tables=tuple(map(_packed, reading.tables)))


def _packed(table: Table) -> Table:
    if isinstance(table.values, PackedCells):
        return table
    return replace(
        table,
        columns=shareable(table.columns),
        values=PackedCells.of(table.values),
        extra=PackedCells.of(table.extra),
    )


def listed(column: Column) -> list[Cell]:
    """The cells of a column one by one."""
    cells: list[Cell] = column.to_pylist() if isinstance(column, pa.Array) else column
    return cells
