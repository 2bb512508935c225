"""Answer of a reading process as bytes: takes the readings of files, gives the wire format that `reading_wire` takes apart again.

length of the JSON, 8 bytes · JSON (WireAnswer) · messages of cells, one a file, where the JSON says they lie
"""

import json
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import accumulate
from typing import Any

from etl.model import Cell, ColumnMatch, FileReading, SourceFile, Table
from etl.recognise.cell_message import CellMessage
from etl.recognise.packing import PackedCells, packed
from etl.recognise.shared_columns import FORMS
from etl.recognise.tagged_cell import tagged

HEAD = struct.Struct(">Q")


@dataclass(frozen=True)
class Answer:
    """Answer of a child on one file: its readings, or what went wrong inside it."""

    readings: tuple[FileReading, ...] = ()
    out_of_memory: bool = False
    failure: str | None = None


@dataclass
class _Messages:
    """The messages behind the JSON, while it is written; a file's tables share one."""

    parts: list[bytes | memoryview] = field(default_factory=list)
    number_of: dict[int, int] = field(default_factory=dict)

    def number(self, message: CellMessage) -> int:
        if id(message) not in self.number_of:
            self.number_of[id(message)] = len(self.parts)
            self.parts.append(message.data)
        return self.number_of[id(message)]

    @property
    def places(self) -> list[tuple[int, int]]:
        """First byte of each, and how many."""
        lengths = [len(part) for part in self.parts]
        return list(zip(accumulate(lengths, initial=0), lengths, strict=False))


def encode(answer: Answer, sources: Sequence[SourceFile]) -> bytes:
    """The bytes of an answer on some files, or on members of them."""
    messages = _Messages()
    place_of = {source.identity: place for place, source in enumerate(sources)}
    all_packed = [*map(packed, answer.readings)]  # held as long as messages are told apart by their identity
    readings = [_wired(reading, _place(reading.source, place_of), messages) for reading in all_packed]
    said = {**vars(answer), "readings": readings, "messages": messages.places}
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode("utf-8", "replace")
    return b"".join((HEAD.pack(len(head)), head, *messages.parts))


def _wired(reading: FileReading, place: int, messages: _Messages) -> dict[str, Any]:
    return {
        "source": place,
        "name": reading.source.name,
        "kind": reading.kind,
        "tables": [_wired_table(table, messages) for table in reading.tables],
        "nil_reports": reading.nil_reports,
        "sheets": [{**vars(sheet), "cells": [vars(run) for run in sheet.cells]} for sheet in reading.sheets],
        "issues": [vars(issue) for issue in reading.issues],
        "failure": reading.failure,
        "township": reading.township,
        "explanations": [vars(one) for one in reading.explanations],
        "made_from": reading.made_from,
    }


def _wired_table(table: Table, messages: _Messages) -> dict[str, Any]:
    rows, values, extra = table.rows, table.values, table.extra
    if not isinstance(values, PackedCells) or not isinstance(extra, PackedCells) or values.message is not extra.message:
        raise TypeError("a table is packed, in one message, before it is written")
    is_run = bool(rows) and rows == tuple(range(rows[0], rows[-1] + 1))
    return {
        "report": table.report,
        "sheet": table.sheet,
        "header_rows": table.header_rows,
        "columns": _columns_json(table.columns),
        "rows": (rows[0], rows[-1]) if is_run else (rows,),
        "totals": [
            {**vars(total), "cells": {name: _wired_cell(cell) for name, cell in total.cells.items()}}
            for total in table.totals
        ],
        "message": messages.number(values.message) if values or extra else None,
        "values": values.places,
        "extra": extra.places,
    }


def _wired_cell(cell: Cell) -> object:
    return cell if cell is None or type(cell) in (str, float) else (tagged(cell),)


@lru_cache(FORMS)
def _columns_json(columns: tuple[ColumnMatch, ...]) -> str:
    return json.dumps([vars(column) for column in columns], ensure_ascii=False, separators=(",", ":"))


def _place(source: SourceFile, place_of: Mapping[tuple[str, str, str, str], int]) -> int:
    """The place of a file among those that were asked for; a member of a zip stands in the zip's."""
    county, period, name, sha256 = source.identity
    steps = name.split("/")
    for count in range(len(steps), 0, -1):
        place = place_of.get((county, period, "/".join(steps[:count]), sha256))
        if place is not None:
            return place
    raise ValueError(f"{name} was not asked for")
