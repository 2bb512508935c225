"""Places of the rows in use in the counties' files: takes a connection and contracts, gives frozen rows. Never writes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

import sqlalchemy as sa

_IN_USE = "s.in_use_from is not null and s.in_use_to is null and s.period = any(cast(:periods as text[]))"


class SourceCells(NamedTuple):
    """Rows of one sheet that a report of a county is made of, and the letters of each column's field."""

    period: str
    county_code: str
    report: str
    source_file: str
    sheet: str
    first_row: int
    last_row: int
    rows: int
    submission_id: int
    letters: Mapping[str, str]

    def cells(self, field: str) -> str:
        """The cells of a column, as Excel writes them; '' where the field has no column.

        >>> SourceCells("2024Q1", "513228", "sale", "a.xlsx", "", 5, 12, 8, 1, {"sold_yuan": "F"}).cells("sold_yuan")
        'F5:F12'
        """
        letters = self.letters.get(field, "")
        if not letters or not letters.isalpha():  # an indicator form names the cell itself
            return letters
        first, last = f"{letters}{self.first_row}", f"{letters}{self.last_row}"
        return first if first == last else f"{first}:{last}"


def source_cells(connection: sa.Connection, reports: Iterable[str], periods: Sequence[str]) -> list[SourceCells]:
    """The places of all rows in use of some periods, of every report."""
    letters = _letters(connection, periods)
    return [
        SourceCells(**row, letters=letters.get((row["submission_id"], row["sheet"]), {}))
        for report in reports
        for row in connection.execute(sa.text(_places(report)), {"report": report, "periods": [*periods]}).mappings()
    ]


def _places(report: str) -> str:
    return (
        "select s.period, s.county_code, cast(:report as text) as report,"
        " coalesce(r.source_file, s.source_file) as source_file, r.source_sheet as sheet,"
        " min(r.source_row) as first_row, max(r.source_row) as last_row, count(*) as rows, r.submission_id"
        f" from core.{report} r join ops.submission s on s.submission_id = r.submission_id"
        f" where {_IN_USE} group by s.period, s.county_code, 4, r.source_sheet, r.submission_id"
        " order by s.period, s.county_code, 4, min(r.source_row)"
    )


def _letters(connection: sa.Connection, periods: Sequence[str]) -> Mapping[tuple[int, str], Mapping[str, str]]:
    """Submission and sheet -> field -> letters."""
    query = sa.text(
        "select m.submission_id, m.sheet, m.field, m.column_letters from ops.column_map m"
        f" join ops.submission s on s.submission_id = m.submission_id where m.field is not null and {_IN_USE}"
    )
    found: dict[tuple[int, str], dict[str, str]] = defaultdict(dict)
    for submission_id, sheet, field, column in connection.execute(query, {"periods": [*periods]}):
        found[submission_id, sheet].setdefault(field, column)
    return found
