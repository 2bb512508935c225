"""The sorted rows of one block to one Table: values by column, merged values carried down, totals apart."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta

from etl.model import Cell, Display, Grid, Issue, Mark, ShownNumber, Table, TotalRow, address
from etl.recognise.cells import Row, is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.labels import is_of_answers
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body
from etl.recognise.rows.marking_words import Kind
from etl.recognise.rows.merged_cells import fill_down
from etl.recognise.rows.split_numbers import split_numbers


def build_table(grid: Grid, block: HeaderBlock, body: Body) -> tuple[Table, list[Issue], list[int]]:
    """The Table of a block and its body, the issues of columns without a known heading and of merged figures, and the
    columns without any heading, which are kept in `extra`."""
    marked = _marked_columns(grid)
    columns = {column.index: _raw(grid, body, column.index, marked) for column in block.columns}
    if grid.is_1904:
        for column in block.columns:
            if column.field and block.contract.column(column.field).type.is_day:
                columns[column.index] = [_since_1904(cell) for cell in columns[column.index]]
    issues = fill_down(grid, block, body.data, columns)
    issues += split_numbers(grid, block, body.data, columns)
    unheaded = _unheaded(grid.rows, block, body.columns)
    extra, unknown = _extra(grid, block, body, columns, {index: _raw(grid, body, index, marked) for index in unheaded})
    table = Table(
        report=block.contract.report,
        sheet=grid.sheet,
        header_rows=(block.first, block.last),
        columns=block.columns,
        rows=tuple(body.data),
        values=_values(block, columns),
        extra=extra,
        totals=tuple(_totals(grid, block, body)),
    )
    return table, issues + unknown, unheaded


def _raw(grid: Grid, body: Body, index: int, marked: Collection[int]) -> list[Cell]:
    """The cells of a column in the rows of data, as they are read."""
    columns = body.columns
    if index >= len(columns):
        return [None] * len(body.data)
    if index not in marked and bool not in columns.kinds(index):
        return [*columns[index]]
    return raw_column(grid, body.data, index, columns[index], index in marked)


def _extra(
    grid: Grid, block: HeaderBlock, body: Body, columns: Mapping[int, list[Cell]], unheaded: Mapping[int, list[Cell]]
) -> tuple[dict[str, list[Cell]], list[Issue]]:
    """Cells under headings that nobody knows, by these, and under none, by their first address; and an issue for each column."""
    extra: dict[str, list[Cell]] = {}
    issues: list[Issue] = []
    for column in block.columns:
        if column.field is None:
            name = column.heading
            extra[f"{name} {address(block.last, column.index)}" if name in extra else name] = columns[column.index]
            if not is_of_answers(column):
                issues.append(say.unknown_heading(grid, block, column))
    for index, cells in unheaded.items():
        first = next(row for row, cell in zip(body.data, cells, strict=True) if not is_blank(cell))
        extra[f"({address(block.last, index)})"] = cells
        issues.append(say.no_heading(grid, block, index, first))
    return extra, issues


def _values(block: HeaderBlock, columns: Mapping[int, list[Cell]]) -> dict[str, list[Cell]]:
    """Cells by field; of two columns of one field (备注 and 说明) the texts of a row are joined."""
    values: dict[str, list[Cell]] = {}
    for column in block.columns:
        if column.field is None:
            continue
        cells, before = columns[column.index], values.get(column.field)
        values[column.field] = cells if before is None else [*map(_joined, before, cells)]
    return values


def _joined(one: Cell, other: Cell) -> Cell:
    if is_blank(one) or is_blank(other):
        return one if is_blank(other) else other
    marked = next((cell for cell in (one, other) if isinstance(cell, Mark)), None)  # a picture: said of the whole
    return marked or f"{say.shown(one)}；{say.shown(other)}"


def _since_1904(cell: Cell) -> Cell:
    """A number without a date's format as the day that it is in a workbook that counts from 1904."""
    is_serial = type(cell) in (float, int) and 18_000 < cell < 73_000  # type: ignore[operator]
    return date(1904, 1, 1) + timedelta(days=int(cell)) if is_serial else cell  # type: ignore[arg-type]


def _marked_columns(grid: Grid) -> frozenset[int]:
    return frozenset(column for _, column in grid.marks)


def raw_column(grid: Grid, data: Sequence[int], index: int, stored: Sequence[Cell], is_marked: bool) -> list[Cell]:
    """Raw cells of one column from those stored in some rows; booleans become text, for True would be taken for the number
    1 from here on."""
    cells = [*stored]
    if bool in set(map(type, cells)):
        cells = [("TRUE" if cell else "FALSE") if cell is True or cell is False else cell for cell in cells]
    if is_marked:
        cells = [_as_shown(cell, grid.marks.get((row, index))) for row, cell in zip(data, cells, strict=True)]
    return cells


def _as_shown(cell: Cell, mark: Mark | Display | None) -> Cell:
    """A cell as it is shown: 0.5 with a percent format is the text 50%; a missing result or a picture is its own mark.

    A number that its format scales, hides or gives a unit keeps both: what it counts as is a question of its column.
    """
    if not isinstance(mark, Mark) or mark is Mark.PERCENT:
        if mark is None or not isinstance(cell, (int, float)):
            return cell
        return f"{cell * 100:.10g}%" if isinstance(mark, Mark) else ShownNumber(cell, mark)
    return mark


def _with_display(grid: Grid, row: int, column: int) -> Cell:
    cell, mark = grid.rows[row][column], grid.marks.get((row, column))
    return _as_shown(cell, mark) if isinstance(mark, Display) else cell


def _unheaded(rows: Sequence[Row], block: HeaderBlock, by_column: Sequence[tuple[Cell, ...]]) -> list[int]:
    """Columns among the headed ones, or next to the last, that have values and no heading at all; `by_column` has the data."""
    headed = {column.index for column in block.columns} | block.serials
    doubled = {second.index for _, second in block.doubled}
    candidates = set(range(min(headed), max(headed) + 2)) - headed - doubled
    return sorted(
        index
        for index in candidates
        if index < len(by_column)
        and all(index >= len(rows[row]) or is_blank(rows[row][index]) for row in range(block.first, block.last + 1))
        and not all(map(is_blank, by_column[index]))
    )


def _totals(grid: Grid, block: HeaderBlock, body: Body) -> list[TotalRow]:
    """The total rows, each with the first row it totals: a row of the heading for the whole table, for a 小计 the first
    row of its block, which lies below it where a sheet writes 小计 above its rows."""
    totals = []
    data = body.data
    subtotals = [row for row, kind, _ in body.totals if kind is Kind.SUBTOTAL]
    # 小计 stands above its rows when nothing but it stands between the heading and the first data
    leads = bool(subtotals and data and subtotals[0] < data[0])
    since = block.last + 1
    for row, kind, label in body.totals:
        cells = {
            column.field: _with_display(grid, row, column.index)
            for column in block.columns
            if column.field and column.index < len(grid.rows[row])
        }
        is_subtotal = kind is Kind.SUBTOTAL
        first = (row + 1 if leads else since) if is_subtotal else block.last
        totals.append(TotalRow(row, label, cells, first_row=first))
        if is_subtotal:
            since = row + 1
    return totals
