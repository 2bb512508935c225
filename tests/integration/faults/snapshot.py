"""Snapshot of a warehouse as its users see it: takes an engine, gives plain values by which two can be compared."""

from collections import Counter
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from etl.warehouse.marts.chinese import SUFFIX
from etl.warehouse.queries.waiting import waiting

# all that may differ between a night that was disturbed and one that was not, and why
LEFT_OUT = frozenset(
    {
        *(
            "submission_id",
            "previous_id",
            "first_id",
            "last_id",
        ),  # a publish that was taken back has moved the sequence on
        *("run_id", "issues_run", "decided_run", "first_seen_run"),  # drawn by lot
        *(
            "in_use_from",
            "in_use_to",
            "in_force_from",
            "in_force_to",
            "changed_at",
            "decided_at",
        ),  # when it was published
        "pull",  # a pull that failed for some is counted, too; which version is the latest is compared
        "days_late",  # of what is missing: counted until now
    }
)
BY_THE_CLOCK = frozenset(
    {"received_at", "arrived_at", "first_seen_at", "reports_on_time", "on_time_rate"}
)  # what another clock makes differ
NIGHT_BY_NIGHT = frozenset({"validation_result", "attempt_history"})  # the log of runs; no state of the province
# all of ops but the log of runs: which there were, what each tried, when what stands was built
LEDGER = ("submission", "issue", "file", "part", "change", "column_map", "obligation", "waiver")
OF_SUBMISSION = "submission.county_code as of_county, submission.period as of_period, submission.sha256 as of_file"

Row = tuple[tuple[str, Any], ...]
Snapshot = dict[str, list[Row]]


def snapshot(engine: sa.Engine) -> Snapshot:
    """Every mart, the ledger, every row of core with the report that it came in, and what waits."""
    with engine.connect() as connection:
        seen: Snapshot = {}
        for table in [f"mart.{name}" for name in _marts(connection)] + [f"ops.{name}" for name in LEDGER]:
            rows = connection.execute(sa.text(f"select {', '.join(_columns(connection, table))} from {table}"))
            seen[table] = [tuple(row._asdict().items()) for row in rows]
        for name in _names(connection, "core"):
            columns = ", ".join(f"core.{name}.{column}" for column in _columns(connection, f"core.{name}"))
            came_in = f"select {OF_SUBMISSION}, {columns} from core.{name} join ops.submission using (submission_id)"
            rows = connection.execute(sa.text(came_in))
            seen[f"core.{name}"] = [tuple(row._asdict().items()) for row in rows]
        seen["waiting"] = [tuple(vars(one).items()) for one in waiting(connection)]
        return seen


def differences(expected: Snapshot, found: Snapshot, but_for: Collection[str] = ()) -> list[str]:
    """Rows that only one of two snapshots has; empty when they say the same."""
    told = []
    for table in sorted(expected.keys() | found.keys()):
        wanted, there = (Counter(_without(rows[table], but_for)) for rows in (expected, found))
        told += [f"{table} lacks {row}" for row in wanted - there] + [f"{table} has {row}" for row in there - wanted]
    return told


def _without(rows: list[Row], names: Collection[str]) -> list[str]:
    return [repr([pair for pair in row if pair[0] not in names]) for row in rows]


def fingerprint_query(engine: sa.Engine) -> str:
    """One statement, and so one moment, that sums up all that readers may see."""
    with engine.connect() as connection:
        parts = [
            f"(select string_agg(t::text, ';' order by t::text) from (select {', '.join(columns)} from mart.{name}) t)"
            for name in _marts(connection)
            if (columns := _columns(connection, f"mart.{name}"))
        ]
    return f"select md5(concat_ws('|', {', '.join(parts)}))"


def fingerprint(engine: sa.Engine, statement: str) -> str:
    """Value that a reader sees at this moment."""
    with engine.connect() as connection:
        return str(connection.exec_driver_sql(statement).scalar_one())


def _marts(connection: sa.Connection) -> list[str]:
    """The views, without their twins in Chinese."""
    names = _names(connection, "mart")
    return [name for name in names if name not in NIGHT_BY_NIGHT and name.removesuffix(SUFFIX) not in {*names} - {name}]


def _names(connection: sa.Connection, schema: str) -> list[str]:
    return sorted([*sa.inspect(connection).get_view_names(schema), *sa.inspect(connection).get_table_names(schema)])


def _columns(connection: sa.Connection, table: str) -> list[str]:
    schema, name = table.split(".")
    return [c["name"] for c in sa.inspect(connection).get_columns(name, schema) if c["name"] not in LEFT_OUT]
