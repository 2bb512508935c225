"""Refresh the planner's statistics of the ledgers after a publish that changed much: without them views join in loops."""

from contextlib import suppress

import sqlalchemy as sa

from etl.errors import TransientError
from etl.warehouse.engine import failures_translated

_KNOWN = sa.text("select reltuples from pg_class where oid = 'ops.submission'::regclass")
_REFRESH = sa.text("analyze ops.submission, ops.obligation, ops.county_attempt, ops.issue")
ENOUGH = 10  # a tenth of what the planner knows of


def refresh_statistics(engine: sa.Engine, submissions: int) -> None:
    """Refresh them when a run stored more than a tenth of the submissions that the planner knows of; takes milliseconds.

    It is for speed alone: what the server does not do now, its autovacuum does within a minute.
    """
    with suppress(TransientError), failures_translated(), engine.connect() as connection:
        quick = connection.execution_options(isolation_level="AUTOCOMMIT")
        if submissions * ENOUGH > quick.execute(_KNOWN).scalar_one():
            quick.execute(_REFRESH)
