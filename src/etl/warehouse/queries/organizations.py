"""Social organisations over all counties: takes a connection, gives frozen rows. Never writes, and names no person."""

from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.queries.areas import is_there

_ORGANIZATIONS = """
with present as (
    select credit_code, county_code from mart.organization where period = :period
    union select credit_code, county_code from mart.agreement where period = :period
    union select credit_code, county_code from mart.project where period = :period
),
counties as (
    select credit_code, array_agg(county_code order by county_code) as codes from present group by credit_code
)
select p.credit_code, p.org_name, p.register_level, p.org_type, coalesce(c.codes, '{}'), p.counties_paired, p.agreements,
    p.agreed_yuan, p.projects, p.planned_yuan, p.disbursed_yuan, p.donated_yuan, p.sold_yuan
from mart.organization_profile p left join counties c on c.credit_code = p.credit_code
where p.period = :period
order by p.org_name, p.credit_code
"""


class Organization(NamedTuple):
    """One organisation of a period, over all the counties that name it."""

    credit_code: str | None  # of a name that donations or sales alone know: none
    name: str
    register_level: str | None
    org_type: str | None
    county_codes: list[str]
    counties_paired: int | None
    agreements: int | None
    agreed_yuan: Decimal | None
    projects: int | None
    planned_yuan: Decimal | None
    disbursed_yuan: Decimal | None
    donated_yuan: Decimal | None
    sold_yuan: Decimal | None


def organizations(connection: sa.Connection, period: str) -> list[Organization]:
    """The organisations of a period, by name."""
    if not is_there(connection, "mart.organization_profile"):
        return []
    return [Organization(*row) for row in connection.execute(sa.text(_ORGANIZATIONS), {"period": period})]
