"""Parts of the SQL of mart.review_list and mart.submission_repeat that follow from the contracts: reports equal to the last period's, and days of another one. Runs nothing."""

from collections.abc import Iterator

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract

# who has nothing new to say of a state says nothing odd
_MOVES = frozenset(["flow", "cumulative"])
_NOTHING_THE_SAME = "select 0::bigint, 0::bigint, null::text, null::text, null::text, null::text, 0::bigint"
_NOTHING_OUTSIDE = "select null, null, null, null, null, 0::bigint, null::numeric"


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
    """Pairs whose number of rows is the same are compared row by row; few are."""
    columns = ", ".join(f"r.{column.name}" for column in contract.columns)

    def rows(of: str) -> str:
        return f"select {columns} from core.{contract.report} r where r.submission_id = {of}.submission_id"

    return f"""select n.submission_id, b.submission_id, n.county_code, n.period, n.report, p.previous_period, n.row_count::bigint
from mart.period_pair p
join ops.submission n on n.period = p.period and n.report = '{contract.report}' and n.in_use_from is not null
join ops.submission b
    on b.period = p.previous_period and b.report = n.report and b.county_code = n.county_code
    and b.in_use_from is not null and b.row_count = n.row_count
where p.comparison = 'previous' and n.row_count > 0 and not exists ({rows("n")} except {rows("b")})"""


def _outside_period(contract: Contract) -> Iterator[str]:
    flows = [column for column in contract.columns if column.measure == "flow"]
    money = next((f"sum(v.{column.name})" for column in flows if column.type.is_money), "null::numeric")
    for day in (column for column in contract.columns if flows and column.type.is_day):
        yield f"""select v.county_code, v.period, '{contract.report}', '{day.name}', min(v.{day.name})::text, count(*), {money}
from mart.{contract.report} v
join mart.period_pair p on p.period = v.period and p.comparison = 'previous'
where v.{day.name} < p.starts_on
group by v.county_code, v.period"""
