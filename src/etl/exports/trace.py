"""Raw cells behind values: takes what the warehouse knows of a cell, reads its file in the archive again, gives its text and the steps.

Reads in a child process, as a night does. Says what today's reader makes of the cell, and stores nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.intake.archive import archive_path
from etl.model import Cell, FileReading, SourceFile
from etl.normalise.column_parser import ColumnParser
from etl.normalise.frame import PlacedTable, show
from etl.normalise.parsers.parser import Lexicon
from etl.normalise.stack import stack
from etl.settings import Settings
from etl.warehouse.publish.arrow_columns import report_columns
from etl.workers.reading_pool import reading_pool

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Traced:
    """Text of a cell, and the steps by which it became the value; where it cannot be said, why not."""

    raw: str | None = None
    steps: tuple[str, ...] = ()
    unknown: str | None = None


def traced(
    rows: Iterable[Row], report: str, column: Column, settings: Settings, catalog: Catalog, divisions: Divisions
) -> list[Traced]:
    """The cell of each row of `etl.warehouse.queries.lineage.cells_behind`, in their order; each file is read once."""
    listed = list(rows)
    sources = {_file_of(row): _source(row, settings) for row in listed if row["sha256"]}
    there = [source for source in sources.values() if source.path.exists()]
    readings: list[FileReading] = []
    if there:
        with reading_pool(settings, catalog, divisions) as pool:
            readings += pool.read(there)
    explainer = _Explainer(catalog, report, column)
    return [_traced(row, _readings_of(row, readings), explainer) for row in listed]


def _readings_of(row: Row, readings: Iterable[FileReading]) -> list[FileReading]:
    """The reading of a row's file; one of a zip's members was read by the name of the zip, and its own behind it."""
    name, same = row["source_file"], [one for one in readings if one.source.sha256 == row["sha256"]]
    members = (one for one in same if one.source.name.startswith(f"{name}/"))
    return [one for one in same if one.source.name == name and not _is_zip(one, same)] or [
        one for one in members if name.endswith(one.source.name.removeprefix(name))
    ]


def _is_zip(reading: FileReading, readings: Iterable[FileReading]) -> bool:
    return any(one.source.name.startswith(f"{reading.source.name}/") for one in readings)


def _traced(row: Row, readings: list[FileReading], explainer: "_Explainer") -> Traced:
    if not row["cell"]:
        return Traced(unknown="the table has no such column")
    if not readings:
        return Traced(unknown="the archive that stands below ETL_HOME here does not have the file")
    if failure := readings[0].failure:
        return Traced(unknown=f"the file could not be read again: {failure}")
    found = [one for reading in readings for one in explainer.cells(reading, row)]
    if not found:
        return Traced(unknown="today's reader finds no such row there; the value stands as an earlier one read it")
    same = [one for one in found if one[1] == row["value"]]
    raw, value, steps = (same or found)[0]
    if not same and row["value"] is not None:
        steps = (*steps, f"the warehouse has {row['value']}; today's reader makes {value} of it: etl replay --preview")
    return Traced(raw, steps)


class _Explainer:
    """The steps from one column's cells to its values, by today's parsers."""

    def __init__(self, catalog: Catalog, report: str, column: Column) -> None:
        self._contract, self._column = catalog.contracts[report], column
        self._parser, self._lexicon = ColumnParser(catalog), Lexicon.of(catalog)
        self._labels = (
            {code: entry.label.zh for code, entry in catalog.codes_of(column).codes.items()}
            if column.type.has_codes
            else {}
        )

    def cells(self, reading: FileReading, row: Row) -> Iterator[tuple[str | None, Any, tuple[str, ...]]]:
        """Raw text, value and steps of each cell of the column in the row of a sheet; side by side there may be two."""
        for table in reading.tables:
            is_here = table.report == self._contract.report and table.sheet == row["source_sheet"]
            if is_here and self._column.name in table.values and row["source_row"] - 1 in table.rows:
                frame = stack(self._contract, [PlacedTable(reading.source, table)])
                raws = [frame.raw[self._column.name].at(place) for place in range(len(table.rows))]
                self._parser.type_columns(frame)
                values = report_columns(self._contract, frame.data)[self._column.name].to_pylist()
                for place in np.flatnonzero(np.array(table.rows) == row["source_row"] - 1):
                    yield (
                        show(raws[place], None),
                        values[place],
                        self._steps(raws[place], values[place], row),
                    )

    def _steps(self, raw: Cell, value: Any, row: Row) -> tuple[str, ...]:
        shown = show(raw, None)
        if shown is None or value is None:
            return ("blank",) if shown is None else (f"{shown} stands for nothing",)
        if self._column.type.is_money:
            return self._money_steps(shown, raw, value, row)
        if self._labels:
            return (f"{shown} is the code {value} ({self._labels.get(str(value), 'of no list')})",)
        return ("as it stands",) if shown == str(value) else (f"{shown} is read as {value}",)

    def _money_steps(self, shown: str, raw: Cell, value: Any, row: Row) -> tuple[str, ...]:
        own = self._lexicon.figures.read(raw).unit if isinstance(raw, str) else None
        unit = own or row["unit"]
        said = "the cell itself says so" if own else _UNIT_FROM.get(row["unit_source"], row["unit_source"])
        factor = self._lexicon.money.get(unit)
        if factor is None:
            return (f"{shown} is read as {value} 元",)
        return (f"unit {unit}: {said}", f"{shown} × {factor} = {value} 元")


_UNIT_FROM = {
    "cell": "other cells of the column name theirs, this one goes by the column's",
    "heading": "the heading says so",
    "sheet": "a line of the sheet says so",
    "template": "nothing says another one than the template's",
}


def _file_of(row: Row) -> tuple[str, str]:
    return row["sha256"], row["source_file"]


def _source(row: Row, settings: Settings) -> SourceFile:
    received: datetime = row["received_at"]
    path = archive_path(settings.archive, row["sha256"])
    size = path.stat().st_size if path.exists() else 0
    return SourceFile(
        row["county_code"], row["period"], row["source_file"], row["sha256"], size, received, 0, received, path
    )
