"""One grid to its tables: find each heading, sort the rows under it, and report whatever was not understood.

A sheet with anything on it that ends in no table is explained: hidden, guidance, a confirmed zero, or a warning.
"""

from dataclasses import dataclass, replace

from etl.contract.catalog import Catalog
from etl.model import Grid, Issue, Severity, SheetReading, Table, address
from etl.recognise.body import SEEN, Body, build_table, scan_body
from etl.recognise.header_block import HeaderBlock, HeaderFinder
from etl.recognise.headings import Headings
from etl.recognise.preamble import Preamble, PreambleReader
from etl.recognise.rows import RowKinds, is_blank
from etl.text import fold_label, mask_identity_numbers


@dataclass(frozen=True)
class SheetResult:
    """What one sheet gave: tables, the lines around each of them, nil reports, issues, and what the sheet was taken for."""

    reading: SheetReading
    tables: tuple[Table, ...] = ()
    preambles: tuple[Preamble, ...] = ()
    nil_reports: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()


class Recogniser:
    """Understands sheets; built once a process from the catalog."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._finder = HeaderFinder(catalog, Headings(catalog))
        self._kinds = RowKinds(catalog.vocabulary)
        self._preambles = PreambleReader(catalog.vocabulary)
        self._guidance = catalog.vocabulary.folded(catalog.vocabulary.guidance_sheets)
        self._nil = catalog.vocabulary.folded(catalog.vocabulary.nil)

    def reports_named(self, text: str) -> frozenset[str]:
        """The reports that a file's name names; see HeaderFinder."""
        return self._finder.reports_named(text)

    def sheet(self, grid: Grid) -> SheetResult:
        """Everything one grid says."""
        if all(is_blank(cell) for row in grid.rows for cell in row):
            return SheetResult(SheetReading(grid.sheet, "empty"))
        if grid.hidden:
            return SheetResult(SheetReading(grid.sheet, "hidden"), issues=(_hidden(grid.sheet),))
        tables: list[Table] = []
        preambles: list[Preamble] = []
        nil_reports: list[str] = []
        issues: list[Issue] = []
        start = 0
        while (block := self._next_block(grid, start)) is not None:
            body = scan_body(grid.rows, block, self._kinds, lambda row: self._heading_at(grid, row, frozenset()))
            above = self._preambles.read(grid.rows, range(start, block.first))
            table, found = build_table(grid, block, body)
            found += _heading_issues(grid, block) + self._loose_issues(grid, block, body)
            if not body.data:
                nil_reports += [block.contract.report] if body.says_nil else []
                found += [] if body.says_nil else [_empty_table(grid, block)]
            tables += [_with_unit(table, above.unit)] if body.data else []
            issues += found
            preambles += [above, self._preambles.read(grid.rows, [*body.footers, *body.loose])]
            start = self._end_of(body)
        if not tables and not nil_reports and not issues:
            return self._without_table(grid)
        reports = sorted({table.report for table in tables} | set(nil_reports))
        reading = SheetReading(grid.sheet, ", ".join(reports) or "not understood")
        return SheetResult(reading, tuple(tables), tuple(preambles), tuple(nil_reports), tuple(issues))

    def _end_of(self, body: Body) -> int:
        """Where the next table's lines begin: its title rows are the loose ones just above its heading."""
        last = max([*body.data, *(row for row, _ in body.totals), *body.footers], default=-1)
        return last + 1 if last >= 0 else body.end

    def _next_block(self, grid: Grid, start: int) -> HeaderBlock | None:
        for row in range(start, len(grid.rows)):
            if self._finder.hits(grid.rows[row]) < 2:
                continue
            titles = self._preambles.read(grid.rows, range(start, row)).titles
            named = self._finder.reports_named(" ".join(titles)) or self._finder.reports_named(grid.sheet)
            if (block := self._heading_at(grid, row, named)) is not None:
                return block
        return None

    def _heading_at(self, grid: Grid, row: int, named: frozenset[str]) -> HeaderBlock | None:
        if self._finder.hits(grid.rows[row]) < 2:
            return None
        return self._finder.block_at(grid.rows, grid.merges, row, named)

    def _loose_issues(self, grid: Grid, block: HeaderBlock, body: Body) -> list[Issue]:
        """Rows nobody understood; the ones just above the next table's heading are its titles."""
        is_last = body.end == len(grid.rows)
        end = self._end_of(body)
        return [_loose(grid, block, row) for row in body.loose if is_last or row < end]

    def _without_table(self, grid: Grid) -> SheetResult:
        named = self._finder.reports_named(grid.sheet)
        texts = [cell for row in grid.rows for cell in row if isinstance(cell, str) and cell.strip()]
        preamble = self._preambles.read(grid.rows, range(len(grid.rows)))
        if fold_label(grid.sheet) in self._guidance:
            return SheetResult(SheetReading(grid.sheet, "guidance"))
        named = named or self._finder.reports_named(" ".join(preamble.titles[:3]))
        if len(named) == 1 and any(fold_label(text) in self._nil for text in texts):
            return SheetResult(SheetReading(grid.sheet, "nil"), preambles=(preamble,), nil_reports=tuple(named))
        report = next(iter(named)) if len(named) == 1 else None
        issue = self._no_heading(grid, report)
        return SheetResult(SheetReading(grid.sheet, "not understood"), preambles=(preamble,), issues=(issue,))

    def _no_heading(self, grid: Grid, report: str | None) -> Issue:
        row, column = next(
            (r, c) for r, cells in enumerate(grid.rows) for c, cell in enumerate(cells) if not is_blank(cell)
        )
        title = self._catalog.contracts[report].title.zh if report else None
        what = f"《{title}》的表头" if title else "任何一张报表的表头"
        return Issue(
            rule="sheet.not_understood",
            severity=Severity.CRITICAL if report else Severity.WARNING,
            message=f"工作表“{grid.sheet}”里没有找到{what}，整张表没有读取；请按表样填写，或把与填报无关的表删除。",
            report=report,
            sheet=grid.sheet,
            cell=address(row, column),
            source_row=row + 1,
            value=mask_identity_numbers(str(grid.rows[row][column]))[:SEEN],
            expected="表样里的表头",
        )


def _with_unit(table: Table, unit: str | None) -> Table:
    """The table with the sheet's unit line given to the columns whose heading names none."""
    if unit is None:
        return table
    columns = tuple(
        replace(column, unit=unit, unit_source="sheet") if column.field and column.unit is None else column
        for column in table.columns
    )
    return replace(table, columns=columns)


def _heading_issues(grid: Grid, block: HeaderBlock) -> list[Issue]:
    """Required headings that are absent, headings that stand twice, and a table that could be two reports."""
    contract = block.contract
    corner = address(block.last, block.columns[0].index)

    def issue(rule: str, message: str, cell: str, column: str | None = None, expected: str | None = None) -> Issue:
        return Issue(
            rule=rule,
            severity=Severity.CRITICAL,
            message=message,
            report=contract.report,
            sheet=grid.sheet,
            cell=cell,
            source_row=block.last + 1,
            column_name=column,
            expected=expected,
        )

    issues = [
        issue(
            "table.missing_column",
            f"《{contract.title.zh}》缺少必填的列“{column.label.zh}”；请在第 {block.last + 1} 行的表头里加上这一列并填写。",
            corner,
            column.name,
            column.label.zh,
        )
        for column in contract.columns
        if column.required and column.name not in block.fields
    ]
    for first, second in block.doubled:
        there, here = address(block.last, first.index), address(block.last, second.index)
        label = contract.column(str(first.field)).label.zh
        issues.append(
            issue(
                "table.doubled_heading",
                f"{there}（{first.heading}）和 {here}（{second.heading}）都是“{label}”，无法确定用哪一列；请删除或改名其中一列。",
                here,
                first.field,
                "每个列名只出现一次",
            )
        )
    if block.rivals:
        message = f"第 {block.last + 1} 行的表头分不清是哪一张报表（{contract.report}、{'、'.join(block.rivals)}）；请在表名里写明。"
        issues.append(issue("table.ambiguous", message, corner, expected="写明报表名称"))
    return issues


def _empty_table(grid: Grid, block: HeaderBlock) -> Issue:
    return Issue(
        rule="table.empty",
        severity=Severity.CRITICAL,
        message=f"《{block.contract.title.zh}》只有表头，没有内容；本期确实没有的，请在表头下一行填“无”。",
        report=block.contract.report,
        sheet=grid.sheet,
        cell=address(block.last + 1, block.columns[0].index),
        source_row=block.last + 2,
        expected="内容，或“无”",
    )


def _loose(grid: Grid, block: HeaderBlock, row: int) -> Issue:
    column, cell = next((c, cell) for c, cell in enumerate(grid.rows[row]) if not is_blank(cell))
    shown = mask_identity_numbers(str(cell))[:SEEN]
    return Issue(
        rule="table.row_not_understood",
        severity=Severity.WARNING,
        message=f"第 {row + 1} 行只有“{shown}”，看不出是数据，没有读取；如是数据请补全这一行，如是说明请写在“注：”后面。",
        report=block.contract.report,
        sheet=grid.sheet,
        cell=address(row, column),
        source_row=row + 1,
        value=shown,
        expected="一行数据",
    )


def _hidden(sheet: str) -> Issue:
    return Issue(
        rule="sheet.hidden",
        severity=Severity.NOTICE,
        message=f"隐藏的工作表“{sheet}”不作为数据读取；如是要报送的内容，请取消隐藏后再报。",
        sheet=sheet,
        expected="要报送的工作表不隐藏",
    )
