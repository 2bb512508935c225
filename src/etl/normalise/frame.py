"""One report of all counties as a frame whose index is the row's identity, and the issues found in it, as columns.

Every cell keeps its address: the sheet's row stands in `source_row`, the column's letters are looked up by table; of an
indicator form both are looked up, for each of its columns is one cell.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from functools import cached_property

import numpy as np
import pandas as pd

from etl.contract.schema import Contract
from etl.identity_numbers import mask
from etl.model import ISSUE_COLUMNS, Cell, Issue, Mark, Severity, ShownNumber, SourceFile, Table, column_letters
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.error_cells import SHOWN as SHOWN_MARKS
from etl.normalise.shown_numbers import as_typed, exact, stored
from etl.rules.expectation_result import ExpectationResult

SHOWN = 60  # characters of a value that an issue quotes


@dataclass(frozen=True)
class PlacedTable:
    """A table and the file it came from."""

    source: SourceFile
    table: Table


@dataclass(frozen=True, eq=False)
class ReportFrame:
    """The rows of one report, raw and typed, with the issues found so far.

    No part of it is ever replaced; typing fills in the columns of `data`, and `found`, `suspect`, `own_unit` and `results` grow
    until the checks across reports are done.

    `data` has county_code, period, source_file, source_sheet, source_row, table (position in `tables`), extra, and the
    contract's columns; figures are Int64 of 10**-scale, days datetime64, text str. `raw` has the cells as they stood.
    """

    contract: Contract
    tables: tuple[PlacedTable, ...]
    data: pd.DataFrame
    raw: dict[str, DictionaryColumn]
    found: list[pd.DataFrame] = field(default_factory=list)
    suspect: dict[str, np.ndarray] = field(default_factory=dict)  # cells reported: a deeper fault explains the rest
    # (table, column) where cells name their money unit -> row -> the unit, of those that name another than the column's
    own_unit: dict[tuple[int, str], dict[int, str]] = field(default_factory=dict)
    results: list[ExpectationResult] = field(default_factory=list)
    _places: dict[str, tuple[np.ndarray, np.ndarray]] = field(default_factory=dict)

    def report(
        self,
        rows: np.ndarray,
        column: str,
        rule: str,
        severity: Severity,
        sentence: Callable[[int, str], str],
        expected: str,
    ) -> None:
        """Add one issue for each row number in `rows`, at the cell of `column`.

        `sentence` makes the message, without the place, from the row number and the value seen.
        """
        if len(rows) == 0:
            return
        seen = [show(self.raw[column].at(row)) for row in rows]
        cells = self.cells(rows, column)
        picked = {name: self._placing[name][rows] for name in ("county_code", "period", "source_file", "source_sheet")}
        self.found.append(
            pd.DataFrame(
                {
                    "county_code": picked["county_code"],
                    "period": picked["period"],
                    "report": self.contract.report,
                    "source_file": picked["source_file"],
                    "sheet": picked["source_sheet"],
                    "cell": cells,
                    "source_row": self.sheet_rows(rows, column),
                    "column_name": column,
                    "rule": rule,
                    "severity": str(severity),
                    "value": seen,
                    "expected": expected,
                    "message": [
                        f"{cell or '这一行'} {sentence(row, value or '空白')}"
                        for row, cell, value in zip(rows, cells, seen, strict=True)
                    ],
                }
            )
        )

    def mark_suspect(self, rows: np.ndarray, column: str) -> None:
        """Remember that these cells have an issue, so that no later rule repeats it."""
        self.suspect.setdefault(column, np.zeros(len(self.data), dtype=bool))[rows] = True

    def is_suspect(self, *columns: str) -> np.ndarray:
        """Rows in which any of these cells already has an issue."""
        mask = np.zeros(len(self.data), dtype=bool)
        for column in columns:
            if column in self.suspect:
                mask |= self.suspect[column]
        return mask

    def issues(self) -> pd.DataFrame:
        """All issues found so far, one a row, in the columns of ISSUE_COLUMNS."""
        return pd.concat(self.found, ignore_index=True) if self.found else pd.DataFrame(columns=ISSUE_COLUMNS)

    def sheet_rows(self, rows: np.ndarray, column: str) -> np.ndarray:
        """The sheet rows, as Excel counts, of a column's cells in some rows."""
        own_row = self._column_places(column)[1][self._placing["table"][rows]]
        placed: np.ndarray = np.where(own_row > 0, own_row, self._placing["source_row"][rows])
        return placed

    def cells(self, rows: np.ndarray, column: str) -> list[str | None]:
        """The addresses of a column's cells in some rows; None where the table does not have the column."""
        found = self._column_places(column)[0][self._placing["table"][rows]]
        return [letter and f"{letter}{row}" for letter, row in zip(found, self.sheet_rows(rows, column), strict=True)]

    @cached_property
    def _placing(self) -> dict[str, np.ndarray]:
        """Places of the rows, as arrays: typing and judging change none of it."""
        names = ("county_code", "period", "source_file", "source_sheet", "table", "source_row")
        return {name: self.data[name].to_numpy() for name in names}

    def _column_places(self, column: str) -> tuple[np.ndarray, np.ndarray]:
        """For every table the letters of a column, None where it has none, and its own row (of an indicator), else 0."""
        if column not in self._places:
            matches = [next((m for m in placed.table.columns if m.field == column), None) for placed in self.tables]
            letters = np.array([match and column_letters(match.index) for match in matches], dtype=object)
            own = [0 if match is None or match.row is None else match.row + 1 for match in matches]
            self._places[column] = letters, np.array(own, dtype=np.int64)
        return self._places[column]


def issue_frame(issues: Sequence[Issue]) -> pd.DataFrame:
    """Issues found one by one as columns; an issue of no county or period has none, not ''."""
    records = [
        {**vars(issue), "county_code": issue.county_code or None, "period": issue.period or None} for issue in issues
    ]
    frame = pd.DataFrame(records, columns=ISSUE_COLUMNS, dtype=object)
    return frame.assign(severity=frame["severity"].map(str))


def show(raw: Cell, limit: int | None = SHOWN) -> str | None:
    """A raw cell as a message quotes it: shortened, None for a blank; texts were masked when they were read.

    >>> show(3.0), show("  "), show("若干")
    ('3', None, '若干')
    """
    if raw is None or raw != raw or (isinstance(raw, str) and not raw.strip()):
        return None
    if isinstance(raw, Mark):
        return SHOWN_MARKS.get(raw, str(raw))
    if isinstance(raw, ShownNumber):
        if raw.display.words:
            return as_typed(raw)
        return exact(raw) if raw.display.text else stored(raw)
    if isinstance(raw, float):
        text = f"{raw:.15g}" if abs(raw) < 1e15 or not raw.is_integer() else mask(str(int(raw)))  # as Excel shows it
    else:
        text = raw.date().isoformat() if isinstance(raw, datetime) and raw.time() == time() else str(raw)
    return text.strip()[:limit]
