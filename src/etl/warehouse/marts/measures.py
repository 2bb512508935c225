"""Rows that the measures of the summaries are made of: by measure the report, what is counted of it, and which of its rows. Runs nothing.

The summaries themselves stand in area_summary.sql; a test adds every measure up from its rows and compares.
"""

from dataclasses import dataclass
from typing import Literal

_FROM_OUTSIDE = "v.register_level in ('national', 'eastern')"
# as area_summary.sql has it: what agreements say, and the register of an organisation that has none
_PROJECT_FROM_OUTSIDE = """(exists (
        select from mart.agreement g
        where g.period = v.period and g.credit_code = v.credit_code and g.register_level in ('national', 'eastern'))
    or exists (
        select from mart.organization o
        where o.period = v.period and o.credit_code = v.credit_code and o.register_level in ('national', 'eastern'))
    and not exists (select from mart.agreement g where g.period = v.period and g.credit_code = v.credit_code))"""


@dataclass(frozen=True)
class MadeOf:
    """Making of a measure: a sum of a column, a count of rows, or one of the different values of a column."""

    report: str
    counted: Literal["sum", "rows", "different"]
    column: str | None = None
    condition: str = "true"  # on the rows of mart.<report>, called v


MADE_OF = {
    "paired_orgs": MadeOf("agreement", "different", "credit_code"),
    "paired_counties": MadeOf("agreement", "different", "county_code"),
    "agreements": MadeOf("agreement", "rows"),
    "agreed_yuan": MadeOf("agreement", "sum", "agreed_yuan"),
    "national_eastern_orgs": MadeOf("agreement", "different", "credit_code", _FROM_OUTSIDE),
    "national_eastern_agreed_yuan": MadeOf("agreement", "sum", "agreed_yuan", _FROM_OUTSIDE),
    "national_eastern_projects": MadeOf("project", "rows", condition=_PROJECT_FROM_OUTSIDE),
    "projects": MadeOf("project", "rows"),
    **{name: MadeOf("project", "sum", name) for name in ("planned_yuan", "disbursed_yuan", "households", "persons", "jobs")},
    "donated_yuan": MadeOf("donation", "sum", "value_yuan"),
    "sold_yuan": MadeOf("sale", "sum", "sold_yuan"),
    "needs": MadeOf("need", "rows"),
    "needs_claimed": MadeOf("need", "rows", condition="v.status in ('claimed', 'launched')"),
    "activities": MadeOf("activity", "rows"),
    **{
        f"incubators_{level}": MadeOf("incubator", "rows", condition=f"v.base_level = '{level}'")
        for level in ("province", "prefecture", "county", "township", "village")
    },
}  # fmt: skip
RATES = {
    "disbursement_rate": ("disbursed_yuan", "planned_yuan"),
    "reporting_rate": ("reports_accepted", "reports_due"),
}
