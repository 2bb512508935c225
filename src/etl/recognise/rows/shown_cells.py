"""Cells that a reader of the sheet takes for something else than their value: struck through, raised, in another money, a date
without its day, a comment beside it. Takes a table's rows and what the format says of their cells, gives issues.
"""

import re
from collections.abc import Iterator
from functools import partial

from etl.cell_traits import Trait
from etl.model import ColumnMatch, Grid, Issue
from etl.recognise.cells import is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows import table_issues as say
from etl.recognise.statements.period import stretches_in
from etl.recognise.statements.row_words import is_voided_by
from etl.recognise.statements.standing import standing_of_all, standing_of_line
from etl.rules.reading import shown_cells as rules
from etl.rules.rule import CRITICAL, NOTICE, WARNING
from etl.text import fold_label

CORRECTS = re.compile("有误|错误|写错|填错|应为|应是|应该|更正|改为|改成|修改|不对|单位|作废|不计")
_CASES = {Trait.STRUCK: "cell", Trait.PARTLY_STRUCK: "part"}
_SHOWN_DATES = {Trait.WITHOUT_DAY: ("day", CRITICAL), Trait.WITHOUT_YEAR: ("year", WARNING)}


def shown_otherwise(
    grid: Grid, block: HeaderBlock, columns: tuple[ColumnMatch, ...], data: list[int]
) -> Iterator[Issue]:
    """An issue for each such cell of a table's columns in its data rows, for its comments, and for those of its heading."""
    if grid.traits:
        rows = set(data)
        at = {column.index: column for column in columns if column.field}
        whole = {row for row in rows if _is_struck(grid, row, at)}
        for row in sorted(whole):
            yield say.issue(rules.TABLE_STRUCK, grid, block, (row, min(at)), case="row", row=row + 1)
        others = rows - whole
        for (row, index), trait in sorted(grid.traits.items()):
            if row in others and index in at and (found := _of_cell(grid, block, (row, index), at[index], trait)):
                yield found
    if grid.comments:
        kept = {*data, *range(block.first, block.last + 1)}
        headed = {column.index for column in columns}
        for (row, index), text in sorted(grid.comments.items()):
            if row in kept and index in headed:
                yield _comment(grid, block, (row, index), text)


def _is_struck(grid: Grid, row: int, at: dict[int, ColumnMatch]) -> bool:
    """True when every filled cell of a row is struck through."""
    cells = grid.rows[row]
    filled = [index for index in at if index < len(cells) and not is_blank(cells[index])]
    return bool(filled) and all(grid.traits.get((row, index)) is Trait.STRUCK for index in filled)


def _of_cell(grid: Grid, block: HeaderBlock, at: tuple[int, int], match: ColumnMatch, trait: Trait) -> Issue | None:
    column = block.contract.column(str(match.field))
    shown = say.seen(grid.rows[at[0]][at[1]]) if at[1] < len(grid.rows[at[0]]) else ""
    found = partial(
        say.issue, grid=grid, block=block, at=at, column=column.name, value=shown, seen=shown, label=column.label.zh
    )
    if trait in _CASES:
        return found(rules.TABLE_STRUCK, case=_CASES[trait])
    if trait is Trait.RAISED:
        is_plain = column.type.is_text and column.name not in block.contract.key and not column.type.checks
        return None if is_plain else found(rules.TABLE_RAISED)
    if trait is Trait.OTHER_MONEY:
        return found(rules.TABLE_OTHER_MONEY, unit=column.unit) if column.type.is_money else None
    if not column.type.is_day:
        return None
    case, severity = _SHOWN_DATES[trait]
    return found(rules.TABLE_DATE_SHOWN, case=case, severity=severity)


def _comment(grid: Grid, block: HeaderBlock, at: tuple[int, int], text: str) -> Issue:
    said = text.rpartition(":")[2].rpartition("：")[2].strip()
    corrects = CORRECTS.search(fold_label(text)) is not None
    corrects = corrects or bool(
        stretches_in(text) or standing_of_line(said) or standing_of_all(said) or is_voided_by(said)
    )
    shown = say.seen(" ".join(text.split()))
    severity = WARNING if corrects else NOTICE
    case = "text" if shown else "unseen"
    return say.issue(rules.TABLE_COMMENT, grid, block, at, case=case, severity=severity, value=shown, seen=shown)
