"""One grid to its tables: find each heading, sort the rows under it, and report whatever was not understood.

A sheet with anything on it that ends in no table is explained: hidden, guidance, a confirmed zero, or a warning.
"""

from dataclasses import dataclass, field, replace

from etl.contract.catalog import Catalog
from etl.model import Grid, Issue, SheetReading, Table, address
from etl.recognise.cells import is_blank, is_figure
from etl.recognise.forms.form import FormReader
from etl.recognise.forms.form_heading import FormFinder
from etl.recognise.forms.indicators import Indicators
from etl.recognise.header_block import HeaderBlock
from etl.recognise.heading_search import Finders, HeadingSearch
from etl.recognise.headings.header_finder import HeaderFinder
from etl.recognise.headings.meaning import Headings
from etl.recognise.headings.preamble import Preamble, PreambleReader
from etl.recognise.rows import table_issues as say
from etl.recognise.rows.body import Body, scan_body
from etl.recognise.rows.column_blocks import side_by_side, without_helpers
from etl.recognise.rows.disowned_rows import disowned
from etl.recognise.rows.row_kinds import RowKinds
from etl.recognise.rows.shown_cells import shown_otherwise
from etl.recognise.rows.table import build_table
from etl.recognise.rows.table_part import TablePart
from etl.recognise.rows.taken_rows import taken_rows
from etl.recognise.rows.unnamed_rows import unnamed
from etl.recognise.rows.unread_cells import UnreadCells
from etl.recognise.statements.placed import PlacedUnit
from etl.recognise.statements.unit_decision import UnitDecision, decide_unit
from etl.recognise.surroundings import Surroundings, SurroundingsReader
from etl.rules.reading import sheets
from etl.rules.rule import CRITICAL, NOTICE, WARNING
from etl.template_marks import TEMPLATE, is_sealed
from etl.text import fold_label

LINES_READ = 100  # filled rows at either end of a sheet without a table that may say whose it is
LONGEST_NIL = 20  # filled rows of a sheet that says 无 in place of a table


@dataclass(frozen=True)
class SheetResult:
    """Result of one sheet: tables, the lines around each of them, nil reports, issues, and what the sheet was taken for."""

    reading: SheetReading
    tables: tuple[Table, ...] = ()
    preambles: tuple[Preamble, ...] = ()
    described: tuple[tuple[str, Surroundings], ...] = ()  # each table's report, with what is said around it
    cover: Preamble | None = None  # what a sheet without a table says of all tables of the file
    nil_reports: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    parts: tuple[TablePart, ...] = field(default=(), repr=False)  # what the account of cells is made from


@dataclass
class _Found:
    """Findings on a sheet so far; `unit` is the one of the last unit line, for tables without one."""

    tables: list[Table] = field(default_factory=list)
    preambles: list[Preamble] = field(default_factory=list)
    described: list[tuple[str, Surroundings]] = field(default_factory=list)
    nil_reports: list[str] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    parts: list[TablePart] = field(default_factory=list)
    reports: set[str] = field(default_factory=set)
    unit: str | None = None
    apart: tuple[PlacedUnit, ...] = ()  # what the names of sheet and file and cover sheets say of units


class Recogniser:
    """Understands sheets; built once a process from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._kinds = RowKinds(catalog.vocabulary)
        self._preambles = PreambleReader(catalog.vocabulary)
        self.unread = UnreadCells(self._kinds)
        self._surroundings = SurroundingsReader(self._preambles)
        indicators = Indicators(catalog)
        lists = HeaderFinder(catalog, Headings(catalog))
        self._finders = Finders(lists, FormFinder(catalog, indicators), self._preambles)
        self._form_reader = FormReader(catalog, indicators, self._kinds)
        words = catalog.vocabulary
        none = (
            *words.blanks,
            *words.nulls,
            *words.nil,
            *words.not_yet,
            *words.elsewhere,
            *words.placeholders,
            *words.dittos,
        )
        self._nothing = words.folded(none)
        self._guidance = catalog.vocabulary.folded(catalog.vocabulary.guidance_sheets)

    def reports_named(self, text: str) -> frozenset[str]:
        """The reports that a file's name names; see HeaderFinder."""
        return self._finders.lists.reports_named(text)

    def sheet(
        self, grid: Grid, file_name: str = "", named: str = "", covers: tuple[PlacedUnit, ...] = ()
    ) -> SheetResult:
        """Everything one grid says; a file's name helps where neither the sheet nor its title names a report.

        `named` is the file's name for what it says of units, `covers` what sheets without a table say of them.
        """
        if all(is_blank(cell) for row in grid.rows for cell in row):
            return SheetResult(SheetReading(grid.sheet, "empty"))
        if is_sealed(grid.rows):
            return SheetResult(SheetReading(grid.sheet, TEMPLATE))
        if grid.hidden:
            is_table = HeadingSearch(self._finders, grid, file_name).first is not None
            return SheetResult(SheetReading(grid.sheet, "hidden"), issues=(_hidden_sheet(grid.sheet, is_table),))

        def search(band: Grid) -> HeadingSearch:
            return HeadingSearch(self._finders, band, file_name)

        found = _Found(apart=(*self._surroundings.of_names(grid.sheet, named), *covers))
        is_guidance = fold_label(grid.sheet) in self._guidance
        whole = search(grid)
        if whole.first is not None and is_guidance:
            found.issues.append(_table_in_guidance(grid, whole.first))
        elif whole.first is not None:
            for part in ([] if whole.first.panels else side_by_side(grid, whole.first, search)) or [whole]:
                self._tables_of(part, found)
        if not found.tables and not found.nil_reports and not found.issues:
            return self._without_table(grid, file_name)
        reading = SheetReading(grid.sheet, ", ".join(sorted(found.reports)) or "guidance")
        return SheetResult(
            reading,
            tuple(found.tables),
            tuple(found.preambles),
            tuple(found.described),
            nil_reports=tuple(found.nil_reports),
            issues=tuple(found.issues),
            parts=tuple(found.parts),
        )

    def _tables_of(self, search: HeadingSearch, found: _Found) -> None:
        """Add every table of a grid, one below the other, with the lines around each."""
        grid, whole = search.grid, search.first
        lines = start = 0
        while whole is not None:
            block, body, table, issues, unheaded = self._read(search, whole)
            around, end = self._surroundings.read(grid, block, body, lines)
            columns = table.columns if table else block.columns
            units = decide_unit(block, columns, around.units(found.apart, found.unit))
            found.unit = units.unit
            issues += [say.unit_finding(grid, block, *finding) for finding in units.findings]
            issues += [say.assumed_unit(grid, block, name, units.units[name]) for name in units.assumed]
            found.preambles += around.parts
            if not whole.panels:
                issues += unnamed(grid, block, body, self._nothing)
                issues += disowned(
                    grid, block, body, around.within.standings, units.taken_by(block), self._preambles.stated_in
                )
            if table is not None:
                issues += shown_otherwise(grid, block, columns, body.data)
            found.described.append((block.contract.report, around))
            found.reports.add(block.contract.report)
            taken = taken_rows(block, body, table, unheaded)
            named = self.unread.below(grid, block, body, taken)
            if start == 0:
                named += self.unread.above(grid, block)
            is_nil = body.says_nil and not self.unread.has_figures(grid, block, body, named)
            if is_nil:
                found.nil_reports.append(block.contract.report)
            else:
                found.issues += issues + self.unread.hidden(grid, block, body)
                found.tables += [_with_units(table, units)] if table else []
            # titles and unit lines of the next table stand between this one's last row and the next heading
            above, lines, start = range(lines, block.first), end, body.end
            whole = search.next_block(start, lines)
            if whole is None:
                named += self.unread.rest(grid, block, start)
            found.issues += [one.issue for one in named]
            found.parts.append(TablePart(grid, block, above, taken, around.parts, named, is_nil))

    def _read(
        self, search: HeadingSearch, whole: HeaderBlock
    ) -> tuple[HeaderBlock, Body, Table | None, list[Issue], list[int]]:
        """A heading as it is used, the rows under it, their table unless there is none, the issues of both, and the columns
        without a heading."""
        grid = search.grid
        if whole.panels:
            form, table, issues = self._form_reader.read(grid, whole, search.block_at)
            return whole, form, table, issues + self._ambiguous(grid, whole), []
        block = without_helpers(grid.rows, whole)
        body = scan_body(grid, block, self._kinds, search.block_at, self._finders.is_heading)
        table, issues, unheaded = build_table(grid, block, body)
        issues += self._heading_issues(grid, block)
        if body.data:
            return block, body, table, issues, unheaded
        return block, body, None, [*issues, say.empty(grid, block)], []

    def _heading_issues(self, grid: Grid, block: HeaderBlock) -> list[Issue]:
        """Required headings that are absent, headings that stand twice or are only near."""
        issues = [
            say.missing_column(grid, block, column.name)
            for column in block.contract.columns
            if column.required and column.name not in block.fields
        ]
        issues += [say.doubled_heading(grid, block, first, second) for first, second in block.doubled]
        issues += [say.near_heading(grid, block, column) for column in block.columns if column.matched_by == "near"]
        return issues + self._ambiguous(grid, block)

    def _ambiguous(self, grid: Grid, block: HeaderBlock) -> list[Issue]:
        """A table that could be two reports."""
        titles = [self._catalog.contracts[name].title.zh for name in (block.contract.report, *block.rivals)]
        return [say.ambiguous(grid, block, titles)] if block.rivals else []

    def _without_table(self, grid: Grid, file_name: str) -> SheetResult:
        filled = [number for number, row in enumerate(grid.rows) if any(not is_blank(cell) for cell in row)]
        ends = [*dict.fromkeys((*filled[:LINES_READ], *filled[-LINES_READ:]))]
        cover = self._surroundings.of_cover(grid, ends)
        if fold_label(grid.sheet) in self._guidance:
            return SheetResult(SheetReading(grid.sheet, "guidance"), (), (cover,), cover=cover)
        preamble = self._preambles.read(grid.rows, ends)
        hints = (grid.sheet, " ".join(preamble.titles[:3]), file_name)
        texts = [cell for row in filled for cell in grid.rows[row] if isinstance(cell, str) and cell.strip()]
        # among many rows, or beside a figure, 无 is a value of a table that was not understood, and no confirmed zero
        has_figures = any(is_figure(cell) for row in filled for cell in grid.rows[row])
        says_nil = len(filled) <= LONGEST_NIL and not has_figures and any(map(self._kinds.is_nil, texts))
        # a file's name decides only what a sheet that says 无 is about: a summary in the same file is no lost report
        named = next(filter(None, map(self.reports_named, hints if says_nil else hints[:2])), frozenset())
        if len(named) == 1 and says_nil:
            return SheetResult(SheetReading(grid.sheet, "nil"), preambles=(preamble,), nil_reports=tuple(named))
        report = next(iter(named)) if len(named) == 1 else None
        issue, reading = self._no_heading(grid, report), SheetReading(grid.sheet, "not understood")
        is_cover = len(filled) <= LONGEST_NIL and not has_figures
        return SheetResult(reading, preambles=(preamble,), issues=(issue,), cover=cover if is_cover else None)

    def _no_heading(self, grid: Grid, report: str | None) -> Issue:
        row, column = next(
            (r, c) for r, cells in enumerate(grid.rows) for c, cell in enumerate(cells) if not is_blank(cell)
        )
        words = {"sheet": grid.sheet, "report": self._catalog.contracts[report].title.zh if report else None}
        case, severity = ("report", CRITICAL) if report else ("any", WARNING)
        return Issue(
            rule=sheets.SHEET_NOT_UNDERSTOOD.id,
            severity=severity,
            message=sheets.SHEET_NOT_UNDERSTOOD.sentence(case, **words),
            report=report,
            sheet=grid.sheet,
            cell=address(row, column),
            source_row=row + 1,
            value=say.seen(grid.rows[row][column]),
            expected=sheets.SHEET_NOT_UNDERSTOOD.expected(case, **words),
        )


def _with_units(table: Table, decision: UnitDecision) -> Table:
    """The table with the unit that the lines around it give to amounts whose heading names none."""
    columns = tuple(
        replace(column, unit=decision.units[str(column.field)], unit_source="sheet")
        if column.field in decision.units and column.unit is None
        else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _table_in_guidance(grid: Grid, block: HeaderBlock) -> Issue:
    """Critical here; a warning once another sheet of the file brings the report."""
    at = (block.last, block.columns[0].index)
    return say.issue(sheets.SHEET_GUIDANCE, grid, block, at, sheet=grid.sheet)


def _hidden_sheet(sheet: str, is_table: bool) -> Issue:
    rule, severity = sheets.SHEET_HIDDEN, WARNING if is_table else NOTICE
    return Issue(
        rule=rule.id, severity=severity, message=rule.sentence(sheet=sheet), sheet=sheet, expected=rule.expected()
    )
