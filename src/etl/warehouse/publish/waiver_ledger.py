"""Waivers in the ledger: takes a connection, gives the recorded ones and the issues they softened. Never writes."""

from collections.abc import Mapping
from datetime import datetime

import sqlalchemy as sa

from etl.config.waivers import Waiver
from etl.warehouse.schema.tables import issue, submission, waiver

Softened = tuple[str, str, str, str, str]  # rule, county code, report, period, and what stands beside the issue


def recorded_waivers(connection: sa.Connection) -> dict[Waiver, datetime | None]:
    """Every waiver that a run ever took up, the latest first, and when it was withdrawn; None: it still stands."""
    names = ("rule", "county_code", "report", "period", "reason", "allowed_by", "expires_on")
    found: dict[Waiver, datetime | None] = {}
    for row in connection.execute(sa.select(waiver).order_by(waiver.c.recorded_at.desc(), waiver.c.rule)):
        found.setdefault(Waiver(**{name: getattr(row, name) for name in names}), row.withdrawn_at)
    return found


def softened_issues(connection: sa.Connection) -> Mapping[Softened, int]:
    """Number of waived issues of the latest submissions, by rule, county, report, period and the waiver's words."""
    kinds = (issue.c.rule, issue.c.county_code, issue.c.report, issue.c.period, issue.c.waived)
    query = (
        sa.select(*kinds, sa.func.count().label("issues"))
        .join(submission, submission.c.submission_id == issue.c.submission_id)
        .where(submission.c.is_latest, issue.c.waived.is_not(None))
        .group_by(*kinds)
    )
    return {(row[0], row[1], row[2], row[3], row[4]): row.issues for row in connection.execute(query)}
