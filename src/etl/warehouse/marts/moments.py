"""Functions of a moment, `mart.<view>_as_of(timestamptz)`: takes the marts and their columns as the database has them, gives SQL; runs nothing.

What a moment changes is said for a few relations; any other view that reads these, and else nothing that changes, is had as of a moment
by reading theirs instead.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from etl.contract.catalog import Catalog
from etl.warehouse.marts.chinese import quoted_name
from etl.warehouse.marts.described import MartView
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.status_parts import status_parts
from etl.warehouse.marts.table_function import in_use_at, table_function

SUFFIX = "_as_of"
_SAID = "（某一时刻的数据）"
_IN_USE = in_use_at("$1")
_TIMELESS = frozenset({"area", "period_pair", "fold_key", "submission_repeat"})
_MART = re.compile(r"\bmart\.(\w+)")
# a caller reaches no function of ops; whom it shows all counties, to him mart.area shows the province
_SEES_ALL = ("(select ops.counties_seen()) is null", "exists (select from mart.area p where p.level = 'province')")


def moment_functions(
    catalog: Catalog, marts: Sequence[Mart], texts: Mapping[str, str], views: Mapping[str, MartView]
) -> Iterator[Mart]:
    """Each after those that it reads; `texts` are the written marts with their gaps."""
    timeless = _TIMELESS | {
        mart.name for mart in marts if mart.name.endswith(("_total", "_name", "project_organization"))
    }
    timed = {*catalog.contracts}
    for mart in marts:
        if mart.kind == "function" or mart.name not in views or mart.name in timed:
            continue
        body = _body_of_a_moment(mart, texts, timed, timeless)
        if body is not None:
            timed.add(mart.name)
            yield _function(mart, body, views[mart.name])


def _body_of_a_moment(mart: Mart, texts: Mapping[str, str], timed: set[str], timeless: frozenset[str]) -> str | None:
    """The query, or None where the view cannot be had so, or is always the same."""
    if mart.name == "submission_in_use":
        return f"select * from mart.submission_history where {_IN_USE}"
    if mart.name == "organization_from_outside":
        _, _, grouped = _body(mart.sql).rpartition("\ngroup by")
        return f"select m.period, m.credit_code from mart.{mart.name}_history m where {_IN_USE}\ngroup by{grouped}"
    if mart.name == "reporting_status":
        body = _body(texts[mart.name])
        for part, sql in status_parts(of_a_moment=True).items():
            body = body.replace(f"{{{part}}}", sql)
        return body
    body = _body(mart.sql).replace(*_SEES_ALL)
    read = set(_MART.findall(body))
    if not read & timed or read - timed - timeless or re.search(r"\b(ops|core)\.", body):
        return None
    return _MART.sub(lambda found: f"{found[0]}{SUFFIX}($1)" if found[1] in timed else found[0], body)


def _function(mart: Mart, body: str, view: MartView) -> Mart:
    columns = {quoted_name(name): kind for name, kind in view.types.items()}
    listed = ", ".join(f"q.{name}" for name in columns)
    name, rows = f"{mart.name}{SUFFIX}", f"select {listed} from (\n{body}\n) q"
    return Mart(
        name, table_function(name, "moment timestamptz", columns, rows), f"{mart.comment}{_SAID}", kind="function"
    )


def _body(sql: str) -> str:
    return sql.partition(" as\n")[2].strip().removesuffix(";")
