"""The cells of read tables, packed for the way from the reading processes: who passes a table on does not unpack its cells."""

import pickle
from collections.abc import Iterator, Mapping
from dataclasses import replace

from etl.model import Cell, FileReading


class PackedCells(Mapping[str, list[Cell]]):
    """Raw cells by column, each column unpacked when it is asked for and forgotten again."""

    __slots__ = ("_columns",)

    def __init__(self, columns: Mapping[str, list[Cell]]) -> None:
        self._columns = {name: pickle.dumps(cells, protocol=5) for name, cells in columns.items()}

    def __getitem__(self, name: str) -> list[Cell]:
        cells: list[Cell] = pickle.loads(self._columns[name])  # noqa: S301 - we packed it
        return cells

    def __contains__(self, name: object) -> bool:
        return name in self._columns  # without unpacking it

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)


def packed(reading: FileReading) -> FileReading:
    """The reading with the cells of all its tables packed."""
    tables = (
        replace(table, values=PackedCells(table.values), extra=PackedCells(table.extra)) for table in reading.tables
    )
    return replace(reading, tables=tuple(tables))
