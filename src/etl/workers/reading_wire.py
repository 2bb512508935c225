"""Wire format of readings: JSON that says what was read, and behind it the Arrow messages of the cells. It can run no code.

A child that opened a county's file writes it, and so does whoever leaves readings in the archive for another machine. Whoever
takes it believes nothing: it checks types, lengths, places and names, gives readings of the very files that were asked for, and
raises MalformedAnswer otherwise. How the bytes lie is told in `reading_answer`, which writes them.
"""

import re
import struct
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from pydantic import ValidationError

from etl.contract.catalog import Catalog
from etl.model import ColumnMatch, FileReading, Issue, SheetReading, SourceFile, Table, TotalRow
from etl.recognise.cell_message import NO_CELLS, CellMessage
from etl.recognise.packing import PackedCells, Place
from etl.recognise.shared_columns import FORMS, LONGEST_FORM, shareable
from etl.recognise.tagged_cell import untagged
from etl.rules.reading.registry import READING_RULES
from etl.workers.reading_answer import HEAD, Answer
from etl.workers.reading_schema import ANSWER, COLUMNS, MOST_ROWS, Rows, WireReading, WireTable

PLACE = re.compile(
    r"[A-Z]{1,5}\d{0,8}(:[A-Z]{1,5}\d{0,8})?"
)  # of an issue: a cell, a column, or the corners of several
LONGEST_PLACE = 40
LONGEST_SAID = 500  # of an explanation, as reading cuts it
RULES = {rule.id: rule for rule in READING_RULES}


class MalformedAnswer(ValueError):
    """Bytes that are no readings of the files that were asked for."""


Known = Mapping[str, frozenset[str]]  # names that a reading may use: of each report its columns


def known_names(catalog: Catalog) -> Known:
    """The names of some contracts."""
    return {name: frozenset(c.name for c in contract.columns) for name, contract in catalog.contracts.items()}


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
        if (
            sum(length for _, length in wire.messages) > len(whole) - behind
        ):  # each would be copied, however often named
            raise MalformedAnswer("its messages are longer than it is")
        messages = [_message(whole[behind:], *place) for place in wire.messages]
        readings = tuple(_reading(one, messages, sources, known) for one in wire.readings)
    except (ValueError, struct.error) as error:
        said = f"{error.error_count()} wrong values" if isinstance(error, ValidationError) else str(error)
        raise MalformedAnswer(said) from error
    return Answer(readings, wire.out_of_memory, wire.failure)


def _message(behind: memoryview, start: int, length: int) -> CellMessage:
    if start + length > len(behind):
        raise MalformedAnswer("cells lie behind its end")
    message = CellMessage(bytes(behind[start : start + length]))
    message.check()
    return message


def _reading(
    wire: WireReading, messages: Sequence[CellMessage], sources: Sequence[SourceFile], known: Known
) -> FileReading:
    if wire.source >= len(sources):
        raise MalformedAnswer("it is about a file that was not asked for")
    source = sources[wire.source]
    if wire.name != source.name:
        if not wire.name.startswith(f"{source.name}/"):
            raise MalformedAnswer("it is about a file that was not asked for")
        source = replace(source, name=wire.name)
    said = (text for one in wire.explanations for text in vars(one).values() if isinstance(text, str))
    if any(len(text) > LONGEST_SAID for text in said):
        raise MalformedAnswer("an explanation is longer than any that is kept")
    reports = {
        *wire.nil_reports,
        *(one.report for one in wire.explanations),
        *(issue.report for issue in wire.issues if issue.report is not None),
    }
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
        wire.explanations,
        wire.made_from,
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


def _table(wire: WireTable, messages: Sequence[CellMessage], known: Known) -> Table:
    if wire.report not in known:
        raise MalformedAnswer("it names a report that there is not")
    columns, fields = (_columns if len(wire.columns) <= 10 * LONGEST_FORM else _columns.__wrapped__)(wire.columns)
    if not fields <= known[wire.report]:
        raise MalformedAnswer("it names a column that there is not")
    if len(wire.rows) == 2:
        rows = tuple(range(wire.rows[0], wire.rows[1] + 1))
    else:
        (rows,) = wire.rows
    message = _of_table(wire, messages)
    lengths = frozenset((0, len(rows)))
    return Table(
        wire.report,
        wire.sheet,
        wire.header_rows,
        columns,
        rows,
        _cells(wire.values, message, lengths),
        _cells(wire.extra, message, lengths),
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
def _columns(written: str) -> tuple[tuple[ColumnMatch, ...], frozenset[str]]:
    """Columns, and the contract's columns that they are said to be."""
    columns = COLUMNS.validate_json(written)
    if any(not 0 <= column.index < MOST_ROWS or not 0 <= (column.row or 0) < MOST_ROWS for column in columns):
        raise MalformedAnswer("a column lies outside of any sheet")
    return shareable(columns), frozenset(column.field for column in columns if column.field is not None)


def _of_table(wire: WireTable, messages: Sequence[CellMessage]) -> CellMessage:
    if wire.message is None and not wire.values and not wire.extra:
        return NO_CELLS
    if wire.message is None or wire.message >= len(messages):
        raise MalformedAnswer("cells lie in a message that there is not")
    return messages[wire.message]


def _cells(places: tuple[Place, ...], message: CellMessage, lengths: frozenset[int]) -> PackedCells:
    cells = PackedCells(places, message)
    cells.check(lengths)
    return cells
