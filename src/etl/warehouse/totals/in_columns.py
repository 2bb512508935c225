"""Totals of submissions while they are published: takes the rows of a report as Arrow columns, gives those of its totals.

It is done beside the copying of the report before, so that the server need not sum up what it has just taken in.
"""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.acero  # grouping imports it, else in the middle of the first transaction
import pyarrow.compute as pc

from etl.warehouse.publish.grouped import Grouped
from etl.warehouse.totals.specification import TOTALS, Total

OWNER = "owner"  # no column of a contract is called so: it is none of theirs that is grouped by


def totals_of(report: str, rows: Grouped) -> Iterator[tuple[str, Grouped]]:
    """Tables of totals of a report, by name, each grouped by owner as its rows are."""
    for total in TOTALS:
        if total.report == report:
            yield total.table, _summed(total, rows)


def _summed(total: Total, rows: Grouped) -> Grouped:
    count = len(rows.bounds) - 1
    owners = pa.array(np.repeat(np.arange(count), np.diff(rows.bounds)))
    table = pa.Table.from_arrays([owners, *(rows.columns[name] for name in total.reads)], [OWNER, *total.reads])
    if total.only:
        column, values = total.only
        table = table.filter(pc.is_in(table[column], pa.array(values, table[column].type)))
    sums = [(name, "sum") for name in total.sums]
    found = table.group_by([OWNER, *total.by], use_threads=False).aggregate([([], "count_all"), *sums])
    found = found.sort_by([(name, "ascending") for name in (OWNER, *total.by)]).combine_chunks()
    columns = [found[name] for name in total.by]
    columns += [found["count_all"]] if total.count else []
    columns += [pc.fill_null(found[f"{name}_sum"], 0) for name in total.sums]
    bounds = np.searchsorted(found[OWNER].to_numpy(), np.arange(count + 1))
    if total.is_listed:
        starts = np.unique(bounds)
        columns = [_array_literals(column, starts) for column in columns]
        bounds = np.searchsorted(starts, bounds)
    return Grouped(dict(zip(total.columns, columns, strict=True)), bounds)


def _array_literals(column: pa.ChunkedArray, starts: np.ndarray) -> pa.Array:
    """Arrays as PostgreSQL reads them, one from each start to the next."""
    texts = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    if pa.types.is_large_string(texts.type) or pa.types.is_string(texts.type):
        for special in ("\\", '"'):
            texts = pc.replace_substring(texts, special, f"\\{special}")
        texts = pc.binary_join_element_wise('"', texts.cast(pa.string()), '"', "")
    items = pc.fill_null(texts.cast(pa.string()), "NULL")
    joined = pc.binary_join(pa.ListArray.from_arrays(pa.array(starts, pa.int32()), items), ",")
    return pc.binary_join_element_wise("{", joined, "}", "")
