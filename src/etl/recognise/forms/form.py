"""The rows under an indicator form's heading to one Table of one row: each indicator a column with a cell of its own.

Takes a grid and a heading with panels; types no figure. Whatever is no indicator of the contract is kept in `extra` or said.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from etl.cell_account import TakenFor
from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.model import Cell, ColumnMatch, Grid, Issue, Table, address
from etl.recognise.cells import Layout, Row, is_blank
from etl.recognise.forms import form_issues as say
from etl.recognise.forms.form_heading import Tops, label_tops, labels_of, value_at
from etl.recognise.forms.indicators import Indicators
from etl.recognise.header_block import HeaderBlock, Panel
from etl.recognise.headings.meaning import Meaning
from etl.recognise.rows import table_issues
from etl.recognise.rows.body import Body
from etl.recognise.rows.marking_words import CATEGORY, Kind
from etl.recognise.rows.row_kinds import RowKinds
from etl.recognise.rows.table import raw_column
from etl.text import fold_label

HeadingAt = Callable[[int], HeaderBlock | None]


@dataclass(frozen=True)
class _Line:
    """One row of one panel: its labels, group before leaf, the indicator they mean, its unit cell and its figure's column."""

    panel: Panel
    row: int
    labels: tuple[str, ...]
    meaning: Meaning | None
    unit: str
    figure: int

    @property
    def label(self) -> str:
        return " ".join(self.labels)


@dataclass
class _Form:
    """Reading of one form so far."""

    grid: Grid
    block: HeaderBlock
    body: Body
    tops: Tops
    spans: dict[tuple[int, int], int]
    columns: list[ColumnMatch] = field(default_factory=list)
    values: dict[str, list[Cell]] = field(default_factory=dict)
    extra: dict[str, list[Cell]] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    beside: dict[int, int] = field(
        default_factory=dict
    )  # column that is not read -> the first row where it says something

    def cell(self, row: int, column: int) -> Cell:
        cells = self.grid.rows[row]
        stored = cells[column] if column < len(cells) else None
        return raw_column(self.grid, [row], column, [stored], is_marked=True)[0]

    def keep(self, name: str, row: int, column: int) -> None:
        """Keep a cell in `extra`; blank ones are nothing to keep."""
        if not is_blank(cell := self.cell(row, column)):
            self.body.cells[row][column] = TakenFor.EXTRA
            name = name if name and name not in self.extra else f"{name} {address(row, column)}".strip()
            self.extra[name] = [cell]


class FormReader:
    """Reads indicator forms; built once from the catalog."""

    def __init__(self, catalog: Catalog, indicators: Indicators, kinds: RowKinds) -> None:
        self._indicators, self._kinds = indicators, kinds
        shared = (heading for column in catalog.vocabulary.shared_columns for heading in column.headings())
        self._remarks = catalog.vocabulary.folded(tuple(shared))

    def read(self, grid: Grid, block: HeaderBlock, heading_at: HeadingAt) -> tuple[Body, Table | None, list[Issue]]:
        """Read a form: its rows, the table unless nothing is filled in or nobody can tell which figures count, and the issues."""
        form = _Form(grid, block, Body(end=len(grid.rows)), label_tops(grid, block), _spans(grid, block))
        self._scan(form, heading_at)
        if undecided := [panel for panel in block.panels if len(panel.figures) != 1]:
            return form.body, None, [say.undecided_figures(grid, block, panel) for panel in undecided]
        if all(is_blank(cell) for (cell,) in form.values.values()) and not form.extra:
            if not form.body.nils:
                return form.body, None, [say.empty(grid, block)]
            form.body.blanks += form.body.data  # a form left blank that says 无 reports zero
            form.body.data.clear()
            return form.body, None, []
        table = Table(
            report=block.contract.report,
            sheet=grid.sheet,
            header_rows=(block.first, block.last),
            columns=(*form.columns, *(c for c in _beside(block) if c.index in form.beside and c.heading)),
            rows=(min(column.row for column in form.columns if column.field and column.row is not None),),
            values=form.values,
            extra=form.extra,
        )
        return form.body, table, [*form.issues, *self._issues_of_columns(form)]

    def _scan(self, form: _Form, heading_at: HeadingAt) -> None:
        """Read the rows down to the next table's heading; a heading repeated after a page break is passed over."""
        grid, block, body = form.grid, form.block, form.body
        headings = [_folded(grid.rows[row]) for row in range(block.first, block.last + 1)]
        for row in range(block.last + 1, len(grid.rows)):
            if (words := _folded(grid.rows[row])) in headings:
                (body.repeated if words else body.blanks).append(row)
                continue
            lines = [self._line(form, panel, row) for panel in block.panels]
            if not any(line.meaning for line in lines):
                other = heading_at(row)
                if other is not None and other.first > block.last:
                    body.end = other.first
                    return
                if self._is_sorted_away(form, row):
                    continue
            body.data.append(row)
            body.cells[row] = dict.fromkeys(block.serials, TakenFor.SERIAL)
            for line in lines:
                body.cells[row] |= _labels(line)
                if line.meaning:
                    self._take(form, line, line.meaning)
                else:
                    self._keep_unknown(form, line)

    def _line(self, form: _Form, panel: Panel, row: int) -> _Line:
        rows = form.grid.rows
        labels = labels_of(rows, row, panel, form.tops)
        read = panel.figures[0].index if panel.figures else panel.labels[-1]
        figure = form.spans.get((row, read), read)
        cell = None
        if panel.unit is not None and panel.unit != figure:
            cell = value_at(rows, form.tops.get((row, panel.unit), row), panel.unit)
        unit = "" if is_blank(cell) else str(cell)
        return _Line(panel, row, labels, self._indicators.meaning(form.block.contract, labels), unit, figure)

    def _is_sorted_away(self, form: _Form, row: int) -> bool:
        """True when a row without an indicator of the contract is no indicator at all: a note, a category, codes, a lone text."""
        panels, body = form.block.panels, form.body
        figures = frozenset(column.index for panel in panels for column in panel.figures)
        layout = Layout(
            mapped=frozenset(index for panel in panels for index in panel.indexes),
            required=(),
            figures=figures,
            key=tuple(panel.labels[-1] for panel in panels),
            serials=form.block.serials,
            last=form.block.layout.last,
        )
        kind = self._kinds.of(form.grid.rows[row], layout, is_first=not body.data)
        if kind is Kind.FOOTER:
            lead = next(cell for cell in form.grid.rows[row] if isinstance(cell, str) and not is_blank(cell))
            if ":" not in fold_label(lead) and any(not is_blank(form.cell(row, index)) for index in figures):
                return False  # 负责人 with a figure beside it
        away = {
            Kind.FOOTER: body.footers,
            Kind.EXAMPLE: body.examples,
            Kind.NIL: body.nils,
            Kind.CATEGORY: body.categories,
            Kind.UNCLEAR: body.loose,
            Kind.BLANK: body.blanks,
            Kind.CODES: body.codes,
        }
        if kind in away:
            away[kind].append(row)
        return kind in away

    def _take(self, form: _Form, line: _Line, meaning: Meaning) -> None:
        """Add one indicator: its cell, its unit, and what else stands in the row."""
        column = form.block.contract.column(meaning.field)
        at = (line.row, line.figure)
        if column.name in form.values:
            taken = next(match for match in form.columns if match.field == column.name)
            form.issues.append(say.doubled_indicator(form.grid, form.block, taken, at))
            form.body.cells[line.row] |= dict.fromkeys((*line.panel.indexes, line.figure), TakenFor.ISSUE)
            return
        match = ColumnMatch(line.figure, line.label, column.name, matched_by=meaning.matched_by, row=line.row)
        form.columns.append(self._with_unit(form, line, match, column))
        form.values[column.name] = [form.cell(*at)]
        form.body.cells[line.row][line.figure] = TakenFor.VALUE
        self._keep_beside(form, line)

    def _with_unit(self, form: _Form, line: _Line, match: ColumnMatch, column: Column) -> ColumnMatch:
        """The indicator with its money unit: its unit cell says it, else its label, else the heading of the figures."""
        at = (line.row, line.figure)
        if line.unit and line.panel.unit is not None:
            at = (line.row, line.panel.unit)
        if not column.type.is_figure:
            if line.unit:
                form.keep(f"{line.label} 单位", *at)
            return match
        own, named = self._indicators.unit_in(line.unit), line.meaning.unit if line.meaning else None
        heading = line.panel.figures[0].unit if line.panel.figures else None
        said = own or named or heading
        if own and named and own != named:
            form.issues.append(say.two_units(form.grid, form.block, at, column, (own, named)))
        elif said and not self._indicators.fits(column, said):
            form.issues.append(say.wrong_unit(form.grid, form.block, at, column, said))
        money = self._indicators.money(said)
        return replace(match, unit=money, unit_source="heading" if money else None)

    def _keep_unknown(self, form: _Form, line: _Line) -> None:
        """Keep the figure of an indicator that the contract does not have, and say so."""
        cells = {index: form.cell(line.row, index) for index in {*line.panel.indexes, line.figure}}
        says = [index for index, cell in cells.items() if not is_blank(cell)]
        if set(says) <= set(line.panel.labels) and (not says or CATEGORY.match(fold_label(line.label))):
            form.body.cells[line.row] |= dict.fromkeys(says, TakenFor.GROUP)
            return
        at = (line.row, line.panel.labels[-1] if line.labels else min(says))
        form.issues.append(say.unknown_indicator(form.grid, form.block, at, line.label, cells[line.figure]))
        form.columns.append(ColumnMatch(line.figure, line.label, None, matched_by="unknown", row=line.row))
        form.keep(f"{line.label}（{line.unit}）" if line.unit else line.label, line.row, line.figure)
        self._keep_beside(form, line)

    def _keep_beside(self, form: _Form, line: _Line) -> None:
        for column in line.panel.beside:
            if column.index != line.figure and not is_blank(form.cell(line.row, column.index)):
                form.beside.setdefault(column.index, line.row)
                form.keep(f"{line.label} {column.heading}".strip(), line.row, column.index)

    def _issues_of_columns(self, form: _Form) -> list[Issue]:
        """Indicators that are absent or share a merged figure, and columns that were kept but are not the contract's."""
        grid, block = form.grid, form.block
        issues = [
            say.missing_indicator(grid, block, column)
            for column in block.contract.columns
            if column.required and column.name not in form.values
        ]
        read = {(column.row, column.index): column for column in form.columns}
        for top, left, bottom, _ in grid.merges:
            below = range(top, min(bottom + 1, len(grid.rows)))
            if len(inside := [read[row, left] for row in below if (row, left) in read]) > 1:
                issues.append(say.merged_figure(grid, block, inside))
        expected = self._remarks | frozenset(map(fold_label, block.contract.figures.beside))
        for column in _beside(block):
            if column.index not in form.beside:
                continue
            if not column.heading:
                issues.append(table_issues.no_heading(grid, block, column.index, form.beside[column.index]))
            elif fold_label(column.heading.split()[-1]) not in expected:
                issues.append(table_issues.unknown_heading(grid, block, column))
        return issues


def _labels(line: _Line) -> dict[int, TakenFor]:
    """The cells that name a line's indicator and its unit."""
    unit = {} if line.panel.unit is None else {line.panel.unit: TakenFor.UNIT}
    return dict.fromkeys(line.panel.labels, TakenFor.HEADING) | unit


def _spans(grid: Grid, block: HeaderBlock) -> dict[tuple[int, int], int]:
    """For figures that are merged to the left (no further than the labels): the row and the column read -> where the cell is."""
    return {
        (top, figure.index): left
        for top, left, _, right in grid.merges
        for panel in block.panels
        for figure in panel.figures
        if panel.labels[-1] < left < figure.index <= right
    }


def _beside(block: HeaderBlock) -> list[ColumnMatch]:
    return [column for panel in block.panels for column in panel.beside]


def _folded(row: Row) -> Sequence[str]:
    return [fold_label(cell) for cell in row if not is_blank(cell)]
