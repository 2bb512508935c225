"""Standing issues, grouped by county, report and rule, all counties at once: takes a connection, gives frozen rows."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

# as `overview.issues_rows`: of the latest version, or of a file that stands as the newest under its name
_GROUPS = """
select i.period, i.county_code, i.report, i.rule, i.severity, i.waived is not null as is_waived, count(*) as issues,
    min(i.source_file) as source_file, min(i.sheet) as sheet,
    (array_agg(i.cell order by i.source_row, i.cell))[1] as cell,
    (array_agg(i.message order by i.source_row, i.cell))[1] as message
from ops.issue i
left join ops.submission s on s.submission_id = i.submission_id
where i.period = any(cast(:periods as text[])) and i.county_code is not null
  and (s.is_latest or i.submission_id is null and (i.source_file is null or exists (
      select 1 from ops.file f
      where f.county_code = i.county_code and f.period = i.period and f.name = i.source_file and f.issues_run = i.run_id
        and not exists (
            select 1 from ops.file n
            where n.county_code = f.county_code and n.period = f.period and n.name = f.name
              and (n.pull, n.modified_at) > (f.pull, f.modified_at)
        )
  )))
group by i.period, i.county_code, i.report, i.rule, i.severity, i.waived is not null
order by i.period, i.county_code, i.report,
    case i.severity when 'critical' then 1 when 'warning' then 2 else 3 end, count(*) desc, i.rule
"""


class IssueGroup(NamedTuple):
    """The issues of one rule in one report of a county; place and sentence are the first one's."""

    period: str
    county_code: str
    report: str | None
    rule: str
    severity: str
    is_waived: bool
    issues: int
    source_file: str | None
    sheet: str | None
    cell: str | None
    message: str


def issue_groups(connection: sa.Connection, periods: Sequence[str]) -> list[IssueGroup]:
    """The issues that stand, the gravest and most frequent of a report first."""
    return [IssueGroup(*row) for row in connection.execute(sa.text(_GROUPS), {"periods": [*periods]})]
