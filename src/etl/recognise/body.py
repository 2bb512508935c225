"""The rows under a heading block to one Table: data by column, totals apart, everything unclear reported with its cell."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from etl.contract.schema import NUMERIC_TYPES
from etl.model import Cell, Grid, Issue, Severity, Table, TotalRow, address
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import Kind, Row, RowKinds, is_blank
from etl.text import mask_identity_numbers

SEEN = 40  # characters of a cell that a message quotes
FIGURE_TYPES = NUMERIC_TYPES | {"date"}


@dataclass
class Body:
    """What the rows under one heading block were; `end` is the first row that belongs to something else."""

    end: int
    data: list[int] = field(default_factory=list)
    totals: list[tuple[int, Kind]] = field(default_factory=list)
    footers: list[int] = field(default_factory=list)
    loose: list[int] = field(default_factory=list)  # single texts: a title of the next table, or nothing we know
    categories: list[int] = field(default_factory=list)
    says_nil: bool = False


def scan_body(
    rows: Sequence[Row],
    block: HeaderBlock,
    kinds: RowKinds,
    heading_at: Callable[[int], HeaderBlock | None],
) -> Body:
    """Sort the rows from below the block to the next table's heading; a heading repeated after a page break is passed over."""
    body = Body(end=len(rows))
    is_plain = _plain_data(block)
    mapped = [column.index for column in block.columns if column.field]
    row = block.last + 1
    while row < len(rows):
        if is_plain(rows[row]) and row > block.last + 2 and not _leads_with_total(rows[row], kinds):
            body.data.append(row)
            row += 1
            continue
        other = heading_at(row)
        if other is not None and other.first > block.last:
            if not _same_heading(block, other):
                body.end = other.first
                break
            # a page break: the title above the repeated heading is no loose text
            body.loose = [loose for loose in body.loose if body.data and loose < body.data[-1]]
            row = other.last + 1
            continue
        _sort_row(body, row, kinds.of(rows[row], mapped, is_first=row <= block.last + 2 and not body.data))
        row += 1
    return body


def _sort_row(body: Body, row: int, kind: Kind) -> None:
    if kind is Kind.DATA:
        body.data.append(row)
    elif kind in (Kind.TOTAL, Kind.SUBTOTAL):
        body.totals.append((row, kind))
    elif kind is Kind.FOOTER:
        body.footers.append(row)
    elif kind is Kind.UNCLEAR:
        body.loose.append(row)
    elif kind is Kind.CATEGORY:
        body.categories.append(row)
    elif kind is Kind.NIL:
        body.says_nil = True


def _plain_data(block: HeaderBlock) -> Callable[[Row], bool]:
    """A cheap test that is true only for rows that are data beyond doubt: key filled in and a figure or date with a digit."""
    types = {column.name: column.type for column in block.contract.columns}
    key = [column.index for column in block.columns if column.field in block.contract.key]
    figures = [c.index for c in block.columns if c.field and types[c.field] in FIGURE_TYPES]

    def is_plain(row: Row) -> bool:
        width = len(row)
        if not key or any(index >= width or is_blank(row[index]) for index in key):
            return False
        for index in figures:
            cell = row[index] if index < width else None
            if isinstance(cell, (int, float, date)) or (isinstance(cell, str) and cell[:1].isdigit()):
                return True
        return False

    return is_plain


def _leads_with_total(row: Row, kinds: RowKinds) -> bool:
    lead = next((cell for cell in row if isinstance(cell, str) and cell.strip()), "")
    return len(lead) <= 16 and kinds.total_kind(lead) is not None


def _same_heading(one: HeaderBlock, other: HeaderBlock) -> bool:
    return one.contract.report == other.contract.report and (
        [(column.index, column.field) for column in one.columns]
        == [(column.index, column.field) for column in other.columns]
    )


def build_table(grid: Grid, block: HeaderBlock, body: Body) -> tuple[Table, list[Issue]]:
    """The Table of a block and its body, and the issues of columns that have values but no heading that is known."""
    rows, data = grid.rows, body.data
    values = {column.field: _column(rows, data, column.index) for column in block.columns if column.field}
    fill_down(grid, block, data, values)
    extra: dict[str, list[Cell]] = {}
    issues: list[Issue] = []
    for column in block.columns:
        if column.field is None:
            extra[mask_identity_numbers(column.heading)] = _column(rows, data, column.index)
            issues.append(_unknown_heading(grid.sheet, block, column.index, column.heading))
    for index in _unheaded(rows, block, data):
        cells = _column(rows, data, index)
        first = next(row for row, cell in zip(data, cells, strict=True) if not is_blank(cell))
        extra[f"({address(block.last, index)})"] = cells
        issues.append(_no_heading(grid, block, index, first))
    table = Table(
        report=block.contract.report,
        sheet=grid.sheet,
        header_rows=(block.first, block.last),
        columns=block.columns,
        rows=tuple(data),
        values=values,
        extra=extra,
        totals=tuple(_totals(rows, block, body)),
    )
    return table, issues


def _column(rows: Sequence[Row], data: Sequence[int], index: int) -> list[Cell]:
    """Raw cells of one column; booleans become text, for True would be taken for the number 1 from here on."""
    cells = [rows[row][index] if index < len(rows[row]) else None for row in data]
    return [("TRUE" if cell else "FALSE") if cell is True or cell is False else cell for cell in cells]


def fill_down(grid: Grid, block: HeaderBlock, data: Sequence[int], values: dict[str, list[Cell]]) -> None:
    """Carry the value of a vertical merge down, inside that merge only."""
    position = {row: place for place, row in enumerate(data)}
    field_at = {column.index: column.field for column in block.columns if column.field}
    for top, left, bottom, right in grid.merges:
        if bottom == top or top not in position:
            continue
        for index in range(left, right + 1):
            if name := field_at.get(index):
                for row in range(top + 1, bottom + 1):
                    if row in position:
                        values[name][position[row]] = values[name][position[top]]


def _unheaded(rows: Sequence[Row], block: HeaderBlock, data: Sequence[int]) -> list[int]:
    """Columns between the first and last heading that have values and no heading at all."""
    headed = [column.index for column in block.columns]
    doubled = [second.index for _, second in block.doubled]
    between = set(range(min(headed), max(headed) + 1)) - set(headed) - set(doubled)
    between = {
        index
        for index in between
        if all(index >= len(rows[row]) or is_blank(rows[row][index]) for row in range(block.first, block.last + 1))
    }
    return sorted(i for i in between if any(i < len(rows[row]) and not is_blank(rows[row][i]) for row in data))


def _totals(rows: Sequence[Row], block: HeaderBlock, body: Body) -> list[TotalRow]:
    totals = []
    since = block.last + 1
    for row, kind in body.totals:
        cells = {
            column.field: rows[row][column.index]
            for column in block.columns
            if column.field and column.index < len(rows[row])
        }
        label = next(str(cell) for cell in rows[row] if isinstance(cell, str) and cell.strip())
        is_subtotal = kind is Kind.SUBTOTAL
        totals.append(TotalRow(row, label, cells, first_row=since if is_subtotal else block.last + 1))
        if is_subtotal:
            since = row + 1
    return totals


def _unknown_heading(sheet: str, block: HeaderBlock, index: int, heading: str) -> Issue:
    shown = mask_identity_numbers(heading)[:SEEN]
    return Issue(
        rule="table.unknown_heading",
        severity=Severity.WARNING,
        message=f"{address(block.last, index)} 的列“{shown}”不在《{block.contract.title.zh}》的表样里，内容已另存，未计入统计。",
        report=block.contract.report,
        sheet=sheet,
        cell=address(block.last, index),
        source_row=block.last + 1,
        value=shown,
        expected="表样里的列名",
    )


def _no_heading(grid: Grid, block: HeaderBlock, index: int, first: int) -> Issue:
    shown = mask_identity_numbers(str(grid.rows[first][index]))[:SEEN]
    return Issue(
        rule="table.no_heading",
        severity=Severity.WARNING,
        message=f"{address(first, index)} 所在的列没有表头，但有内容（{shown}），内容已另存，未计入统计；请补上表头或删除。",
        report=block.contract.report,
        sheet=grid.sheet,
        cell=address(first, index),
        source_row=first + 1,
        value=shown,
        expected="每一列都有表头",
    )
