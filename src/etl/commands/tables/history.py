"""Tables of what happened, for a terminal: the latest runs, and what resubmissions changed. Takes rows, asks nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

Rows = Sequence[Mapping[str, Any]]


def runs_table(rows: Rows) -> Table:
    """One run a line, the newest first."""
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "kind", "period", "started", "ended", "state", "why"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        ended = row["finished_at"].strftime("%H:%M:%S") if row["finished_at"] else ""
        started = row["started_at"].strftime("%Y-%m-%d %H:%M:%S")
        cells = (row["run_id"], row["kind"], row["period"], started, ended, row["state"], row["message"])
        table.add_row(*(str(cell) if cell is not None else "" for cell in cells))
    return table


def changes_table(rows: Rows) -> Table:
    """One row added or gone, or one cell changed, a line."""
    table = Table(box=None, pad_edge=False)
    for heading in ("period", "county", "report", "what", "row", "column", "was", "is now"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        county = f"{row['county_code']} {row['county_name'] or ''}".strip()
        cells = (row["period"], county, row["report"], row["kind"], row["row_key"], row["column_name"])
        table.add_row(*(str(cell or "") for cell in (*cells, row["old_value"], row["new_value"])))
    return table
