"""Builds the text formats: CSV and TSV in any encoding, and the HTML pages that systems export under the name .xls."""

import csv
import io
from collections.abc import Sequence
from html import escape

from tests.workbooks.content import Sheet, Value


def build_csv(rows: Sequence[Sequence[Value]], *, encoding: str = "utf-8", delimiter: str = ",") -> bytes:
    """A CSV file; texts with a line break, a quote or the delimiter are quoted."""
    target = io.StringIO(newline="")
    csv.writer(target, delimiter=delimiter).writerows([[_shown(value) for value in row] for row in rows])
    return target.getvalue().encode(encoding)


def build_html(sheet: Sheet, *, encoding: str = "utf-8", charset: str | None = None) -> bytes:
    """A page with one table; covered cells are left out, as the standard wants."""
    starts = {(top, left): (bottom - top + 1, right - left + 1) for top, left, bottom, right in sheet.merges}
    covered = {
        (row, column)
        for top, left, bottom, right in sheet.merges
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    } - set(starts)
    lines = []
    for number, row in enumerate(sheet.rows):
        cells = ""
        for column, value in enumerate(row):
            if (number, column) in covered:
                continue
            down, across = starts.get((number, column), (1, 1))
            spans = f' rowspan="{down}" colspan="{across}"' if (down, across) != (1, 1) else ""
            cells += f"<td{spans}>{escape(_shown(value)).replace(chr(10), '<br>')}</td>"
        hidden = ' style="display:none"' if number in sheet.hidden_rows else ""
        lines.append(f"<tr{hidden}>{cells}</tr>")
    page = f"<table border=1>{''.join(lines)}</table>"
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={charset or encoding}">'
    return f"<html><head>{meta}<title>表</title></head><body>{page}</body></html>".encode(encoding)


def _shown(value: Value) -> str:
    if value is None:
        return ""
    return str(value).upper() if isinstance(value, bool) else str(value)
