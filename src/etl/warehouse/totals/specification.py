"""Totals of a submission, each said once: which columns of which report are summed, by what, into which columns of core.*_total.

What they are made by reads these: `in_columns` while rows are published, `totals` in SQL for rows that are there already.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Total:
    """One table of totals, without its schema; columns of the report stand beside the table's own, in its order."""

    table: str
    report: str
    by: Mapping[str, str] = field(default_factory=dict)
    count: str | None = None
    sums: Mapping[str, str] = field(default_factory=dict)
    only: tuple[str, tuple[str, ...]] | None = None  # a column, and the values in it that count
    is_listed: bool = False  # a submission is one row, whose columns are arrays; else it has a row for each group

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns of the table but for submission_id, in order."""
        return (*self.by.values(), *([self.count] if self.count else []), *self.sums.values())

    @property
    def reads(self) -> tuple[str, ...]:
        """The columns of the report that it needs."""
        return tuple(dict.fromkeys([*self.by, *self.sums, *([self.only[0]] if self.only else [])]))


_ORGANISATION = {"credit_code": "credit_codes", "org_name": "org_names"}
_PROJECTS = {name: name for name in ("planned_yuan", "disbursed_yuan", "households", "persons", "jobs")}

TOTALS = (
    Total(
        "organization_total",
        "organization",
        by={"credit_code": "from_outside"},
        only=("register_level", ("national", "eastern")),
        is_listed=True,
    ),
    Total(
        "agreement_total",
        "agreement",
        by=_ORGANISATION | {"register_level": "register_levels"},
        count="agreements",
        sums={"agreed_yuan": "agreed_yuan"},
        is_listed=True,
    ),
    Total("project_total", "project", by=_ORGANISATION, count="projects", sums=_PROJECTS, is_listed=True),
    Total("project_stage_total", "project", by={"stage": "stage"}, count="projects", sums=_PROJECTS),
    Total("need_total", "need", by={"status": "status"}, count="needs", sums={"needed_yuan": "needed_yuan"}),
    Total(
        "incubator_total",
        "incubator",
        by={"base_level": "base_level"},
        count="incubators",
        sums={name: name for name in ("resident_orgs", "area_sqm", "invested_yuan")},
    ),
    Total("disbursement_total", "disbursement", count="payments", sums={"paid_yuan": "paid_yuan"}),
    Total("donation_total", "donation", count="donations", sums={"value_yuan": "donated_yuan"}),
    Total("sale_total", "sale", count="sales", sums={"sold_yuan": "sold_yuan"}),
    Total("activity_total", "activity", count="activities"),
)
