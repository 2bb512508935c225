"""Rows in use of some versions of a report, with where each stands: takes a connection, gives plain rows. Never writes.

Asked county by county, and only of counties whose files are made anew: no two counties' rows are in memory together.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa


def rows_of(
    connection: sa.Connection, report: str, columns: Sequence[str], submissions: Sequence[int]
) -> list[dict[str, Any]]:
    """The columns of a contract, and file, sheet, row and version of each row, in the order of the sheet."""
    listed = ", ".join(f"r.{column}" for column in columns)
    query = (
        f"select {listed}, coalesce(r.source_file, s.source_file) as source_file, r.source_sheet, r.source_row,"
        f" r.submission_id from core.{report} r join ops.submission s on s.submission_id = r.submission_id"
        " where r.submission_id = any(cast(:submissions as bigint[])) order by source_file, r.source_sheet, r.source_row"
    )
    return [dict(row) for row in connection.execute(sa.text(query), {"submissions": [*submissions]}).mappings()]
