"""Table of what resubmissions changed, for a terminal. Takes rows, asks nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

Rows = Sequence[Mapping[str, Any]]


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
