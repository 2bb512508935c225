"""Reports that go back, and the files they came in: takes a connection, gives plain rows. Never writes."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl.model import SourceFile
from etl.warehouse.queries.explanations import OF_THE_ISSUE
from etl.warehouse.queries.ledger import source_of
from etl.warehouse.standing_issues import FILE_STANDS

# a report's issues go back with the file that they name, or the one that decided it; those that stand, as in `etl issues`, but for warnings that are explained
_ISSUES = f"""
select i.county_code, i.period, i.report, coalesce(i.source_file, s.source_file) as source_file, i.sheet, i.cell, i.source_row,
    i.column_name, i.rule, i.severity, i.value, i.expected, i.message, r.started_at as judged_at
from ops.issue i
join ops.run r on r.run_id = i.run_id
left join ops.submission s on s.submission_id = i.submission_id
where i.severity in ('critical', 'warning') and i.waived is null and i.county_code is not null
  and not exists (select 1 from ops.explanation e where {OF_THE_ISSUE})
  and (cast(:period as text) is null or i.period = :period)
  and (cast(:counties as text[]) is null or i.county_code = any(cast(:counties as text[])))
  and (s.is_latest or i.submission_id is null and {FILE_STANDS})
order by i.county_code, i.period, i.report, i.sheet, i.source_row, i.column_name, i.rule, i.cell
"""
_FILES = """
select distinct on (f.county_code, f.period, f.name) f.*
from ops.file f
where (cast(:period as text) is null or f.period = :period)
  and (cast(:counties as text[]) is null or f.county_code = any(cast(:counties as text[])))
  and f.period not in (select period from ops.archive_prune)
order by f.county_code, f.period, f.name, f.pull desc, f.modified_at desc
"""


def return_issues(
    connection: sa.Connection, period: str | None = None, counties: tuple[str, ...] = ()
) -> list[Mapping[str, Any]]:
    """Critical issues and warnings that stand and are not waived, each with the file it goes back with."""
    rows = connection.execute(sa.text(_ISSUES), {"period": period, "counties": [*counties] or None})
    return [row._asdict() for row in rows]


def latest_files(
    connection: sa.Connection, archive: Path, period: str | None = None, counties: tuple[str, ...] = ()
) -> dict[tuple[str, str, str], SourceFile]:
    """The newest file under each name, by county, period and name, but for periods whose files were removed."""
    rows = connection.execute(sa.text(_FILES), {"period": period, "counties": [*counties] or None})
    sources = (source_of(row, archive) for row in rows)
    return {(one.county_code, one.period, one.name): one for one in sources}


def first_run(connection: sa.Connection) -> str:
    """The first run of a warehouse, by which it is told from another one; '' before it."""
    return connection.scalar(sa.text("select run_id from ops.run order by started_at, run_id limit 1")) or ""
