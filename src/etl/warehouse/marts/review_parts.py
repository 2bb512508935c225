"""Parts of the SQL of mart.review_list and mart.submission_repeat that follow from the contracts: reports equal to the last period's, and days of another one. Runs nothing."""

from collections.abc import Iterator, Sequence

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.warehouse.totals.specification import TOTALS

# who has nothing new to say of a state says nothing odd
_MOVES = frozenset(["flow", "cumulative"])
_NOTHING_THE_SAME = "select 0::bigint, 0::bigint, null::text, null::text, null::text, null::text, 0::bigint"
_NOTHING_OUTSIDE = "select null, null, null, null, 0::bigint, null::numeric"


def review_parts(catalog: Catalog) -> dict[str, str]:
    """By their names in the file; each is a union of queries, or one that finds nothing."""
    moving = [c for c in catalog.contracts.values() if any(column.measure in _MOVES for column in c.columns)]
    same = [_same_rows(contract) for contract in moving if contract.shape == "list"]
    outside = [query for contract in catalog.contracts.values() for query in _outside_period(contract)]
    return {
        "same_rows": "\nunion all\n".join(same or [f"{_NOTHING_THE_SAME} where false"]),
        "outside": "\nunion all\n".join(outside or [f"{_NOTHING_OUTSIDE} where false"]),
    }


def _same_rows(contract: Contract) -> str:
    """Pairs of as many rows and of the same totals are compared row by row; few are. Whatever repeats a row is counted so often."""
    columns = [column.name for column in contract.columns]
    same = _same("core." + contract.report, columns)
    for total in TOTALS:
        if total.report == contract.report and not total.is_listed:
            # "case", as nothing else says what is looked at first
            same = f"case when {_same('core.' + total.table, total.columns)} then {same} else false end"
    return f"""select n.submission_id, b.submission_id, n.county_code, n.period, n.report, p.previous_period, n.row_count::bigint
from mart.period_pair p
join ops.submission n on n.period = p.period and n.report = '{contract.report}' and n.in_use_from is not null
join ops.submission b
    on b.period = p.previous_period and b.report = n.report and b.county_code = n.county_code
    and b.in_use_from is not null and b.row_count = n.row_count
where p.comparison = 'previous' and n.row_count > 0 and {same}"""


def _same(table: str, columns: Sequence[str]) -> str:
    """That two submissions, n and b, have as many rows of a table, which the caller says of reports, and the same."""

    def rows(of: str) -> str:
        return f"select {', '.join(f'r.{name}' for name in columns)} from {table} r where r.submission_id = {of}.submission_id"

    return f"not exists ({rows('n')} except all {rows('b')})"


def _outside_period(contract: Contract) -> Iterator[str]:
    """Of the period q, whose rows stand together."""
    flows = [column for column in contract.columns if column.measure == "flow"]
    money = next((f"sum(v.{column.name})" for column in flows if column.type.is_money), "null::numeric")
    for day in (column for column in contract.columns if flows and column.type.is_day):
        yield f"""select v.county_code, '{contract.report}', '{day.name}', min(v.{day.name})::text, count(*), {money}
from mart.submission_span p
join mart.{contract.report} v on v.period = p.period and v.submission_id between p.first_id and p.last_id
where p.period = q.period and p.report = '{contract.report}' and v.{day.name} < q.starts_on
group by v.county_code"""
