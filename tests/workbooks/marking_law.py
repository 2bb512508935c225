"""Law of marked workbooks: takes a workbook of anybody's and marks, and fails where more changed than what is marked."""

import io
import zipfile
from collections.abc import Collection, Sequence

from etl.marking.mark_workbook import marked
from etl.marking.marks import CellMark, FrontCell, FrontSheet, Look
from etl.marking.unmark_workbook import unmarked
from etl.model import Grid
from etl.settings import ReadingLimits
from etl.workbook.own_marks import CODE_SIGN, COMMENT_SIGN, is_front_sheet
from etl.workbook.read import read_content
from tests.workbooks.package_rules import broken_rules

LIMITS = ReadingLimits()
FRONT = FrontSheet(
    rows=(
        (FrontCell("退回说明：旺苍县", Look.TITLE),),
        (FrontCell(f"{CODE_SIGN}abc", Look.SMALL),),
        (FrontCell("序号", Look.HEADING), FrontCell("单元格", Look.HEADING)),
        (FrontCell(1), FrontCell("B2", Look.LINK, ("表一", "B2"))),
    ),
    filtered=2,
    widths=(20, 60),
)
OWN = {"[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml"}


def mark(sheet: str, row: int, column: int, *, is_critical: bool = True, text: str = "不对") -> CellMark:
    """A mark of one cell."""
    return CellMark(sheet, row, column, is_critical, f"{COMMENT_SIGN}{text}")


def parts_of(content: bytes) -> dict[str, bytes]:
    """All parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def own_grids(content: bytes) -> list[Grid]:
    """The sheets as reading sees them, without ours."""
    return [grid for grid in read_content(content, "xlsx", LIMITS)[1] if not is_front_sheet(grid)]


def facts(grid: Grid) -> object:
    """Everything that reading takes from a sheet, whether blank cells have a style or not."""
    rows = [[None if cell == "" else cell for cell in row] for row in grid.rows]
    for row in rows:
        while row and row[-1] is None:
            row.pop()
    return grid.sheet, rows, grid.merges, grid.hidden, grid.marks, grid.traits, grid.comments, grid.hidden_columns


def only_marks_change(content: bytes, marks: Sequence[CellMark], sheets: Collection[str]) -> bytes:
    """Mark a workbook; its parts other than `sheets` and what belongs to them stay, and taking the marks away gives all of it back."""
    returned = marked(content, marks, FRONT, LIMITS)
    before, after = parts_of(content), parts_of(returned)
    beside = {name for name in before if "comment" in name or "vmlDrawing" in name or "/_rels/sheet" in name}
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed <= OWN | {*sheets} | (beside if sheets else set())
    assert [one for one in broken_rules(returned) if one not in broken_rules(content)] == []
    assert [facts(grid) for grid in own_grids(returned)] == [facts(grid) for grid in own_grids(content)]
    assert parts_of(unmarked(returned, LIMITS)) == before
    again = parts_of(marked(returned, marks, FRONT, LIMITS))
    assert {name: part for name, part in again.items() if "customXml/item1.xml" not in name} == {
        name: part for name, part in after.items() if "customXml/item1.xml" not in name
    }
    return returned
