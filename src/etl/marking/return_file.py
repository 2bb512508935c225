"""One file of a county as it goes back: takes its bytes and what is to be marked, gives the bytes of an xlsx.

An xlsx or xlsm is spliced. What is none, or cannot be spliced, is written anew from what reading finds in it, and says so. Of
what cannot be read there is the front sheet alone. Pure; runs where a county's file may be opened.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from etl.errors import UnreadableWorkbook
from etl.marking.fresh_workbook import fresh_workbook
from etl.marking.mark_workbook import marked
from etl.marking.marks import CellMark, MarkPlan
from etl.model import Cell, Grid
from etl.settings import ReadingLimits
from etl.workbook.kinds import kind_of
from etl.workbook.members import ZippedFiles
from etl.workbook.own_marks import is_front_sheet
from etl.workbook.read import read_content
from etl.workbook.refusals import broken

REWRITTEN = "说明：原文件不是 xlsx 格式（或其结构无法直接标注），本工作簿按读到的内容重新生成，单元格内容、合并和数字格式与原文件一致，版式可能略有不同。"
LISTED = "说明：原文件加密、损坏或无法读取，这里只列出问题，不含原表；请改正后报送原来的表格。"
SIGNED = "说明：原文件带有数字签名，标注以后签名失效；改正后报送前如有需要请重新签名。"
SIGNATURES = b"_xmlsignatures/"
ROWS_ABOVE = 12  # of a sheet, in which it says whose it is


def returned_file(
    content: bytes, plan: MarkPlan, limits: ReadingLimits, *, name: str = "", password: str | None = None
) -> bytes:
    """The workbook that goes back; of a zip the one inside it that `name` names, as reading names it: outer.zip/inner.xlsx.

    `password` opens a zip that asks for one.
    """
    try:
        kind = kind_of(content, limits)
        if kind in ("zip", "encrypted zip"):
            files = ZippedFiles(content, limits, password)
            inside = [one for one in files.names if name.endswith(f"/{one}")]
            if not inside:
                raise broken(member=name)
            content = files.open(max(inside, key=len)).content
            kind = kind_of(content, limits)
        if kind == "xlsx":
            spliced = _spliced(content, plan, limits)
            if spliced is not None:
                return spliced
        grids = _own_grids(content, kind, limits)
    except UnreadableWorkbook:
        return fresh_workbook((), (), plan.front.with_note(LISTED))
    return fresh_workbook(grids, _placed(plan.marks, grids), plan.front.with_note(REWRITTEN))


def _own_grids(content: bytes, kind: str, limits: ReadingLimits) -> list[Grid]:
    return [grid for grid in read_content(content, kind, limits)[1] if not is_front_sheet(grid)]


def _spliced(content: bytes, plan: MarkPlan, limits: ReadingLimits) -> bytes | None:
    """The file with marks spliced in; None where it cannot be."""
    marks: Sequence[CellMark] = plan.marks
    if any(mark.is_behind_row or mark.repeats for mark in marks):
        marks = _placed(marks, _own_grids(content, "xlsx", limits))
    front = plan.front
    if SIGNATURES in content:  # names of parts are not packed
        front = front.with_note(SIGNED)
    try:
        return marked(content, marks, front, limits)
    except UnreadableWorkbook:
        return None


def _placed(marks: Sequence[CellMark], grids: Sequence[Grid]) -> list[CellMark]:
    by_name = {grid.sheet: grid for grid in grids}
    only = grids[0].sheet if len(grids) == 1 else None
    named = [replace(mark, sheet=only) if only is not None and not mark.sheet else mark for mark in marks]
    placed = [
        replace(mark, column=_behind(by_name[mark.sheet], mark), is_behind_row=False)
        if mark.is_behind_row and mark.sheet in by_name
        else mark
        for mark in named
    ]
    repeated = [again for mark in placed if mark.repeats for grid in grids for again in _repeats(grid, mark)]
    return [*dict.fromkeys([*placed, *repeated])]


def _repeats(grid: Grid, mark: CellMark) -> Iterator[CellMark]:
    """The same mark wherever its text stands above a table."""
    for row, cells in enumerate(grid.rows[:ROWS_ABOVE]):
        for column, cell in enumerate(cells):
            if isinstance(cell, str) and mark.repeats in cell:
                yield replace(mark, sheet=grid.sheet, row=row, column=column)


def _behind(grid: Grid, mark: CellMark) -> int:
    """Column of the first cell, from that of a mark on, in which nothing is written and over which nothing is merged."""
    row = grid.rows[mark.row] if mark.row < len(grid.rows) else ()
    column = mark.column
    while _is_filled(row, column) or any(
        top <= mark.row <= bottom and left <= column <= right for top, left, bottom, right in grid.merges
    ):
        column += 1
    return column


def _is_filled(row: Sequence[Cell], column: int) -> bool:
    return column < len(row) and row[column] is not None and row[column] != ""
