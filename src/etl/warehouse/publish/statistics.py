"""Refresh the planner's statistics: of the ledgers after a publish that changed much, of all that a restore brought without any.

Without them views join in loops, which five years of reports never end.
"""

from contextlib import suppress

import sqlalchemy as sa

from etl.errors import TransientError
from etl.warehouse.engine import failures_translated

_KNOWN = sa.text("select reltuples from pg_class where oid = 'ops.submission'::regclass")
_REFRESH = sa.text("analyze ops.submission, ops.obligation, ops.county_attempt, ops.issue")
_UNKNOWN = sa.text("""
select format('%I.%I', n.nspname, c.relname) from pg_class c join pg_namespace n on n.oid = c.relnamespace
where n.nspname in ('core', 'ops', 'ref') and c.relkind = 'r' and pg_relation_size(c.oid) > 0
    and not exists (select from pg_stats s where s.schemaname = n.nspname and s.tablename = c.relname)
order by 1
""")
ENOUGH = 10  # a tenth of what the planner knows of


def refresh_statistics(engine: sa.Engine, submissions: int) -> None:
    """Refresh them when a run stored more than a tenth of the submissions that the planner knows of; takes milliseconds.

    It is for speed alone: what the server does not do now, its autovacuum does within a minute.
    """
    with suppress(TransientError), failures_translated(), engine.connect() as connection:
        quick = connection.execution_options(isolation_level="AUTOCOMMIT")
        if submissions * ENOUGH > quick.execute(_KNOWN).scalar_one():
            quick.execute(_REFRESH)


def first_statistics(engine: sa.Engine) -> list[str]:
    """Have the server look at the tables that hold rows and that it knows nothing of; gives their names.

    A restored dump has no statistics, and autovacuum gets round to it after a minute; of five years it takes some seconds.
    """
    with failures_translated(), engine.connect() as connection:
        quick = connection.execution_options(isolation_level="AUTOCOMMIT")
        unknown = [str(name) for name in quick.scalars(_UNKNOWN)]
        if unknown:
            quick.execute(sa.text(f"analyze {', '.join(unknown)}"))
        return unknown
