"""Rows in use of some versions of a report, with where each stands: takes a connection and a contract's columns, gives texts. Never writes.

A value comes as PostgreSQL writes it, and a version's rows as one value: most of what rows cost is making something of each cell.
"""

import json
from collections.abc import Sequence

import sqlalchemy as sa

from etl.contract.schema import Column

Row = list[str | None]
PLACE = ("source_file", "source_sheet", "source_row")  # what follows the columns


def rows_of(
    connection: sa.Connection, report: str, columns: Sequence[Column], submissions: Sequence[int]
) -> dict[int, list[Row]]:
    """Version -> its rows in the order of the sheet: the columns, then file, sheet and row."""
    file = "coalesce(r.source_file, s.source_file)"
    listed = ", ".join((*map(_text, columns), file, "r.source_sheet", "r.source_row::text"))
    query = (
        f"select r.submission_id, json_agg(array[{listed}] order by {file}, r.source_sheet, r.source_row)::text"
        f" from core.{report} r join ops.submission s on s.submission_id = r.submission_id"
        " where r.submission_id = any(cast(:submissions as bigint[])) and r.submission_id between :first and :last"
        " group by r.submission_id"
    )
    asked = {"submissions": [*submissions], "first": min(submissions), "last": max(submissions)}
    found: dict[int, list[Row]] = {submission: [] for submission in submissions}
    for submission, rows in connection.execute(sa.text(query), asked):
        found[submission] = json.loads(rows)
    return found


def _text(column: Column) -> str:
    if column.type.sql == "date":  # whatever the server's own style is
        return f"to_char(r.{column.name}, 'YYYY-MM-DD')"
    return f"r.{column.name}::text"
