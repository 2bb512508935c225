"""A worksheet that is filled in: its free columns behind the table, and how it lies on paper. Takes widths, writes nothing itself."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

LAST_COLUMN = 16_383
A3, A4 = 8, 9  # numbers of sizes of paper
POINTS_WIDE = {A4: 785.0, A3: 1133.0}  # on its side, between the margins
LEAST_SCALE = 0.6  # of 11-point letters: smaller ones cannot be read on paper
MARGIN_INCHES = 0.4


class EntrySheet(Worksheet):  # type: ignore[misc]  # xlsxwriter has no types
    """A sheet whose columns from one on have one format: xlsxwriter would keep each of 16,000 apart, and take 60 ms a sheet for it."""

    _open_from = -1

    def open_beside(self, column: int, width: float, form: Format) -> None:
        """Give all columns from one on a format."""
        self._open_from = column
        self.set_column(column, column, width, form)

    def lay_out(self, widths: list[float], heading_row: int) -> None:
        """Print it with its heading on each page and the page's number, on A4 where that can be read, else on A3 or on several beside each other."""
        wide = sum(map(points_of, widths))
        paper = A4 if POINTS_WIDE[A4] >= wide * LEAST_SCALE else A3
        beside = -(-wide * LEAST_SCALE // POINTS_WIDE[paper])
        self.set_landscape()
        self.set_paper(paper)
        self.set_margins(left=MARGIN_INCHES, right=MARGIN_INCHES, top=0.5, bottom=0.6)
        self.fit_to_pages(int(beside), 0)
        self.repeat_rows(heading_row)
        if beside > 1:
            self.repeat_columns(0)
        self.set_footer("&C第 &P 页，共 &N 页")

    def _write_col_info(self, col_min: int, col_max: int, col_info: Any) -> None:
        super()._write_col_info(col_min, LAST_COLUMN if col_min == self._open_from else col_max, col_info)


def points_of(width: float) -> float:
    """The width of a column on paper, from its letters.

    >>> points_of(13)
    72.0
    """
    return (7 * width + 5) * 0.75
