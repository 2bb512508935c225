"""Changes of one version of a report against the one it replaces, row by row and cell by cell; inside a publication.

Takes an open transaction and pairs of submissions, writes ops.change. Rows are told apart by the contract's key, however it is written; that it is written otherwise is a change of its cell.
"""

from collections import defaultdict
from collections.abc import Mapping

from psycopg import sql

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import SubmissionKey
from etl.warehouse.engine import Driver

_CHANGES = sql.SQL(
    """
    insert into ops.change
        (submission_id, previous_id, kind, row_key, column_name, old_value, new_value, source_row)
    select * from (
        select
            coalesce(n.new_id, o.new_id), coalesce(n.old_id, o.old_id),
            case when o.new_id is null then 'added' when n.new_id is null then 'gone' else 'changed' end as kind,
            concat_ws(' | ', {shown_key}) as row_key,
            unnest(array[null, {names}]::text[]) as column_name,
            unnest(array[null::text, {old}]) as old_value,
            unnest(array[null::text, {new}]) as new_value,
            n.source_row
        from ({new_rows}) n
        full join ({old_rows}) o on {same_key}
    ) cell
    where (kind = 'changed') = (column_name is not null)
      and (kind <> 'changed' or old_value is distinct from new_value)
    """
)


def store_changes(
    driver: Driver, catalog: Catalog, ids: Mapping[SubmissionKey, int], replaced: Mapping[SubmissionKey, int]
) -> int:
    """Write what every new version in use changed; gives the number of changes. `replaced` are submission numbers."""
    pairs: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for key, previous in replaced.items():
        pairs[key[2]].append((ids[key], previous))
    count = 0
    for report, numbers in pairs.items():
        new, old = zip(*numbers, strict=True)
        done = driver.execute(_comparison(catalog.contracts[report]), {"new": list(new), "old": list(old)})
        count += done.rowcount
    return count


def _comparison(contract: Contract) -> sql.Composed:
    """Both versions joined on the key, then one line a cell; plain enough for a PostgreSQL of long ago (no LATERAL)."""
    key = [sql.Identifier(name) for name in contract.key]
    names = [column.name for column in contract.columns] + ["extra"]
    compared = "mart.fold_key(coalesce(n.{0}::text, '')) = mart.fold_key(coalesce(o.{0}::text, ''))"
    same_key = [sql.SQL(compared).format(name) for name in key]
    shown_key = [sql.SQL("coalesce(n.{0}::text, o.{0}::text)").format(name) for name in key]

    def cells(version: str) -> sql.Composed:
        return sql.SQL(", ").join(
            sql.SQL("{}.{}::text").format(sql.Identifier(version), sql.Identifier(n)) for n in names
        )

    version = sql.SQL(
        "select p.new_id, p.old_id, r.* from (select unnest(%(new)s::bigint[]) as new_id, unnest(%(old)s::bigint[])"
        " as old_id) p join {table} r on r.submission_id = p.{side}"
    )
    table = sql.Identifier("core", contract.report)
    return _CHANGES.format(
        shown_key=sql.SQL(", ").join([sql.SQL("null"), *shown_key]),
        names=sql.SQL(", ").join(map(sql.Literal, names)),
        old=cells("o"),
        new=cells("n"),
        new_rows=version.format(table=table, side=sql.Identifier("new_id")),
        old_rows=version.format(table=table, side=sql.Identifier("old_id")),
        same_key=sql.SQL(" and ").join([sql.SQL("n.new_id = o.new_id"), *same_key]),
    )
