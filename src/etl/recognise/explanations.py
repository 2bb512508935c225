"""Explanations that a county wrote: into the sheet which went back with its file, or beside the rows of a template. Pure.

They are the county's own words on a warning; nothing in them decides, and numbers of persons are masked.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from etl.identity_numbers import mask
from etl.model import Cell, ColumnMatch, Explanation, Grid, Table, address
from etl.recognise.cells import is_blank
from etl.recognise.headings.labels import is_of_answers
from etl.recognise.sheet import SheetResult
from etl.template_marks import ANSWERS
from etl.text import fold_label

# headings of the sheet's list of issues, as etl.returned.explanation writes them, and what each is here
HEADINGS = {
    "报表": "report",
    "工作表": "sheet",
    "单元格": "cell",
    "现在填的": "value",
    ANSWERS: "text",
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
            found.append(Explanation(**said | {"report": report}, column_name=column, row=None))
    return tuple(found)


def answers_apart(result: SheetResult) -> tuple[SheetResult, tuple[Explanation, ...]]:
    """A sheet without the columns in which its rows are explained, and these explanations: of whatever is found in their row."""
    if not any(is_of_answers(column) for table in result.tables for column in table.columns):
        return result, ()
    found = tuple(one for table in result.tables for one in _beside_rows(table))
    return replace(result, tables=tuple(map(_without_answers, result.tables))), found


def _beside_rows(table: Table) -> Iterator[Explanation]:
    for name, column in _answers(table).items():
        for row, cell in list(zip(table.rows, table.extra[name], strict=True))[:MOST]:
            if not is_blank(cell):
                text = mask(str(cell).strip())[: LONGEST["text"]]
                yield Explanation(table.report, "", None, table.sheet, address(row, column.index), "", text, row + 1)


def _answers(table: Table) -> dict[str, ColumnMatch]:
    """The columns of answers by the names under which their cells are kept."""
    columns = filter(is_of_answers, table.columns)
    second = {column: f"{column.heading} {address(table.header_rows[1], column.index)}" for column in columns}
    return {name if name in table.extra else column.heading: column for column, name in second.items()}


def _without_answers(table: Table) -> Table:
    own = _answers(table)
    columns = tuple(column for column in table.columns if column not in own.values())
    return replace(
        table, columns=columns, extra={name: cells for name, cells in table.extra.items() if name not in own}
    )


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
