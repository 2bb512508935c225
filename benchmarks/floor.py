"""The floor of a night: what cannot be avoided in Python. Takes an inbox, gives its figures.

In it: python-calamine opens every workbook and gives every cell of every sheet as Python values, one file after the other
on one core; the rows below the headings are written as CSV by the csv module and go to one plain table a report, by COPY,
in one transaction, up to its commit. Nothing else: no archive, no reading in a child process, no recognition, no types, no
rules, no ledger, no indexes, no units (an amount stays in 万元). The tables are made before, and not counted.
"""

import csv
import resource
import time
from collections import defaultdict
from io import StringIO
from pathlib import Path

import psycopg
from psycopg import sql
from python_calamine import CalamineWorkbook

from benchmarks.workbooks import HEADING_ROWS
from etl.contract.catalog import load_catalog
from etl.contract.schema import Contract
from etl.settings import Settings
from etl.warehouse.address import plain


def main(inbox: str) -> dict[str, float]:
    """Read all workbooks of an inbox, copy their rows, and say how long both took."""
    settings = Settings()
    assert settings.warehouse_url is not None
    contracts = {contract.title.zh: contract for contract in load_catalog(settings.config).contracts.values()}
    with psycopg.connect(plain(settings.warehouse_url.get_secret_value())) as connection:
        for contract in contracts.values():
            connection.execute(_table(contract))
        connection.commit()
        started = time.monotonic()
        cells: dict[str, list[list[object]]] = defaultdict(list)
        for path in sorted(Path(inbox).rglob("*.xlsx")):
            book = CalamineWorkbook.from_path(path)
            for sheet in book.sheet_names:
                cells[sheet] += book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)[HEADING_ROWS:]
        read = time.monotonic()
        copied = sum(_copy(connection, contracts[sheet], rows) for sheet, rows in cells.items())
        connection.commit()
        ended = time.monotonic()
    return {
        "read": read - started,
        "copy": ended - read,
        "total": ended - started,
        "rows": sum(map(len, cells.values())),
        "copied_mb": copied / 1e6,
        "parent_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


def _table(contract: Contract) -> sql.Composed:
    columns = [
        sql.SQL("{} {}").format(
            sql.Identifier(column.name), sql.SQL("numeric" if column.type.is_figure else column.type.sql)
        )
        for column in contract.columns
    ]
    return sql.SQL("create table {} ({})").format(_name(contract), sql.SQL(", ").join(columns))


def _name(contract: Contract) -> sql.Identifier:
    return sql.Identifier("public", f"floor_{contract.report}")


def _copy(connection: "psycopg.Connection[tuple[object, ...]]", contract: Contract, rows: list[list[object]]) -> int:
    """Append the rows; gives the bytes."""
    text = StringIO(newline="")
    csv.writer(text).writerows(rows)
    content = text.getvalue().encode()
    names = sql.SQL(", ").join(sql.Identifier(column.name) for column in contract.columns)
    command = sql.SQL("copy {} ({}) from stdin (format csv)").format(_name(contract), names)
    with connection.cursor() as cursor, cursor.copy(command) as copy:
        copy.write(content)
    return len(content)
