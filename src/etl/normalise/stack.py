"""Stack the tables of one report, of all counties, into one frame of raw columns. Takes placed tables, types nothing."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.contract.schema import Contract
from etl.normalise.dictionary_column import TEXT, DictionaryColumn
from etl.normalise.frame import PlacedTable, ReportFrame, show
from etl.normalise.typed import texts_at
from etl.recognise.packing import RawColumn, listed, pack_column
from etl.selection import Choice

PLACING = ("county_code", "period", "source_file", "source_sheet")


def placed_tables(report: str, choices: Iterable[Choice]) -> list[PlacedTable]:
    """The tables of one report that some choices bring, in the order in which they are stacked."""
    return [PlacedTable(*placed) for choice in choices if choice.report == report for placed in choice.placed()]


def stack(contract: Contract, tables: Sequence[PlacedTable]) -> ReportFrame:
    """One ReportFrame with the raw cells of every table; a column that a table lacks is blank there."""
    sizes = [len(placed.table.rows) for placed in tables]
    data = pd.DataFrame(
        {
            **placing(tables),
            "source_row": np.fromiter(chain.from_iterable(placed.table.rows for placed in tables), np.int64) + 1,
            "table": _table_of_row(tables),
            "extra": list(chain.from_iterable(_extra(placed) for placed in tables)),
        }
    )
    raw = {column.name: DictionaryColumn.stacked(_parts(column.name, tables)) for column in contract.columns}
    frame = ReportFrame(contract, tuple(tables), data, raw)
    for column in contract.columns:
        absent = [column.name not in placed.table.values for placed in tables]
        frame.mark_suspect(
            np.flatnonzero(np.repeat(absent, sizes)), column.name
        )  # recognition has reported the heading
    return frame


def placing(tables: Sequence[PlacedTable]) -> dict[str, "pd.Series[str]"]:
    """County, period and origin of every row, by column: what all rows of a table share."""
    table_of_row = _table_of_row(tables)

    def spread(values: list[str]) -> "pd.Series[str]":
        return texts_at(pa.array(values, TEXT), table_of_row)

    shared = (
        [placed.source.county_code for placed in tables],
        [placed.source.period for placed in tables],
        [placed.source.name for placed in tables],
        [placed.table.sheet for placed in tables],
    )
    return {name: spread(values) for name, values in zip(PLACING, shared, strict=True)}


def _table_of_row(tables: Sequence[PlacedTable]) -> np.ndarray:
    return np.repeat(np.arange(len(tables)), [len(placed.table.rows) for placed in tables])


def _parts(name: str, tables: Sequence[PlacedTable]) -> Iterator[RawColumn]:
    """One column of every table."""
    for placed in tables:
        cells = placed.table.values.get(name)
        if cells is None or not len(cells):
            yield pa.nulls(len(placed.table.rows))
        else:
            yield cells if isinstance(cells, pa.Array) else pack_column(cells)


def _extra(placed: PlacedTable) -> list[str | None]:
    """For every row the values under unknown headings as a JSON object; None where there are none."""
    table = placed.table
    if not table.extra:
        return [None] * len(table.rows)
    rows: list[str | None] = []
    for values in zip(*map(listed, table.extra.values()), strict=True):
        filled = {
            h: shown
            for h, value in zip(table.extra, values, strict=True)
            if (shown := show(value, limit=None)) is not None
        }
        rows.append(json.dumps(filled, ensure_ascii=False) if filled else None)
    return rows
