"""Standing issues, grouped by county, report and rule, all counties at once: takes a connection, gives frozen rows."""

from collections.abc import Sequence
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.standing_issues import STANDS

_GROUPS = f"""
select i.period, i.county_code, i.report, i.rule, i.severity, i.waived is not null as is_waived, count(*) as issues,
    min(i.source_file) as source_file, min(i.sheet) as sheet,
    (array_agg(i.cell order by i.source_row, i.cell))[1] as cell,
    (array_agg(i.message order by i.source_row, i.cell))[1] as message
from ops.issue i
left join ops.submission s on s.submission_id = i.submission_id
where i.period = any(cast(:periods as text[])) and i.county_code is not null
  and {STANDS}
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
