"""Wire format of readings: JSON that says what was read, and behind it the Arrow messages of the cells. It can run no code.

A child that opened a county's file writes it, and so does whoever leaves readings in the archive for another machine. Whoever
takes it believes nothing: it checks types, lengths, places and names, gives readings of the very files that were asked for, and
raises MalformedAnswer otherwise.

    length of the JSON, 8 bytes · JSON (WireAnswer) · messages, where the JSON says they lie
"""

import json
import re
import struct
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any

from pydantic import ValidationError

from etl.contract.catalog import Catalog
from etl.model import Cell, ColumnMatch, FileReading, Issue, SheetReading, SourceFile, Table, TotalRow
from etl.recognise.packing import PackedCells, packed
from etl.recognise.shared_columns import FORMS, LONGEST_FORM, shareable
from etl.recognise.tagged_cell import tagged, untagged
from etl.rules.reading.registry import READING_RULES
from etl.workers.reading_schema import ANSWER, COLUMNS, MOST_ROWS, Rows, WireCells, WireReading, WireTable

HEAD = struct.Struct(">Q")
PLACE = re.compile(
    r"[A-Z]{1,5}\d{0,8}(:[A-Z]{1,5}\d{0,8})?"
)  # of an issue: a cell, a column, or the corners of several
LONGEST_PLACE = 40
RULES = {rule.id: rule for rule in READING_RULES}


class MalformedAnswer(ValueError):
    """Bytes that are no readings of the files that were asked for."""


Known = Mapping[str, Collection[str]]  # names that a reading may use: of each report its columns


def known_names(catalog: Catalog) -> Known:
    """The names of some contracts."""
    return {name: frozenset(c.name for c in contract.columns) for name, contract in catalog.contracts.items()}


@dataclass(frozen=True)
class Answer:
    """Answer of a child on one file: its readings, or what went wrong inside it."""

    readings: tuple[FileReading, ...] = ()
    out_of_memory: bool = False
    failure: str | None = None


@dataclass
class _Messages:
    """The messages behind the JSON, while it is written."""

    parts: list[bytes] = field(default_factory=list)
    length: int = 0

    def put(self, cells: PackedCells) -> dict[str, Any]:
        start, self.length = self.length, self.length + len(cells.message)
        self.parts.append(cells.message)
        return {"places": cells.places, "start": start, "length": len(cells.message)}


def encode(answer: Answer, sources: Sequence[SourceFile]) -> bytes:
    """The bytes of an answer on some files, or on members of them."""
    messages = _Messages()
    place_of = {source.identity: place for place, source in enumerate(sources)}
    readings = [_wired(packed(reading), _place(reading.source, place_of), messages) for reading in answer.readings]
    said = {**vars(answer), "readings": readings}
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":"), check_circular=False).encode("utf-8", "replace")
    return b"".join((HEAD.pack(len(head)), head, *messages.parts))


def decode(answer: bytes | bytearray | memoryview, sources: Sequence[SourceFile], known: Known) -> Answer:
    """The answer again, all of it checked; MalformedAnswer when it is none on these files."""
    whole = memoryview(answer)
    try:
        (length,) = HEAD.unpack(whole[: HEAD.size])
        behind = HEAD.size + length
        if behind > len(whole):
            raise MalformedAnswer("it is cut short")
        wire = ANSWER.validate_json(bytes(whole[HEAD.size : behind]))
        if sum(map(_count, (table.rows for reading in wire.readings for table in reading.tables))) > MOST_ROWS:
            raise MalformedAnswer("it has more rows than files may have")
        readings = tuple(_reading(one, whole[behind:], sources, known) for one in wire.readings)
    except (ValueError, struct.error) as error:
        said = f"{error.error_count()} wrong values" if isinstance(error, ValidationError) else str(error)
        raise MalformedAnswer(said) from error
    return Answer(readings, wire.out_of_memory, wire.failure)


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
    }


def _wired_table(table: Table, messages: _Messages) -> dict[str, Any]:
    rows, values, extra = table.rows, table.values, table.extra
    if not isinstance(values, PackedCells) or not isinstance(extra, PackedCells):
        raise TypeError("a table is packed before it is written")
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
        "values": messages.put(values),
        "extra": messages.put(extra),
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


def _reading(wire: WireReading, messages: memoryview, sources: Sequence[SourceFile], known: Known) -> FileReading:
    if wire.source >= len(sources):
        raise MalformedAnswer("it is about a file that was not asked for")
    source = sources[wire.source]
    if wire.name != source.name:
        if not wire.name.startswith(f"{source.name}/"):
            raise MalformedAnswer("it is about a file that was not asked for")
        source = replace(source, name=wire.name)
    reports = {*wire.nil_reports, *(issue.report for issue in wire.issues if issue.report is not None)}
    if not reports <= known.keys():
        raise MalformedAnswer("it names a report that there is not")
    if not all(map(_is_of_a_rule, wire.issues)):
        raise MalformedAnswer("it names a rule that there is not")
    if not all(map(_is_placed, wire.issues)) or not all(map(_is_inside, wire.sheets)):
        raise MalformedAnswer("it is about cells outside of any sheet")
    return FileReading(
        source,
        wire.kind,
        tuple(_table(table, messages, known) for table in wire.tables),
        wire.nil_reports,
        wire.sheets,
        wire.issues,
        wire.failure,
        wire.township,
    )


def _is_of_a_rule(issue: Issue) -> bool:
    return issue.rule in RULES and issue.severity in RULES[issue.rule].severities


def _is_placed(issue: Issue) -> bool:
    is_there = issue.cell is None or (len(issue.cell) <= LONGEST_PLACE and PLACE.fullmatch(issue.cell) is not None)
    return is_there and not issue.county_code and not issue.period and 0 <= (issue.source_row or 0) <= MOST_ROWS


def _is_inside(sheet: SheetReading) -> bool:
    return all(
        0 <= run.first_row <= run.last_row < MOST_ROWS
        and 0 <= run.first_column <= run.last_column < MOST_ROWS
        and run.cells >= 0
        for run in sheet.cells
    )


def _table(wire: WireTable, messages: memoryview, known: Known) -> Table:
    if wire.report not in known:
        raise MalformedAnswer("it names a report that there is not")
    columns = (_columns if len(wire.columns) <= 10 * LONGEST_FORM else _columns.__wrapped__)(wire.columns)
    fields = known[wire.report]
    if any(column.field is not None and column.field not in fields for column in columns):
        raise MalformedAnswer("it names a column that there is not")
    if len(wire.rows) == 2:
        rows = tuple(range(wire.rows[0], wire.rows[1] + 1))
    else:
        (rows,) = wire.rows
    lengths = frozenset((0, len(rows)))
    return Table(
        wire.report,
        wire.sheet,
        wire.header_rows,
        columns,
        rows,
        _cells(wire.values, messages, lengths),
        _cells(wire.extra, messages, lengths),
        tuple(
            TotalRow(
                total.row,
                total.label,
                {name: untagged(cell[0]) if isinstance(cell, tuple) else cell for name, cell in total.cells.items()},
                total.first_row,
            )
            for total in wire.totals
        ),
    )


def _count(rows: Rows) -> int:
    return max(0, rows[1] - rows[0] + 1) if len(rows) == 2 else len(rows[0])


@lru_cache(FORMS)
def _columns(written: str) -> tuple[ColumnMatch, ...]:
    columns = COLUMNS.validate_json(written)
    if any(not 0 <= column.index < MOST_ROWS or not 0 <= (column.row or 0) < MOST_ROWS for column in columns):
        raise MalformedAnswer("a column lies outside of any sheet")
    return shareable(columns)


def _cells(wire: WireCells, messages: memoryview, lengths: frozenset[int]) -> PackedCells:
    end = wire.start + wire.length
    if end > len(messages):
        raise MalformedAnswer("cells lie behind its end")
    cells = PackedCells(wire.places, bytes(messages[wire.start : end]))
    cells.check(lengths)
    return cells
