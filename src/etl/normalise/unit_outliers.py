"""Amounts that are plausible in another unit: takes a typed frame, adds a warning that names both readings.

Never changes a value. A table's column is held against itself: only an amount far from all the others is doubted, an
impossible one, or one too small for the unit it is written in; and a column in the template's unit that looks like yuan.
"""

from collections.abc import Mapping
from decimal import Decimal

import numpy as np
import pandas as pd

from etl.contract.schema import Column
from etl.model import Cell, ShownNumber
from etl.normalise.column_parser import unit_of
from etl.normalise.frame import ReportFrame
from etl.normalise.value_issues import report
from etl.rules.reading.values import VALUE_UNIT

STEP = 10_000  # 元 for 万元, 万元 for 亿元: the slip that is made
FAR = 1_000  # times the median: nearer is ordinary spread, for a slip lands within a factor of 10 of 10,000 times
FEWEST = 4  # amounts in a column that make a median worth something
LARGEST_ROW = 100_000_000  # yuan: 1亿元; docs/reading.md, "The values"
LIKE_YUAN = 100  # from here on whole numbers in a column in 万元 look like yuan
SURELY_YUAN = 1_000  # and from here on one alone does
MOSTLY = 0.8  # of a column
SMALLEST_IN_WAN = 1_000  # yuan: a column in 万元 holds no 0.05


def find_unit_outliers(frame: ReportFrame, sizes: Mapping[str, Decimal]) -> None:
    """Warn at every amount that looks as if written in another unit; blanks, zeros and negative amounts never do.

    `sizes` are the money units in yuan.
    """
    for column in frame.contract.columns:
        if column.type.is_money and column.name in frame.data:
            _find(frame, column, sizes)


def _find(frame: ReportFrame, column: Column, sizes: Mapping[str, Decimal]) -> None:
    fen = frame.data[column.name].to_numpy(dtype="int64", na_value=0)
    one = column.type.one
    table = frame.data["table"].to_numpy()
    units = np.array([unit_of(placed.table.columns, column) for placed in frame.tables], dtype=object)
    judged = (fen > 0) & ~frame.is_suspect(column.name)
    median, count = _medians(fen, table, judged)
    enough = judged & (count >= FEWEST)
    is_large = (enough & (fen >= median * FAR)) | (judged & (fen >= LARGEST_ROW * one))
    in_wan = (units == "万元")[table] & (column.unit != "元")  # 户均增收 may be small in any unit
    is_small = (enough & (fen * FAR <= median)) | (judged & in_wan & (fen < SMALLEST_IN_WAN * one))
    is_small[np.flatnonzero(is_small)] = [
        not _names_unit(frame.raw[column.name].at(int(row))) for row in np.flatnonzero(is_small)
    ]

    def of_row(row: int) -> dict[str, str]:
        step = 1 / Decimal(STEP) if is_large[row] else Decimal(STEP)
        yuan, unit = column.type.plain(fen[row]), str(units[table[row]])
        other = {"other": _plain(yuan * step / sizes[unit]), "other_amount": _readable(yuan * step)}
        return {"amount": _readable(yuan), "unit": unit, **other}

    rows = np.flatnonzero(is_large | is_small)
    report(frame, rows, column, VALUE_UNIT, case="slip", of_row=of_row, template_unit=column.unit)
    _find_assumed(frame, column, np.where(judged & ~is_large, fen, 0), int(sizes[str(column.unit)] * one))


def _find_assumed(frame: ReportFrame, column: Column, fen: np.ndarray, size: int) -> None:
    """Warn once at every column of a list whose unit nothing says, and whose amounts look as if written in yuan."""
    if frame.contract.shape != "list" or column.unit == "元":
        return
    table = frame.data["table"].to_numpy()
    is_open = [_says_no_unit(frame, place, column) for place in range(len(frame.tables))]
    judged = np.array(is_open, dtype=bool)[table] & (fen > 0)
    if not judged.any():
        return
    found = pd.DataFrame({"table": table[judged], "amount": fen[judged], "row": np.flatnonzero(judged)})
    found = found.assign(is_whole=found["amount"] % size == 0, is_like=found["amount"] >= LIKE_YUAN * size)
    looks = found.groupby("table").agg(
        whole=("is_whole", "all"), like=("is_like", "mean"), count=("amount", "size"), most=("amount", "max")
    )
    enough = (looks["count"] > 1) | (looks["most"] >= SURELY_YUAN * size)
    looks = looks[looks["whole"] & (looks["like"] >= MOSTLY) & enough]
    firsts = found.groupby("table")["row"].first().reindex(looks.index).to_numpy()
    counts = dict(zip(firsts.tolist(), looks["count"].tolist(), strict=True))

    def of_row(row: int) -> dict[str, int]:
        return {"count": counts[int(row)]}

    report(frame, firsts, column, VALUE_UNIT, case="assumed", of_row=of_row, template_unit=column.unit)


def _says_no_unit(frame: ReportFrame, place: int, column: Column) -> bool:
    """True when a table has a column in the unit of the template alone, with none in its heading, its cells or at the table."""
    match = next((one for one in frame.tables[place].table.columns if one.field == column.name), None)
    return match is not None and match.unit is None and (place, column.name) not in frame.own_unit


def _names_unit(raw: Cell) -> bool:
    """True when a cell names its own unit: 320元 is meant as it is written."""
    text = raw.display.text if isinstance(raw, ShownNumber) else raw
    return isinstance(text, str) and any(word in text for word in ("元", "万", "亿"))


def _medians(fen: np.ndarray, table: np.ndarray, judged: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """For every row the median of its table's positive amounts and how many there are."""
    groups = pd.Series(fen[judged]).groupby(table[judged])
    median = groups.median().reindex(table).fillna(0).to_numpy()
    return median, groups.size().reindex(table).fillna(0).to_numpy()


def _readable(yuan: Decimal) -> str:
    """An amount as people say it: 149.89亿元, 12.5万元, 320元."""
    for unit, size in (("亿元", STEP * STEP), ("万元", STEP)):
        if yuan >= size:
            return f"{_plain(yuan / size)}{unit}"
    return f"{_plain(yuan)}元"


def _plain(number: Decimal) -> str:
    """Two decimals, or six below one, without an exponent or zeros at the end."""
    rounded = round(number, 2 if number >= 1 else 6)
    return format(rounded.normalize(), "f")
