"""Runs as an operator looks at them: takes rows of the ledger and the clock, gives what each came to and a table. Asks nothing."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from rich.table import Table

from etl.warehouse.queries.runs import DIED, SHORT

NOTHING = "published nothing"
KILLED = "it ended without a word: killed, cancelled at Prefect, or its machine went down; once that is mended: etl"


def outcome(row: Mapping[str, Any], now: datetime) -> str:
    """Outcome of a run, apart from how it stands."""
    if row["state"] == "running":
        return f"under way for {_lasting(now - row['started_at'])}"
    if row["state"] == DIED:
        return f"{NOTHING}: {KILLED} {'run' if row['kind'] == 'nightly' else row['kind']}"
    if row["state"] == "failed":
        return f"{NOTHING}: {(row['message'] or 'nobody knows why').removesuffix('; nothing of it was published')}"
    return ", ".join(_came_to(row, row["counts"] or {}))


def _came_to(row: Mapping[str, Any], counts: Mapping[str, Any]) -> Iterator[str]:
    """Parts of the outcome of a run that published; troubles last."""
    changed = [f"{row[name]} {name}" for name in ("accepted", "returned", "nil") if row[name]]
    if changed:
        yield from changed
    elif counts.get("inbox_is_empty"):
        yield "the inbox was empty, where earlier nights found files"
    elif row["kind"] == "replay":
        yield "every report is judged as before"
    elif counts.get("files_seen") == 0:
        yield "the inbox was empty"
    else:
        yield f"nothing new in {counts['files_seen']} files" if "files_seen" in counts else "nothing new"
    for name, one, several in (
        ("files_unread", "file unreadable", "files unreadable"),
        ("folders_gone", "county folder gone", "county folders gone"),
        ("counties_failed", "county failed", "counties failed"),
    ):
        if count := row.get(name) or counts.get(name):
            yield f"{count} {one if count == 1 else several}"


def runs_table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """One run a line, the newest first, each with its outcome."""
    table = Table(box=None, pad_edge=False)
    for heading in ("run", "kind", "period", "began", "took", "state"):
        table.add_column(heading, no_wrap=True)
    table.add_column("outcome", overflow="fold")
    for row in rows:
        took = _lasting(row["finished_at"] - row["started_at"]) if row["finished_at"] else ""
        began = row["started_at"].strftime("%Y-%m-%d %H:%M")
        cells = (row["run_id"][:SHORT], row["kind"], row["period"] or "all", began, took, row["state"], row["outcome"])
        table.add_row(*cells)
    return table


def _lasting(time: timedelta) -> str:
    seconds = max(0, int(time.total_seconds()))
    if seconds < 60:
        return f"{seconds} s"
    if seconds < 3600:
        return f"{seconds // 60} min"
    return f"{seconds // 3600} h {seconds % 3600 // 60} min" if seconds < 48 * 3600 else f"{seconds // 86400} days"
