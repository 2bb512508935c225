"""What is said to a county about one indicator form: its columns of figures, its indicators and their units.

Every function gives one Issue with its cell; none decides whether it is said.
"""

from collections.abc import Sequence

from etl.contract.schema import Column
from etl.model import Cell, ColumnMatch, Grid, Issue, Severity, address
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock, Panel
from etl.recognise.rows.table_issues import issue, seen

At = tuple[int, int]


def undecided_figures(grid: Grid, block: HeaderBlock, panel: Panel) -> Issue:
    """No column of figures that the contract reads, or several."""
    title, read = block.contract.title.zh, "、".join(f"“{word}”" for word in block.contract.figures.read)
    if panel.figures:
        named = "、".join(f"{address(block.last, c.index)}（{seen(c.heading)}）" for c in panel.figures)
        message = f"{named}都像是《{title}》要填的数，无法确定用哪一列；请只留下要报送的一列，或按表样改列名。"
    else:
        message = f"第 {block.last + 1} 行的表头里没有《{title}》要读取的列{read}；请按表样加上这一列并填写。"
    at = (block.last, panel.figures[-1].index if panel.figures else panel.labels[0])
    return issue("form.figures", Severity.CRITICAL, message, grid, block, at, expected=read or "一列数量")


def unknown_indicator(grid: Grid, block: HeaderBlock, at: At, label: str, value: Cell) -> Issue:
    shown, what = seen(label), "" if is_blank(value) else f"（{seen(value)}）"
    message = (
        f"{address(*at)} 的指标“{shown}”{what}不在《{block.contract.title.zh}》的表样里，内容已另存，未计入统计；"
        "如是表样里的指标，请按表样改名。"
    )
    return issue(
        "form.unknown_indicator", Severity.WARNING, message, grid, block, at, value=shown, expected="表样里的指标"
    )


def missing_indicator(grid: Grid, block: HeaderBlock, column: Column) -> Issue:
    label = column.label.zh
    message = f"《{block.contract.title.zh}》缺少必填的指标“{label}”；请在表里加上这一行并填写。"
    at = (block.first, block.panels[0].labels[0])
    return issue(
        "form.missing_indicator", Severity.CRITICAL, message, grid, block, at, column=column.name, expected=label
    )


def doubled_indicator(grid: Grid, block: HeaderBlock, first: ColumnMatch, at: At) -> Issue:
    label = block.contract.column(str(first.field)).label.zh
    message = f"{first.place} 和 {address(*at)} 都是指标“{label}”，无法确定用哪一个；请删除或改名其中一行。"
    return issue(
        "form.doubled_indicator",
        Severity.CRITICAL,
        message,
        grid,
        block,
        at,
        column=first.field,
        expected="每个指标只出现一次",
    )


def wrong_unit(grid: Grid, block: HeaderBlock, at: At, column: Column, said: str) -> Issue:
    expected = "金额单位（如万元）" if column.type.is_money else "、".join(column.measures) or "数量单位（如个、人）"
    message = f"{address(*at)} 指标“{column.label.zh}”的单位是“{seen(said)}”，应是{expected}；请改正单位和数。"
    return issue(
        "form.unit",
        Severity.CRITICAL,
        message,
        grid,
        block,
        at,
        column=column.name,
        value=seen(said),
        expected=expected,
    )


def two_units(grid: Grid, block: HeaderBlock, at: At, column: Column, said: Sequence[str]) -> Issue:
    message = (
        f"{address(*at)} 指标“{column.label.zh}”写了两个单位（{seen(said[0])}、{seen(said[1])}），"
        "无法确定用哪一个；请改正。"
    )
    return issue(
        "form.unit",
        Severity.CRITICAL,
        message,
        grid,
        block,
        at,
        column=column.name,
        value=seen(said[0]),
        expected="一个单位",
    )


def merged_figure(grid: Grid, block: HeaderBlock, columns: Sequence[ColumnMatch]) -> Issue:
    """One figure merged over the rows of several indicators."""
    first, last = columns[0], columns[-1]
    labels = "、".join(f"“{seen(column.heading)}”" for column in columns)
    at = (int(first.row or 0), first.index)
    message = f"{first.place} 到 {last.place} 合并了{labels}的数；请取消合并，每个指标填一个数。"
    return issue(
        "form.merged_figure",
        Severity.CRITICAL,
        message,
        grid,
        block,
        at,
        column=first.field,
        expected="每个指标一个数",
    )


def empty(grid: Grid, block: HeaderBlock) -> Issue:
    message = f"《{block.contract.title.zh}》里一个数也没有填；本期确实没有的，请填 0，或在表下填“无”。"
    panel = block.panels[0]
    at = (block.last + 1, panel.figures[0].index)
    return issue("table.empty", Severity.CRITICAL, message, grid, block, at, expected="内容，或“无”")
