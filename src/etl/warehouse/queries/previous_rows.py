"""Rows of the version before each report that came. Takes a connection, never writes.

The version before is the last accepted one that arrived before this one, whenever it was judged: judging the same file
again finds the same. Of the period itself if there is one, else of the latest period of the same length before it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import pandas as pd
import sqlalchemy as sa

from etl.contract.schema import Contract
from etl.warehouse.schema.tables import part, submission


@dataclass(frozen=True)
class Came:
    """One report that came: whose, for when, and when it arrived."""

    county_code: str
    period: str
    arrival: tuple[int, datetime]


def previous_rows(engine: sa.Engine, contract: Contract, came: Sequence[Came], columns: Sequence[str]) -> pd.DataFrame:
    """The rows of the version before each report; figures as whole numbers of the contract's smallest unit."""
    names = [*contract.key, *columns]
    blank = pd.DataFrame(columns=["submission_id", "county_code", "period", "is_same_period", "said_in", *names])
    with engine.connect() as connection:
        before = _versions_before(connection, contract.report, came)
        if not before:
            return blank
        table = sa.table(contract.report, sa.column("submission_id"), *map(sa.column, names), schema="core")
        wanted = table.c.submission_id.in_([number for number, *_ in before])
        rows = pd.DataFrame(connection.execute(sa.select(table).where(wanted)).mappings().all())
    if rows.empty:
        return blank
    for column in contract.columns:
        if column.name in rows.columns and column.type.is_figure:
            whole = [None if value is None else column.type.whole(value) for value in rows[column.name]]
            rows[column.name] = pd.array(whole, dtype="Int64")
    versions = pd.DataFrame(before, columns=["submission_id", "county_code", "period", "is_same_period", "said_in"])
    return versions.merge(rows, on="submission_id")


def rows_in_use_before(engine: sa.Engine, contract: Contract, came: Sequence[Came]) -> pd.DataFrame:
    """The keys of the rows that were accepted of the period itself before each report; `came_in` names the files of a version."""
    rows = previous_rows(engine, contract, came, ())
    rows = rows.loc[rows["is_same_period"].astype(bool)]
    if rows.empty:
        return rows.assign(came_in=[])
    numbers = {int(number) for number in rows["submission_id"].unique()}
    s, p = submission.c, part.c
    query = (
        sa.select(s.submission_id, s.source_file, p.source_file.label("part"))
        .outerjoin(part, p.submission_id == s.submission_id)
        .where(s.submission_id.in_(numbers))
    )
    files: dict[int, list[str]] = {}
    with engine.connect() as connection:
        for one in connection.execute(query):
            files.setdefault(one.submission_id, [one.source_file]).append(one.part or one.source_file)
    return rows.assign(came_in=rows["submission_id"].map(lambda number: tuple(dict.fromkeys(files[int(number)]))))


def _versions_before(
    connection: sa.Connection, report: str, came: Iterable[Came]
) -> list[tuple[int, str, str, bool, str]]:
    """Submission, county, the period it is held against, whether it is of that period, and what it is called."""
    wanted = {(one.county_code, one.period): one for one in came}
    s = submission.c
    query = (
        sa.select(
            s.submission_id, s.county_code, s.period, s.pull, s.modified_at, s.status, s.source_file, s.received_at
        )
        .where(s.report == report, s.status.in_(("accepted", "nil")))
        .order_by(s.period, s.pull, s.modified_at, s.submission_id)
    )
    stored: dict[str, list[sa.Row]] = {}  # type: ignore[type-arg]
    for row in connection.execute(query):
        stored.setdefault(row.county_code, []).append(row)
    found = []
    for (county, period), one in wanted.items():
        candidates = [
            row
            for row in stored.get(county, [])
            if len(row.period) == len(period)
            and (row.period < period or (row.period == period and (row.pull, row.modified_at) < one.arrival))
        ]
        if candidates and candidates[-1].status == "accepted":
            last = candidates[-1]
            said_in = f"{last.received_at:%Y-%m-%d} 收到的{last.period}“{last.source_file}”"
            found.append((last.submission_id, county, period, last.period == period, said_in))
    return found
