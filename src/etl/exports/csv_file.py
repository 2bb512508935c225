"""CSV that is safe to open: takes a sheet, writes its headings and a line a row, in which no text is a formula."""

import csv
from functools import partial
from pathlib import Path
from typing import Any, TextIO

from etl.exports.cell_text import plain
from etl.exports.distinct import Distinct, cells
from etl.exports.sheet import Sheet, SheetColumn
from etl.foreign_text import in_csv

WITH_BOM = "utf-8-sig"  # without it Excel takes a CSV for GBK


def write_csv_file(path: Path, sheet: Sheet) -> int:
    """Write a file that Excel opens with its Chinese letters; gives how many rows stand below the headings."""
    with path.open("w", encoding=WITH_BOM, newline="") as file:
        return write_sheet(file, sheet)


def write_sheet(file: TextIO, sheet: Sheet) -> int:
    """Write a heading, also over no rows, and a line a row."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(in_csv(column.heading) for column in sheet.columns)
    columns = [Distinct(partial(_written, column)) for column in sheet.columns]
    count = 0
    for row in sheet.rows:
        writer.writerow(cells(columns, row))
        count += 1
    return count


def _written(column: SheetColumn, value: Any) -> str:
    shown = plain(value if column.read is None else column.read(value))
    return in_csv(shown) if isinstance(shown, str) else "" if shown is None else str(shown)
