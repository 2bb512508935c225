"""What is said to a county about one table as a whole: its headings, its merges, and whatever stands around its rows.

Every function gives one Issue with its cell; none decides whether it is said.
"""

from collections.abc import Sequence

from etl.model import ColumnMatch, Grid, Issue, Severity, address, column_letters
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.text import mask_identity_numbers

SEEN = 40  # characters of a cell that a message quotes


def seen(value: object) -> str:
    """A cell or heading as a message quotes it."""
    text = str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)
    return mask_identity_numbers(text)[:SEEN]


def issue(
    rule: str,
    severity: Severity,
    message: str,
    grid: Grid,
    block: HeaderBlock,
    at: tuple[int, int],
    *,
    column: str | None = None,
    value: str | None = None,
    expected: str | None = None,
) -> Issue:
    """An issue of a block's report at one cell, counted from 0."""
    return Issue(
        rule=rule,
        severity=severity,
        message=message,
        report=block.contract.report,
        sheet=grid.sheet,
        cell=address(*at),
        source_row=at[0] + 1,
        column_name=column,
        value=value,
        expected=expected,
    )


def unknown_heading(grid: Grid, block: HeaderBlock, column: ColumnMatch) -> Issue:
    at, shown = (block.last, column.index), seen(column.heading)
    message = f"{address(*at)} 的列“{shown}”不在《{block.contract.title.zh}》的表样里，内容已另存，未计入统计。"
    return issue(
        "table.unknown_heading", Severity.WARNING, message, grid, block, at, value=shown, expected="表样里的列名"
    )


def near_heading(grid: Grid, block: HeaderBlock, column: ColumnMatch) -> Issue:
    at, shown = (block.last, column.index), seen(column.heading)
    label = block.contract.column(str(column.field)).label.zh
    message = f"{address(*at)} 的列“{shown}”与表样里的“{label}”相近，已按“{label}”读取；如不是这一列，请按表样改列名。"
    return issue(
        "table.near_heading",
        Severity.NOTICE,
        message,
        grid,
        block,
        at,
        column=column.field,
        value=shown,
        expected=label,
    )


def no_heading(grid: Grid, block: HeaderBlock, index: int, first: int) -> Issue:
    at, shown = (first, index), seen(grid.rows[first][index])
    message = f"{address(*at)} 所在的列没有表头，但有内容（{shown}），内容已另存，未计入统计；请补上表头或删除。"
    return issue("table.no_heading", Severity.WARNING, message, grid, block, at, value=shown, expected="每一列都有表头")


def missing_column(grid: Grid, block: HeaderBlock, column: str) -> Issue:
    label = block.contract.column(column).label.zh
    message = (
        f"《{block.contract.title.zh}》缺少必填的列“{label}”；请在第 {block.last + 1} 行的表头里加上这一列并填写。"
    )
    at = (block.last, block.columns[0].index)
    return issue("table.missing_column", Severity.CRITICAL, message, grid, block, at, column=column, expected=label)


def doubled_heading(grid: Grid, block: HeaderBlock, first: ColumnMatch, second: ColumnMatch) -> Issue:
    there, at = address(block.last, first.index), (block.last, second.index)
    label = block.contract.column(str(first.field)).label.zh
    message = f"{there}（{first.heading}）和 {address(*at)}（{second.heading}）都是“{label}”，无法确定用哪一列；请删除或改名其中一列。"
    return issue(
        "table.doubled_heading",
        Severity.CRITICAL,
        message,
        grid,
        block,
        at,
        column=first.field,
        expected="每个列名只出现一次",
    )


def ambiguous(grid: Grid, block: HeaderBlock, titles: Sequence[str]) -> Issue:
    message = (
        f"第 {block.last + 1} 行的表头分不清是哪一张报表（{'、'.join(f'《{t}》' for t in titles)}）；请在表名里写明。"
    )
    at = (block.last, block.columns[0].index)
    return issue("table.ambiguous", Severity.CRITICAL, message, grid, block, at, expected="写明报表名称")


def unclear_unit(grid: Grid, block: HeaderBlock, text: str, at: tuple[int, int], assumed: str | None = None) -> Issue:
    """A unit line that does not say one unit; `assumed` is the template's, where the line names it among others."""
    taken = f"已按{assumed}读取；如不是，" if assumed else ""
    message = f"{address(*at)} 的“{seen(text)}”看不出金额用哪一个单位，{taken}请只写一个：元、千元、万元、百万元或亿元，或写在各列的表头里。"
    severity = Severity.WARNING if assumed else Severity.CRITICAL
    expected = "一个金额单位，如“单位：万元”"
    return issue("table.unit", severity, message, grid, block, at, value=seen(text), expected=expected)


def empty(grid: Grid, block: HeaderBlock) -> Issue:
    message = f"《{block.contract.title.zh}》只有表头，没有内容；本期确实没有的，请在表头下一行填“无”。"
    at = (block.last + 1, block.columns[0].index)
    return issue("table.empty", Severity.CRITICAL, message, grid, block, at, expected="内容，或“无”")


def merged_figure(grid: Grid, block: HeaderBlock, field: str, span: tuple[int, int, int]) -> Issue:
    """One figure merged over several rows; `span` is first row, column, last row."""
    top, column, bottom = span
    label = block.contract.column(field).label.zh
    shown = seen(grid.rows[top][column])
    message = (
        f"{address(top, column)} 到 {address(bottom, column)} 合并了“{label}”，每一行都按 {shown} 读取；"
        "如果是几行合计的数，请取消合并，分行填写。"
    )
    return issue(
        "table.merged_figure",
        Severity.WARNING,
        message,
        grid,
        block,
        (top, column),
        column=field,
        value=shown,
        expected="每行一个数",
    )


def not_understood(grid: Grid, block: HeaderBlock, rows: Sequence[int]) -> Issue:
    """One or more rows below each other that nobody understands."""
    column, cell = next((c, cell) for c, cell in enumerate(grid.rows[rows[0]]) if not is_blank(cell))
    shown = seen(cell)
    if len(rows) == 1:
        what = f"第 {rows[0] + 1} 行只有“{shown}”"
    else:
        what = f"第 {rows[0] + 1} 到 {rows[-1] + 1} 行（“{shown}”等）"
    message = f"{what}，看不出是数据，没有读取；如是数据请补全，如是说明请写在“注：”后面。"
    return issue(
        "table.row_not_understood",
        Severity.WARNING,
        message,
        grid,
        block,
        (rows[0], column),
        value=shown,
        expected="一行数据",
    )


def example(grid: Grid, block: HeaderBlock, row: int) -> Issue:
    column = next(c for c, cell in enumerate(grid.rows[row]) if not is_blank(cell))
    message = f"第 {row + 1} 行是示例，没有读取；如果是要报送的数据，请去掉“例”字。"
    return issue(
        "table.example",
        Severity.NOTICE,
        message,
        grid,
        block,
        (row, column),
        value=seen(grid.rows[row][column]),
        expected="要报送的数据",
    )


def beside(grid: Grid, block: HeaderBlock, at: tuple[int, int], is_hidden: bool) -> Issue:
    shown = seen(grid.rows[at[0]][at[1]])
    message = f"{address(*at)} 起（{shown}）在表格以外，没有读取；如是要报送的内容，请移到表格的列里。"
    severity = Severity.NOTICE if is_hidden else Severity.WARNING
    return issue("table.beside", severity, message, grid, block, at, value=shown, expected="内容都在表格里")


def hidden(grid: Grid, block: HeaderBlock, rows: Sequence[int], columns: Sequence[int]) -> Issue:
    """Rows and columns that are hidden and were read all the same."""
    parts = []
    if rows:
        parts.append(f"第 {'、'.join(str(row + 1) for row in rows[:10])}{' 等' if len(rows) > 10 else ''} 行")
    if columns:
        parts.append(f"{'、'.join(map(column_letters, columns))} 列")
    message = f"{'和'.join(parts)}是隐藏的，已照常读取；如不需要报送，请删除。"
    at = (rows[0] if rows else block.last, columns[0] if columns else block.columns[0].index)
    return issue("table.hidden", Severity.NOTICE, message, grid, block, at, expected="没有隐藏的行和列")
