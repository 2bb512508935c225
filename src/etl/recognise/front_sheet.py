"""The sheet that went back in front of a county's own: takes its grid, gives what of it is ours, what answers, and what was written into it.

Ours is what the seals of its rows know; on a sheet whose seals are gone, what stands where our lists have it. Pure.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from etl.cell_account import TakenFor
from etl.model import Cell, Grid, Issue, address
from etl.recognise.cells import is_blank
from etl.recognise.explanations import HEADINGS
from etl.recognise.rows.table_issues import seen
from etl.recognise.rows.table_part import TablePart
from etl.recognise.rows.unread_cells import grouped
from etl.rules.reading.sheets import SHEET_RETURNED_CELLS, SHEET_RETURNED_TABLE
from etl.template_marks import ANSWERS
from etl.workbook.assemble import WITHOUT_VALUE
from etl.workbook.own_marks import CODE_SIGN, FRONT_SHEET
from etl.workbook.sealed_rows import own_columns, seal_in

Place = tuple[int, int]
# of a sheet without seals: what its lines begin with, the words of its lists' headings, and what the rows of these say of themselves
OWN_LINES = (f"{FRONT_SHEET}：", CODE_SIGN, "文件：", "审核结果：", "审核时间：", "请直接在本工作簿里", "说明：原文件")
OWN_HEADINGS = frozenset(
    [
        "序号",
        "结果",
        "报表",
        "结论",
        "必须改正（处）",
        "请核对（处）",
        "目前使用的数据",
        "截止日期",
        "性质",
        "填报项",
        "处数",
        "怎么办",
        "工作表",
        "单元格",
        "现在填的",
        "应为",
        "问题",
        ANSWERS,
        "规则",
        "字段",
    ]
)
OWN_KINDS = frozenset({"必须改正", "请核对", "退回", ""})
FEWEST = 5  # headings in a row of them


@dataclass(frozen=True)
class FrontParts:
    """A front sheet as two: what we wrote, with the answers to it, and what else stands there, each cell at its place."""

    ours: Grid
    written: Grid
    kinds: Mapping[Place, tuple[TakenFor, str]]  # of what is ours, and of answers

    @property
    def is_as_sent(self) -> bool:
        """True where nothing was written into it but answers."""
        return not any(True for _ in _filled(self.written))


def front_parts(grid: Grid) -> FrontParts:
    """Both parts of our sheet."""
    seals = [seal_in(row) for row in grid.rows]
    of_rows = _by_seals(grid, seals) if any(one is not None for one in seals) else _by_layout(grid)
    kinds: dict[Place, tuple[TakenFor, str]] = {}
    answers: int | None = None
    for number, (row, own) in enumerate(zip(grid.rows, of_rows, strict=True)):
        kinds |= {(number, column): (TakenFor.RETURNED, "") for column in own}
        if own and HEADINGS.keys() <= {cell for column, cell in enumerate(row) if column in own}:
            answers = row.index(ANSWERS)
        elif own and answers is not None and answers < len(row) and not is_blank(row[answers]):
            kinds[number, answers] = TakenFor.ANSWER, ""
    return FrontParts(_kept(grid, kinds, is_kept=True), _kept(grid, kinds, is_kept=False), kinds)


def issues_of(
    written: Grid, parts: Sequence[TablePart], titles: Mapping[str, str]
) -> Iterator[tuple[Issue, list[Place]]]:
    """An issue for every block of rows that a county wrote into our sheet, with its cells; `parts` are the tables found in them."""
    filled: dict[int, list[int]] = {}
    for row, column in _filled(written):
        filled.setdefault(row, []).append(column)
    for rows in grouped(sorted(filled)):
        columns = [column for row in rows for column in filled[row]]
        first, last = address(rows[0], min(columns)), address(rows[-1], max(columns))
        place = first if first == last else f"{first}:{last}"
        found = {part.block.contract.report for part in parts if rows[0] <= part.block.last <= rows[-1]}
        shown = seen(next(text for column in filled[rows[0]] if (text := _text(written, (rows[0], column)))))
        reports: list[str | None] = [*sorted(found)] or [None]
        for report in reports:
            rule = SHEET_RETURNED_TABLE if report else SHEET_RETURNED_CELLS
            issue = Issue(
                rule=rule.id,
                severity=rule.severity,
                message=rule.sentence(sheet=written.sheet, place=place, seen=shown, title=titles.get(report or "", "")),
                report=report,
                sheet=written.sheet,
                cell=place,
                source_row=rows[0] + 1,
                value=shown,
                expected=rule.expected(),
            )
            yield issue, [(row, column) for row in rows for column in filled[row]]


def _by_seals(grid: Grid, seals: Sequence[int | None]) -> Iterator[frozenset[int]]:
    for row, sealed in zip(grid.rows, seals, strict=True):
        yield frozenset() if sealed is None else own_columns(row, sealed)


def _by_layout(grid: Grid) -> Iterator[frozenset[int]]:
    """Columns of ours in each row, by our lines, our headings, and the columns under these down to the first blank or other row."""
    headed: dict[int, str] = {}
    for row in grid.rows:
        texts = {column: cell for column, cell in enumerate(row) if not is_blank(cell)}
        words = {column: cell for column, cell in texts.items() if isinstance(cell, str) and cell in OWN_HEADINGS}
        if len(words) >= FEWEST and len(words) == len(texts):
            headed = words
            yield frozenset(headed)
        elif headed and _is_listed(row, headed):
            yield frozenset(texts.keys() & {*headed, *(column + 1 for column in headed)})
        else:
            headed = {} if not texts else headed
            yield frozenset(c for c, cell in texts.items() if isinstance(cell, str) and cell.startswith(OWN_LINES))


def _is_listed(row: Sequence[Cell], headed: Mapping[int, str]) -> bool:
    """True for a row of one of our lists: counted, of a kind of ours, and of a report."""
    said = {heading: row[column] if column < len(row) else None for column, heading in headed.items()}
    kind = said.get("性质", said.get("结果"))
    number = said.get("序号")
    return isinstance(number, int | float) and ("" if is_blank(kind) else kind) in OWN_KINDS


def _filled(grid: Grid) -> Iterator[Place]:
    for number, row in enumerate(grid.rows):
        for column, cell in enumerate(row):
            if not is_blank(cell) or grid.marks.get((number, column)) in WITHOUT_VALUE:
                yield number, column


def _text(grid: Grid, place: Place) -> str:
    cell = grid.rows[place[0]][place[1]]
    return "（没有结果的公式或图片）" if is_blank(cell) else seen(cell)


def _kept(grid: Grid, kinds: Mapping[Place, object], *, is_kept: bool) -> Grid:
    rows = [
        [cell if ((number, column) in kinds) is is_kept else None for column, cell in enumerate(row)]
        for number, row in enumerate(grid.rows)
    ]
    marks = {place: mark for place, mark in grid.marks.items() if (place in kinds) is is_kept}
    return replace(grid, rows=rows, marks=marks, hidden=False)
