"""CSV that is safe to open: takes a sheet, writes its headings and a line a row, in which no text is a formula."""

import csv
from collections.abc import Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

from etl.exports.cell_text import plain
from etl.exports.distinct import Distinct, rows_of_texts
from etl.exports.sheet import Sheet, SheetColumn
from etl.foreign_text import in_csv, stand_as_they_are

WITH_BOM = "utf-8-sig"  # without it Excel takes a CSV for GBK
ROWS_AT_ONCE = 500


def write_csv_file(path: Path, sheet: Sheet) -> int:
    """Write a file that Excel opens with its Chinese letters; gives how many rows stand below the headings."""
    with path.open("w", encoding=WITH_BOM, newline="") as file:
        return write_sheet(file, sheet)


def write_sheet(file: TextIO, sheet: Sheet) -> int:
    """Write a heading, also over no rows, and a line a row."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(in_csv(column.heading) for column in sheet.columns)
    columns = [
        Distinct(partial(_written, column), _as_they_are if column.read is None else None) for column in sheet.columns
    ]
    count, rows = 0, iter(sheet.rows)
    while batch := list(islice(rows, ROWS_AT_ONCE)):
        writer.writerows(rows_of_texts(columns, batch))
        count += len(batch)
    return count


def _as_they_are(values: Sequence[Any]) -> Sequence[str] | None:
    """Texts, if all are and none would be written otherwise."""
    texts = ["" if text is None else text for text in values if text is None or type(text) is str]
    return texts if len(texts) == len(values) and stand_as_they_are(texts) else None


def _written(column: SheetColumn, value: Any) -> str:
    shown = plain(value if column.read is None else column.read(value))
    return in_csv(shown) if isinstance(shown, str) else "" if shown is None else str(shown)
