"""Sum up submissions: takes an open transaction and the catalog, fills core.*_total from rows of core; never commits.

A publication calls it for the submissions that it has just stored, a build for those that were stored before there were
totals. What a report without one of these columns, or a catalog without the report, would sum to is left out.
"""

from collections.abc import Mapping

from etl.contract.catalog import Catalog
from etl.errors import ContractError
from etl.warehouse.engine import Driver

# report -> the columns that are summed or summed by
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "organization": ("credit_code", "register_level"),
    "agreement": ("credit_code", "org_name", "register_level", "agreed_yuan"),
    "project": (
        *("credit_code", "org_name", "stage", "planned_yuan", "disbursed_yuan", "households", "persons", "jobs"),
    ),
    "need": ("status", "needed_yuan"),
    "incubator": ("base_level", "resident_orgs", "area_sqm", "invested_yuan"),
    "donation": ("value_yuan",),
    "sale": ("sold_yuan",),
    "activity": (),
}
# table -> its report and the statement; arrays are filled in one order, so that the same rows have the same totals
_STATEMENTS: Mapping[str, tuple[str, str]] = {
    "organization_total": (
        "organization",
        """
        select submission_id, array_agg(distinct credit_code) from core.organization
        where submission_id >= {first} and register_level in ('national', 'eastern') group by submission_id
        """,
    ),
    "agreement_total": (
        "agreement",
        """
        select submission_id, array_agg(credit_code), array_agg(org_name), array_agg(register_level),
            array_agg(agreements), array_agg(agreed_yuan)
        from (
            select submission_id, credit_code, org_name, register_level, count(*) as agreements,
                coalesce(sum(agreed_yuan), 0) as agreed_yuan
            from core.agreement where submission_id >= {first}
            group by submission_id, credit_code, org_name, register_level
            order by credit_code, org_name, register_level
        ) o group by submission_id
        """,
    ),
    "project_total": (
        "project",
        """
        select submission_id, array_agg(credit_code), array_agg(org_name), array_agg(projects), array_agg(planned_yuan),
            array_agg(disbursed_yuan), array_agg(households), array_agg(persons), array_agg(jobs)
        from (
            select submission_id, credit_code, org_name, count(*) as projects,
                coalesce(sum(planned_yuan), 0) as planned_yuan, coalesce(sum(disbursed_yuan), 0) as disbursed_yuan,
                coalesce(sum(households), 0) as households, coalesce(sum(persons), 0) as persons,
                coalesce(sum(jobs), 0) as jobs
            from core.project where submission_id >= {first}
            group by submission_id, credit_code, org_name
            order by credit_code, org_name
        ) o group by submission_id
        """,
    ),
    "project_stage_total": (
        "project",
        """
        select submission_id, stage, count(*), coalesce(sum(planned_yuan), 0), coalesce(sum(disbursed_yuan), 0),
            coalesce(sum(households), 0), coalesce(sum(persons), 0), coalesce(sum(jobs), 0)
        from core.project where submission_id >= {first} group by submission_id, stage
        """,
    ),
    "need_total": (
        "need",
        """
        select submission_id, status, count(*), coalesce(sum(needed_yuan), 0)
        from core.need where submission_id >= {first} group by submission_id, status
        """,
    ),
    "incubator_total": (
        "incubator",
        """
        select submission_id, base_level, count(*), coalesce(sum(resident_orgs), 0), coalesce(sum(area_sqm), 0),
            coalesce(sum(invested_yuan), 0)
        from core.incubator where submission_id >= {first} group by submission_id, base_level
        """,
    ),
    "donation_total": (
        "donation",
        """
        select submission_id, count(*), coalesce(sum(value_yuan), 0)
        from core.donation where submission_id >= {first} group by submission_id
        """,
    ),
    "sale_total": (
        "sale",
        """
        select submission_id, count(*), coalesce(sum(sold_yuan), 0)
        from core.sale where submission_id >= {first} group by submission_id
        """,
    ),
    "activity_total": (
        "activity",
        "select submission_id, count(*) from core.activity where submission_id >= {first} group by submission_id",
    ),
}


def sum_up(driver: Driver, report: str, first: int) -> None:
    """Sum up the accepted submissions of a report from this number on, of which none is summed up yet."""
    for table, (of_report, statement) in _STATEMENTS.items():
        if of_report == report:
            driver.execute(f"insert into core.{table} {statement.format(first=int(first))}".encode())


def sum_up_the_rest(driver: Driver, catalog: Catalog) -> None:
    """Sum up what was stored before there were totals; ContractError when a contract lacks a column that they need."""
    for report, names in COLUMNS.items():
        contract = catalog.contracts.get(report)
        has = {column.name for column in contract.columns} if contract else set(names)
        if lacking := [name for name in names if name not in has]:
            raise ContractError(
                f"the summaries of mart cannot be made from these contracts: {report}.{lacking[0]} does not exist"
            )
    for table, (report, statement) in _STATEMENTS.items():
        if report in catalog.contracts:
            first = f"(select coalesce(max(submission_id), 0) + 1 from core.{table})"
            driver.execute(f"insert into core.{table} {statement.format(first=first)}".encode())
