"""Hold the rows that only total against the sums of the rows they total; a difference is a warning at the total's cell."""

from decimal import Decimal

import numpy as np
import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import NUMERIC_TYPES, Column
from etl.model import Cell, Severity, TotalRow, column_letters
from etl.normalise.figures import FigureReader
from etl.normalise.frame import SCALE, PlacedTable, ReportFrame, show
from etl.normalise.typing import unit_of


class TotalChecker:
    """Checks total rows; built once from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        vocabulary = catalog.vocabulary
        self._units = vocabulary.units
        self._blanks = vocabulary.folded(vocabulary.blanks)
        self._figures = FigureReader(vocabulary.units, vocabulary.measures)

    def check(self, frame: ReportFrame) -> None:
        """Report every total of a frame's tables that is not the sum of its rows, exactly."""
        ends = np.cumsum([len(placed.table.rows) for placed in frame.tables])
        columns = [column for column in frame.contract.columns if column.type in NUMERIC_TYPES]
        figures = {c.name: frame.data[c.name].to_numpy(dtype="int64", na_value=0) for c in columns}
        wrong = [
            issue
            for placed, end in zip(frame.tables, ends, strict=True)
            for total in placed.table.totals
            for column in columns
            if (issue := self._difference(frame, placed, total, column, figures[column.name], int(end)))
        ]
        if wrong:
            frame.found.append(pd.DataFrame(wrong))

    def _difference(
        self, frame: ReportFrame, placed: PlacedTable, total: TotalRow, column: Column, figures: np.ndarray, end: int
    ) -> dict[str, object] | None:
        cell = total.cells.get(column.name)
        if cell is None or cell == "" or (isinstance(cell, str) and cell.strip() in {"", *self._blanks}):
            return None
        table = placed.table
        start = end - len(table.rows)
        rows = np.asarray(table.rows)
        is_subtotal = total.first_row > table.header_rows[1] + 1 or "小计" in total.label
        counted = (rows >= total.first_row) & (rows < total.row) if is_subtotal else np.ones(len(rows), dtype=bool)
        if frame.is_suspect(column.name)[start:end][counted].any():
            return None  # the sum is unknown, and the cell that makes it so is reported
        expected = int(figures[start:end][counted].sum())
        written = self._written(cell, placed, column)
        if written == expected:
            return None
        shown = _plain(expected, column, self._units[unit_of(table.columns, column)] if column.unit else Decimal(1))
        return self._issue(frame, placed, total, column, cell, shown)

    def _written(self, cell: Cell, placed: PlacedTable, column: Column) -> int | None:
        figure = self._figures.read(cell)
        if figure.value is None:
            return None
        unit = figure.unit or (unit_of(placed.table.columns, column) if column.unit else None)
        factor = self._units[unit] if unit else Decimal(1)
        return int((figure.value * factor * 10 ** SCALE[column.type]).to_integral_value())

    def _issue(
        self, frame: ReportFrame, placed: PlacedTable, total: TotalRow, column: Column, cell: Cell, shown: str
    ) -> dict[str, object]:
        index = next(match.index for match in placed.table.columns if match.field == column.name)
        where, value = f"{column_letters(index)}{total.row + 1}", show(cell)
        return {
            "county_code": placed.source.county_code,
            "period": placed.source.period,
            "report": frame.contract.report,
            "source_file": placed.source.name,
            "sheet": placed.table.sheet,
            "cell": where,
            "source_row": total.row + 1,
            "column_name": column.name,
            "rule": f"{frame.contract.report}.{column.name}.total",
            "severity": str(Severity.WARNING),
            "value": value,
            "expected": shown,
            "message": f"{where} 的{total.label.strip()}“{column.label.zh}”是 {value}，各行相加是 {shown}；请核对是合计写错还是某一行写错。",
        }


def _plain(scaled: int, column: Column, factor: Decimal) -> str:
    """A scaled figure as the county would write it in the sheet's unit."""
    value = Decimal(scaled) / 10 ** SCALE[column.type] / factor
    return format(value.normalize(), "f")
