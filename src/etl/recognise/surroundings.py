"""Collect the statements around one table, by place: takes a grid, a heading, the rows under it. Pure.

Lines above, between, below and beside the table, comments, the print header and footer, and the sheet's name. What a sheet
without a table says is a cover's: it is about every table of the file.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from etl.model import Grid
from etl.recognise.cells import Row
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.preamble import NOTHING, Preamble, PreambleReader
from etl.recognise.rows.body import Body
from etl.recognise.statements.period import stretches_in
from etl.recognise.statements.placed import Place, PlacedStretch, PlacedUnit, Spot, Where
from etl.recognise.statements.standing import Standing
from etl.recognise.statements.unit_decision import UnitsSaid
from etl.recognise.statements.unit_lines import is_note
from etl.text import fold_label, remembering

LONGEST_ON_COVER = 40  # a longer text explains, and may well name other counties, periods and units
_EXPLAINS = re.compile("[如例请须应]|填写|格式|是指|包括|不得|可以")
_SAYS_UNIT = re.compile("[(]?(?:金额|计量|货币)?单位[:为]")
_MONEY = re.compile("[元圆￥¥]|rmb|yuan|cny", re.IGNORECASE)
_OF_A_PLACE = re.compile("[县区市州]")
_AUTHOR = re.compile(r"^[^\n:：]{1,20}[:：]\s*\n")  # what office programs put above a comment


@dataclass(frozen=True)
class Surroundings:
    """Statements around one table; `page` is what stands at no line of it: comments, the print header and footer."""

    above: Preamble
    within: Preamble
    below: Preamble
    page: Preamble
    on_headings: Sequence[tuple[int, PlacedUnit]] = ()
    groups: Sequence[tuple[str, Place]] = ()  # what stands over the headings of figures

    @property
    def parts(self) -> tuple[Preamble, ...]:
        """All of them, in the order in which they count."""
        return self.above, self.within, self.below, self.page

    def of_table(self) -> Preamble:
        """Statements on the table as a whole: on its period and its standing."""
        return Preamble.of(self.parts)

    def units(self, apart: Sequence[PlacedUnit], carried: str | None) -> UnitsSaid:
        """Statements on units; `apart` are those of sheet and file names and of cover sheets."""
        of_page = (*self.page.units, *apart)
        return UnitsSaid(self.above.units, self.within.units, self.below.units, self.on_headings, of_page, carried)


class SurroundingsReader:
    """Reads what is said around tables; built once from the reader of lines."""

    def __init__(self, preambles: PreambleReader) -> None:
        self._preambles = preambles
        self._of_file_name = remembering(self._in_file_name)  # of all its sheets

    def read(self, grid: Grid, block: HeaderBlock, body: Body, lines: int) -> tuple[Surroundings, int]:
        """Read the statements around a table whose lines begin with row `lines`; gives the row where the next table's begin too."""
        rows = grid.rows
        loose = sorted([*body.footers, *body.loose, *body.categories, *body.nils])
        is_last = body.end == len(rows)
        # what stands above the next heading is about that table, but for notes
        notes = [row for row in loose if row > body.last and (is_last or _is_note(rows[row]))]
        end = max(body.last, block.last, *([] if is_last else notes)) + 1
        above = self._preambles.read(rows, range(lines, block.first))
        beside = self._beside(grid, block, body)
        groups = self._groups(grid, block)
        headings = self._units_of_headings(grid, block)
        around = Surroundings(
            Preamble.of((*filter(None, (beside, groups)), above, *filter(None, (headings,)))),
            self._preambles.read(rows, [row for row in loose if row < body.last], Where.LINE),
            self._preambles.read(rows, notes, Where.LINE),
            self._page(grid, block, body, range(lines, len(rows) if is_last else end)),
            [*self._on_headings(grid, block)] if grid.comments else (),
            _over_headings(grid, block),
        )
        return around, end

    def of_names(self, sheet: str, file: str) -> tuple[PlacedUnit, ...]:
        """Statements on units in the names of sheet and file."""
        return (*self._preambles.units_in(sheet, Spot(Where.SHEET)), *self._of_file_name(file))

    def _in_file_name(self, file: str) -> tuple[PlacedUnit, ...]:
        steps = (re.sub(r"\.[A-Za-z]{2,5}$", "", step) for step in reversed(file.split("/")))
        return tuple(one for step in steps for one in self._preambles.units_in(step, Spot(Where.FILE)))

    def of_cover(self, grid: Grid, numbers: Sequence[int]) -> Preamble:
        """Statements in the given rows of a sheet without a table on the file's tables, and its print header."""
        short = {
            row: [cell if isinstance(cell, str) and _is_statement(cell) else None for cell in grid.rows[row]]
            for row in numbers
        }
        said = self._preambles.read(short, numbers, Where.COVER, grid.sheet)
        units = self._preambles.read(grid.rows, numbers, Where.COVER, grid.sheet).units
        return Preamble.of((replace(said, units=units), *self._printed(grid)))

    def _printed(self, grid: Grid) -> list[Preamble]:
        return [self._preambles.text(line, Spot(Where.PRINTED)) for line in grid.print_lines]

    def _page(self, grid: Grid, block: HeaderBlock, body: Body, lines: range) -> Preamble:
        """Comments at no heading and no row of data, and the print header and footer."""
        if not grid.comments and not grid.print_lines:
            return NOTHING
        rows = {*body.data, *range(block.first, block.last + 1)}
        comments = [
            self._preambles.text(_said_in(text), Spot(Where.COMMENT, at))
            for at, text in sorted(grid.comments.items())
            if at[0] not in rows and at[0] in lines
        ]
        return Preamble.of([*comments, *self._printed(grid)])

    def _groups(self, grid: Grid, block: HeaderBlock) -> Preamble | None:
        """Statements of groups over the headings on the period, that the table is void or a draft, 单位：元 over one of them, and
        places; and of headings that name a period themselves: 一季度成交额."""
        named = tuple(_periods_in_headings(block))
        if block.first == block.last or block.panels:
            return Preamble(stretches=named) if named else None
        said = self._preambles.read(grid.rows, range(block.first, block.last))
        standings = tuple(one for one in said.standings if one.standing in (Standing.VOID, Standing.DRAFT))
        units = tuple(one for one in said.units if _SAYS_UNIT.match(fold_label(one.text)))
        titles = zip(said.titles, said.title_cells, strict=True)
        places = [(title, cell) for title, cell in titles if _OF_A_PLACE.search(title)]
        return Preamble(
            tuple(title for title, _ in places),
            tuple(cell for _, cell in places),
            stretches=(*named, *(_over_figures(one, block) for one in said.stretches)),
            standings=standings,
            units=units,
        )

    def _units_of_headings(self, grid: Grid, block: HeaderBlock) -> Preamble | None:
        """Units of money in the headings of columns that have no figures: 序号（单位：元） speaks of the table."""
        if block.panels:
            return None
        cells = [
            (row, index)
            for row in range(block.first, block.last + 1)
            for index in block.worded
            if index < len(grid.rows[row]) and _MONEY.search(str(grid.rows[row][index] or ""))
        ]
        said = [
            one for at in cells for one in self._preambles.units_in(str(grid.rows[at[0]][at[1]]), Spot(Where.TITLE, at))
        ]
        return Preamble(units=tuple(said)) if said else None

    def _on_headings(self, grid: Grid, block: HeaderBlock) -> Iterator[tuple[int, PlacedUnit]]:
        for (row, column), text in sorted(grid.comments.items()):
            if block.first <= row <= block.last:
                spot = Spot(Where.COMMENT, (row, column))
                yield from ((column, unit) for unit in self._preambles.units_in(_said_in(text), spot))

    def _beside(self, grid: Grid, block: HeaderBlock, body: Body) -> Preamble | None:
        """Statements to the right or left of the table that say themselves what they are (单位：, 填报单位：); all else is reported as
        cells beside the table."""
        left, right = min(block.headed, default=0), block.layout.last
        outside: dict[int, Row] = {}
        rows = grid.rows[block.first : body.last + 1]
        if not left and max(map(len, rows), default=0) <= right:
            return None
        for row, cells in enumerate(rows, block.first):
            if (left or len(cells) > right) and any(isinstance(c, str) and c for c in (*cells[:left], *cells[right:])):
                outside[row] = [cell if not left <= index < right else None for index, cell in enumerate(cells)]
        if not outside:
            return None
        said = self._preambles.read(outside, outside, Where.LINE)
        return replace(
            said,
            titles=(),
            title_cells=(),
            stretches=tuple(one for one in said.stretches if one.text not in said.titles),
            standings=tuple(one for one in said.standings if one.text not in said.titles),
        )


def _periods_in_headings(block: HeaderBlock) -> Iterator[PlacedStretch]:
    for column in block.columns:
        if column.field and column.matched_by == "near" and block.contract.column(column.field).type.is_figure:
            spot = Spot(Where.GROUP, (block.last, column.index))
            yield from (PlacedStretch(spot, column.heading, one) for one in stretches_in(column.heading))


def _over_headings(grid: Grid, block: HeaderBlock) -> list[tuple[str, Place]]:
    """The texts of groups, each over a field of figures."""
    if block.panels or block.first == block.last:
        return []
    figures = {c.index for c in block.columns if c.field and block.contract.column(c.field).type.is_figure}
    rows = range(block.first, block.last)
    cells = [(grid.rows[row][index], (row, index)) for row in rows for index in figures if index < len(grid.rows[row])]
    return [(cell, place) for cell, place in cells if isinstance(cell, str) and cell.strip()]


def _over_figures(one: PlacedStretch, block: HeaderBlock) -> PlacedStretch:
    """A statement of a group, whose place is told from a title's where a field's figures stand under it."""
    below = next((c.field for c in block.columns if one.spot.cell and c.index == one.spot.cell[1]), None)
    is_figure = below is not None and block.contract.column(below).type.is_figure
    return replace(one, spot=replace(one.spot, where=Where.GROUP)) if is_figure else one


def _said_in(comment: str) -> str:
    return _AUTHOR.sub("", comment)


def _is_statement(text: str) -> bool:
    """True when a text of a cover says something of the file, and does not explain how to fill it in."""
    return len(text) <= LONGEST_ON_COVER and _EXPLAINS.search(text) is None


def _is_note(row: Row) -> bool:
    return any(is_note(cell) for cell in row if isinstance(cell, str))
