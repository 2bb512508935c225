"""Explanations that a county wrote into the sheet which went back with its file: takes that sheet, gives them. Pure.

They are the county's own words on a warning; nothing in them decides, and numbers of persons are masked.
"""

from collections.abc import Mapping, Sequence

from etl.identity_numbers import mask
from etl.model import Cell, Explanation, Grid
from etl.recognise.cells import is_blank
from etl.text import fold_label

# headings of the sheet's list of issues, as etl.returned.explanation writes them, and what each is here
HEADINGS = {
    "报表": "report",
    "工作表": "sheet",
    "单元格": "cell",
    "现在填的": "value",
    "核实说明": "text",
    "规则": "rule",
    "字段": "column_name",
}
LONGEST = {"text": 500, "value": 300, "cell": 40}
LONGEST_OTHER = 200
MOST = 20_000  # rows of such a sheet


def explanations_in(grid: Grid, titles: Mapping[str, str]) -> tuple[Explanation, ...]:
    """Everything that is explained on a sheet of ours; `titles` are those of the reports, by report."""
    reports = {fold_label(title): report for report, title in titles.items()}
    place: dict[str, int] = {}
    found = []
    for row in grid.rows[:MOST]:
        if not place:
            place = _headed(row)
        elif (said := _said(row, place))["text"] and (report := reports.get(fold_label(said["report"]))):
            column = said.pop("column_name") or None
            found.append(Explanation(**said | {"report": report}, column_name=column))
    return tuple(found)


def _headed(row: Sequence[Cell]) -> dict[str, int]:
    """The columns by what they are; {} for a row that is not the heading of the list."""
    columns = {HEADINGS[cell]: column for column, cell in enumerate(row) if isinstance(cell, str) and cell in HEADINGS}
    return columns if len(columns) == len(HEADINGS) else {}


def _said(row: Sequence[Cell], place: Mapping[str, int]) -> dict[str, str]:
    cells = {name: row[column] if column < len(row) else None for name, column in place.items()}
    return {
        name: "" if is_blank(cell) else mask(str(cell).strip())[: LONGEST.get(name, LONGEST_OTHER)]
        for name, cell in cells.items()
    }
