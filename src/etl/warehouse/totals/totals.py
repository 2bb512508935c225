"""Sum up what was stored before there were totals: takes an open transaction and the catalog, fills core.*_total; never commits.

What a catalog without the report would sum to is left out.
"""

from collections.abc import Callable

from etl.contract.catalog import Catalog
from etl.errors import ContractError
from etl.warehouse.engine import Driver
from etl.warehouse.totals.specification import TOTALS, Total

MANY = 20  # reports that take a moment
_BEHIND = """
select count(*) from ops.submission
where report = %s and status = 'accepted' and submission_id > (select coalesce(max(submission_id), 0) from core.{table})
"""


def sum_up_the_rest(driver: Driver, catalog: Catalog, say: Callable[[str], None] = lambda line: None) -> None:
    """Sum up the submissions behind the last one that is; ContractError when a contract lacks a column that this needs.

    `say` is told before what may take long: ten seconds and more for years of a province.
    """
    for total in TOTALS:
        contract = catalog.contracts.get(total.report)
        if contract is None:
            continue
        has = {column.name for column in contract.columns}
        if lacking := [name for name in total.reads if name not in has]:
            raise ContractError(
                f"the summaries of mart cannot be made from these contracts: {total.report}.{lacking[0]} does not exist"
            )
        ((count,),) = driver.execute(_BEHIND.format(table=total.table).encode(), [total.report]).fetchall()
        if isinstance(count, int) and count >= MANY:
            say(f"summing up {count} reports of {total.report} that are in no {total.table} yet, which is done once")
        driver.execute(_statement(total).encode())


def _statement(total: Total) -> str:
    """Names are those of the specification, and values are none but its own."""
    chosen = f" and {total.only[0]} in ({', '.join(map(repr, total.only[1]))})" if total.only else ""
    of_columns = [
        *total.by,
        *(["count(*) as n"] if total.count else []),
        *(f"coalesce(sum({name}), 0) as {name}" for name in total.sums),
    ]
    by = ", ".join(["submission_id", *total.by])
    groups = f"""
        select {", ".join(["submission_id", *of_columns])} from core.{total.report}
        where submission_id > (select coalesce(max(submission_id), 0) from core.{total.table}){chosen}
        group by {by}
    """
    if total.is_listed:
        names = [*total.by, *(["n"] if total.count else []), *total.sums]
        order = ", ".join(f'{name} collate "C"' for name in total.by)
        lists = ", ".join(f"array_agg({name} order by {order})" for name in names)
        groups = f"select submission_id, {lists} from ({groups}) g group by submission_id"
    return f"insert into core.{total.table} ({', '.join(['submission_id', *total.columns])}) {groups}"
