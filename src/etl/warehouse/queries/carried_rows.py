"""Rows with which a county's next template begins: those in use of the latest period before. Takes a connection, never writes."""

from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from etl.contract.schema import Contract
from etl.warehouse.schema.tables import submission


def carried_rows(connection: sa.Connection, contract: Contract, period: str) -> dict[str, list[dict[str, Any]]]:
    """By county the rows that carry over into a period, in the order in which they were sent; none of a report that does not."""
    if contract.carries_over is None:
        return {}
    of = submission.c
    latest = (
        sa.select(of.submission_id, of.county_code)
        .distinct(of.county_code)
        .where(
            of.report == contract.report,
            of.period < period,
            sa.func.length(of.period) == len(period),
            of.in_use_from.is_not(None),
            of.in_use_to.is_(None),
        )
        .order_by(of.county_code, of.period.desc())
        .subquery()
    )
    names = [column.name for column in contract.columns]
    place = ("source_file", "source_sheet", "source_row")
    table = sa.table(contract.report, *map(sa.column, ("submission_id", *place, *names)), schema="core")
    query = sa.select(latest.c.county_code, *(table.c[name] for name in names)).join(
        latest, latest.c.submission_id == table.c.submission_id
    )
    for name, codes in contract.carries_over.unless.items():
        query = query.where(table.c[name].is_(None) | table.c[name].not_in(codes))
    found: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in connection.execute(query.order_by(latest.c.county_code, *(table.c[name] for name in place))).mappings():
        found[row["county_code"]].append({name: row[name] for name in names})
    return dict(found)
