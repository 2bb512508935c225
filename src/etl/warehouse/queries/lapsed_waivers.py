"""Waivers that are over and whose issues still stand softened, until a replay judges them anew. Takes a connection, never writes."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

# beside a waived issue stand the words of its waiver, see etl.config.waivers
_LAPSED = """
select w.rule, w.county_code, c.name as county_name, w.expires_on, w.withdrawn_at is not null as is_withdrawn,
    count(*) as issues, count(distinct i.submission_id) as reports
from ops.issue i
join ops.submission s on s.submission_id = i.submission_id and s.is_latest
join ops.waiver w on w.rule = i.rule and i.waived = w.reason || '（' || w.allowed_by || '批准，有效期至 ' || w.expires_on || '）'
    and coalesce(w.county_code, i.county_code) = i.county_code and coalesce(w.report, i.report) = i.report
    and coalesce(w.period, i.period) = i.period
left join ref.county c on c.code = w.county_code
where i.waived is not null and (w.expires_on < :today or w.withdrawn_at is not null)
  and not exists (
    select from ops.waiver v
    where v.rule = i.rule and v.withdrawn_at is null and v.expires_on >= :today
      and coalesce(v.county_code, i.county_code) = i.county_code and coalesce(v.report, i.report) = i.report
      and coalesce(v.period, i.period) = i.period
  )
group by w.rule, w.county_code, c.name, w.expires_on, is_withdrawn
order by w.rule, w.county_code
"""


@dataclass(frozen=True)
class Lapsed:
    """One waiver that is over, and what it softens all the same."""

    rule: str
    county_code: str | None
    county_name: str | None
    expires_on: date
    is_withdrawn: bool
    issues: int
    reports: int

    @property
    def sentence(self) -> str:
        """Sentence on what waits, and for which command."""
        whose = f"{self.county_code} {self.county_name}" if self.county_code else "all counties"
        ended = "was withdrawn" if self.is_withdrawn else f"expired on {self.expires_on}"
        softened = f"{self.reports} accepted report{'s' * (self.reports > 1)}"
        return f"the waiver of {self.rule} for {whose} {ended}, and {softened} would be returned without it"


def lapsed_waivers(connection: sa.Connection, today: date) -> list[Lapsed]:
    """Those that have expired or were withdrawn, and soften issues of latest submissions that no other waiver covers."""
    return [Lapsed(**row._asdict()) for row in connection.execute(sa.text(_LAPSED), {"today": today})]
