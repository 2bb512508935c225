"""Answers of `etl sql`: takes what was typed, gives the statement; takes the answer, prints it or writes a file of it.

On a terminal a table is as wide as it; on a pipe or in a file nothing is cut or folded, as another program reads it.
"""

import json
import math
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from rich.cells import cell_len

from etl.commands.output import print_csv_of, print_json, print_table
from etl.errors import ArgumentError, ConfigError
from etl.foreign_text import visible
from etl.terminal import tell
from etl.warehouse.queries.query import Answer

GAP = "  "
STANDARD_INPUT = "-"
_NOTHING_ASKED = 'nothing is asked: etl sql "SELECT …", etl sql -f FILE, or a statement on standard input'


def statement_of(typed: str | None, file: Path | None) -> str:
    """The statement that was typed, or stands in a file or on standard input; ArgumentError where there is none."""
    found = _text_of(typed, file)
    if not found.strip():
        raise ArgumentError(_NOTHING_ASKED)
    return found


def _text_of(typed: str | None, file: Path | None) -> str:
    if typed is not None and file is not None:
        raise ArgumentError("give a statement or -f FILE, not both")
    if typed not in (None, STANDARD_INPUT):
        return str(typed)
    try:
        if file is not None and str(file) != STANDARD_INPUT:
            return file.read_bytes().decode("utf-8-sig")
        if typed is None and file is None and sys.stdin.isatty():
            return ""
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except OSError as error:
        raise ArgumentError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise ArgumentError(f"{file or 'standard input'} is not in UTF-8") from None


def print_answer(answer: Answer, form: str | None, *, bom: bool = False) -> None:
    """The answer as a table, or as an option (--json, --csv, -x) has it."""
    if form == "--json":
        rows_of_json = (map(_as_server_writes, row) for row in answer.rows)
        print_json([dict(zip(answer.columns, row, strict=True)) for row in rows_of_json])
        return
    rows = [[shown(value) for value in row] for row in answer.rows]
    if form == "--csv":
        print_csv_of(answer.columns, rows, bom=bom)
    elif form == "-x":
        _tell_records(answer.columns, rows)
    elif sys.stdout.isatty():
        from rich.table import Table

        table = Table(*answer.columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*row)
        print_table(table)
    else:
        _tell_whole(answer.columns, rows)


def write_answer(path: Path, answer: Answer) -> int:
    """Write a Parquet file of the answer; gives how many rows."""
    from etl.exports.parquet_file import ParquetColumn, write_parquet

    columns = [ParquetColumn(name, kind) for name, kind in zip(answer.columns, answer.types, strict=True)]
    try:
        return write_parquet(path, columns, answer.rows)
    except OSError as error:
        raise ConfigError(f"{path} cannot be written: {error.strerror or error}") from error


def shown(value: Any) -> str:
    """A value as text: nothing for NULL, JSON and lists as JSON.

    >>> shown(None), shown(True), shown({"备注": "[/x]"}), shown("[b]"), shown(b"\\xff"), shown(float("-inf"))
    ('', 'true', '{"备注": "[/x]"}', '[b]', '\\\\xff', '-Infinity')
    """
    if value is None:
        return ""
    value = _as_server_writes(value)
    return json.dumps(value, ensure_ascii=False, default=str) if isinstance(value, bool | dict | list) else str(value)


def _as_server_writes(value: Any) -> Any:
    """Bytes and what is no number in the server's own words; JSON has none for them."""
    if isinstance(value, bytes):
        return f"\\x{value.hex()}"
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else f"{'-' if value < 0 else ''}Infinity"
    return value


def _tell_whole(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    lines = [[visible(cell) for cell in line] for line in (columns, *rows)]
    widths = [max(map(cell_len, of)) for of in zip(*lines, strict=True)]
    for line in lines:
        padded = (cell + " " * (width - cell_len(cell)) for cell, width in zip(line, widths, strict=True))
        tell(GAP.join(padded).rstrip())


def _tell_records(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    width = max(map(cell_len, columns), default=0)
    for number, row in enumerate(rows, start=1):
        tell(f"-[ {number} ]-")
        for name, cell in zip(columns, row, strict=True):
            tell(f"{name}{' ' * (width - cell_len(name))}{GAP}{cell}".rstrip())
