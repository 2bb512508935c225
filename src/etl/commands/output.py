"""Output of commands: rows as JSON, CSV or a table on standard output; and a connection to ask with."""

import csv
import json
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, TextIO

from etl.foreign_text import in_csv, in_json
from etl.settings import Settings

Rows = Sequence[Mapping[str, Any]]


def print_json(rows: Rows) -> None:
    """A list of objects, one a row."""
    print(in_json(json.dumps([dict(row) for row in rows], ensure_ascii=False, default=str, indent=1)))


def print_json_line(found: Mapping[str, Any]) -> None:
    """One object on a line of its own, at once."""
    print(in_json(json.dumps(found, ensure_ascii=False)), flush=True)


def print_page(html: str) -> None:
    """A page, in which every text is escaped already."""
    print(html)


def print_csv(rows: Rows) -> None:
    """A heading and one line a row, on the terminal."""
    write_csv(sys.stdout, rows)


def write_csv(file: TextIO, rows: Rows) -> None:
    """A heading and one line a row; texts as they are shown, and none that a spreadsheet would take for a formula."""
    writer = csv.writer(file, lineterminator="\n")
    if rows:
        writer.writerow(map(in_csv, rows[0]))
    for row in rows:
        writer.writerow(in_csv(v) if isinstance(v, str) else v for v in row.values())


def print_csv_of(columns: Sequence[str], rows: Iterable[Sequence[str]], *, bom: bool) -> None:
    """A heading, also over no rows, and one line a row."""
    if bom:
        sys.stdout.write("\ufeff")
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(map(in_csv, columns))
    writer.writerows(map(in_csv, row) for row in rows)


def print_table(table: Any) -> None:
    """A rich table, as wide as the terminal."""
    from etl.console import screen

    screen().print(table)


@contextmanager
def connection(settings: Settings) -> Iterator[Any]:
    """A connection to the warehouse of the settings, for a block."""
    from etl.warehouse.open_warehouse import open_warehouse

    with open_warehouse(settings) as engine, engine.connect() as opened_connection:
        yield opened_connection
