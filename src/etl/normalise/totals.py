"""Hold the rows that only total against the sums of the rows they total; a difference is a warning at the total's cell.

A 小计 totals its own block. A 合计 totals the table, or the rows since the total before it, or all of the county's tables
on that sheet or in that file: whichever it equals, it is right.
"""

from collections import defaultdict
from decimal import Decimal

import numpy as np

from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.model import Cell, Issue, ShownNumber, TotalRow, column_letters
from etl.normalise.column_parser import unit_of
from etl.normalise.figures import FigureReader
from etl.normalise.frame import PlacedTable, ReportFrame, issue_frame, show
from etl.normalise.said_totals import amounts_said
from etl.normalise.shown_numbers import interpret
from etl.rules.reading.values import VALUE_TOTAL
from etl.text import fold_label


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
        columns = [column for column in frame.contract.columns if column.type.is_figure]
        figures = {c.name: frame.data[c.name].to_numpy(dtype="int64", na_value=0) for c in columns}
        together: dict[tuple[str, ...], list[np.ndarray]] = defaultdict(list)
        for placed, end in zip(frame.tables, ends, strict=True):
            for group in _groups_of(placed):
                together[group].append(np.arange(int(end) - len(placed.table.rows), int(end)))
        wrong = []
        for placed, end in zip(frame.tables, ends, strict=True):
            if not placed.table.totals:
                continue
            wider = [np.concatenate(together[group]) for group in _groups_of(placed)]
            start = int(end) - len(placed.table.rows)
            for number in range(len(placed.table.totals)):
                sums = _counted(placed, number, start, wider)
                total = placed.table.totals[number]
                for column in columns:
                    if issue := self._difference(frame, placed, total, column, figures[column.name], sums):
                        wrong.append(issue)
                if issue := self._said_otherwise(frame, placed, total, figures, sums):
                    wrong.append(issue)
        if wrong:
            frame.found.append(issue_frame(wrong))

    def _difference(
        self,
        frame: ReportFrame,
        placed: PlacedTable,
        total: TotalRow,
        column: Column,
        figures: np.ndarray,
        counted: list[np.ndarray],
    ) -> Issue | None:
        """The issue of one total's cell; None where it is blank, right, or cannot be judged."""
        cell = total.cells.get(column.name)
        if cell is None or cell == total.label or (isinstance(cell, str) and fold_label(cell) in {"", *self._blanks}):
            return None
        suspect = frame.is_suspect(column.name)
        if any(suspect[rows].any() for rows in counted):
            return None  # the sum is unknown, and the cell that makes it so is reported
        written = self._written(cell, placed, column)
        sums = [int(figures[rows].sum()) for rows in counted]
        if written in sums:
            return None
        shown = _plain(
            sums[0], column, self._units[unit_of(placed.table.columns, column)] if column.unit else Decimal(1)
        )
        return self._issue(frame, placed, total, column, cell, shown)

    def _said_otherwise(
        self,
        frame: ReportFrame,
        placed: PlacedTable,
        total: TotalRow,
        figures: dict[str, np.ndarray],
        counted: list[np.ndarray],
    ) -> Issue | None:
        """The issue of a total that says its sum in its label alone, where no amount of the table comes to it."""
        if {cell for cell in total.cells.values() if cell not in (None, "")} - {total.label}:
            return None
        here = {match.field for match in placed.table.columns}
        amounts = [column for column in frame.contract.columns if column.type.is_money and column.name in here]
        if not amounts or any(frame.is_suspect(column.name)[rows].any() for column in amounts for rows in counted):
            return None
        unit = unit_of(placed.table.columns, amounts[0])
        said = amounts_said(total.label, self._figures, self._units, unit)
        sums = {int(figures[column.name][rows].sum()) for column in amounts for rows in counted}
        if not said or not sums.isdisjoint(int((amount * 100).to_integral_value()) for amount in said):
            return None
        whole = _plain(int(figures[amounts[0].name][counted[0]].sum()), amounts[0], self._units[unit])
        return self._issue(frame, placed, total, amounts[0], total.label, whole)

    def _written(self, cell: Cell, placed: PlacedTable, column: Column) -> int | None:
        if isinstance(cell, ShownNumber):
            taken = interpret(cell, column, self._figures.is_money)
            cell = cell.stored if taken.cell is None else taken.cell
        figure = self._figures.read(cell)
        if figure.value is None:
            return None
        unit = figure.unit or (unit_of(placed.table.columns, column) if column.unit else None)
        factor = self._units[unit] if unit else Decimal(1)
        return int((figure.value * factor * column.type.one).to_integral_value())

    def _issue(
        self, frame: ReportFrame, placed: PlacedTable, total: TotalRow, column: Column, cell: Cell, shown: str
    ) -> Issue:
        field = next((name for name, one in total.cells.items() if cell == total.label == one), column.name)
        index = next(match.index for match in placed.table.columns if match.field == field)
        where, value = f"{column_letters(index)}{total.row + 1}", show(cell)
        label = "合计行" if cell == total.label else total.label.strip()
        words = {"place": where, "total": label, "label": column.label.zh, "value": value, "sum": shown}
        return Issue(
            county_code=placed.source.county_code,
            period=placed.source.period,
            report=frame.contract.report,
            source_file=placed.source.name,
            sheet=placed.table.sheet,
            cell=where,
            source_row=total.row + 1,
            column_name=column.name,
            rule=VALUE_TOTAL.id_of(report=frame.contract.report, column=column.name),
            severity=VALUE_TOTAL.severity,
            value=value,
            expected=VALUE_TOTAL.expected(**words),
            message=VALUE_TOTAL.sentence(**words),
        )


def _counted(placed: PlacedTable, number: int, start: int, wider: list[np.ndarray]) -> list[np.ndarray]:
    """The sets of frame rows that a total may stand for, the likeliest first."""
    table = placed.table
    total, rows = table.totals[number], np.asarray(table.rows)

    def between(first: int, last: int) -> np.ndarray:
        return start + np.flatnonzero((rows >= first) & (rows < last))

    heading = table.header_rows[1]
    if total.first_row > total.row:  # a 小计 above its rows: to the next one, or the end
        return [between(total.first_row, next((t.row for t in table.totals if t.row >= total.first_row), _END))]
    if total.first_row > heading:
        return [between(total.first_row, total.row)]
    whole, before = between(0, _END), [t.row for t in table.totals[:number]]
    candidates = [whole, *wider]
    if sum(t.first_row <= heading for t in table.totals) > 1:  # a 合计 for each block, and one for all
        candidates.append(between(before[-1] if before else 0, total.row))
        before_whole = [t.row for t in table.totals[:number] if t.first_row <= heading]
        candidates.append(between(before_whole[-1] if before_whole else 0, total.row))
    return [rows for rows in candidates if len(rows)]


_END = 1 << 40


def _groups_of(placed: PlacedTable) -> list[tuple[str, ...]]:
    """The sheet and the file of a table: a total may stand for all tables of either."""
    file = (placed.source.county_code, placed.source.period, placed.source.name)
    return [(*file, placed.table.sheet), file]


def _plain(scaled: int, column: Column, factor: Decimal) -> str:
    """A scaled figure as the county would write it in the sheet's unit."""
    value = column.type.plain(scaled) / factor
    return format(value.normalize(), "f")
