"""One archived file to a FileReading: grids, tables, and whose file it says it is. Runs in the reading processes.

Problems of the file become issues; the only exceptions that leave are our own bugs.
"""

from dataclasses import replace

from etl.contract.catalog import Catalog
from etl.errors import UnreadableWorkbook
from etl.model import FileReading, Issue, Severity, SourceFile, address
from etl.recognise.preamble import Preamble
from etl.recognise.sheet import Recogniser, SheetResult
from etl.reference import Divisions
from etl.text import mask_identity_numbers
from etl.workbook.read import read_workbook


class FileReader:
    """Reads files under one catalog; built once a process."""

    def __init__(self, catalog: Catalog, divisions: Divisions) -> None:
        self._recogniser = Recogniser(catalog)
        self._divisions = divisions

    def read(self, source: SourceFile) -> FileReading:
        """Everything the file says; an unreadable one gives no tables and one critical issue."""
        try:
            kind, grids = read_workbook(source.path)
        except UnreadableWorkbook as error:
            return self._unreadable(source, error.message)
        results = [self._recogniser.sheet(grid) for grid in grids]
        issues = [issue for result in results for issue in result.issues]
        reading = FileReading(
            source,
            kind,
            tables=tuple(table for result in results for table in result.tables),
            nil_reports=tuple(report for result in results for report in result.nil_reports),
            sheets=tuple(result.reading for result in results),
        )
        if not reading.tables and not reading.nil_reports and not any(issue.report for issue in issues):
            issues.append(_nothing_found(source))
        issues += self._other_county(source, reading, results) + _other_period(source, results)
        return replace(reading, issues=tuple(issues))

    def _unreadable(self, source: SourceFile, message: str) -> FileReading:
        """One critical issue; the report that the file's name names is returned, if it names just one."""
        named = self._recogniser.reports_named(source.name)
        issue = Issue(
            rule="file.unreadable",
            severity=Severity.CRITICAL,
            message=f"{source.name}：{message}",
            report=next(iter(named)) if len(named) == 1 else None,
            value=source.name,
            expected="能打开的电子表格",
        )
        return FileReading(source, "unreadable", issues=(issue,))

    def _other_county(self, source: SourceFile, reading: FileReading, results: list[SheetResult]) -> list[Issue]:
        """A critical issue for every report of a file that says it is another county's."""
        for result in results:
            for preamble in result.preambles:
                named = self._divisions.named_in(preamble.sender) if preamble.sender else frozenset()
                if named and source.county_code not in named:
                    return self._return_all(source, reading, result.reading.sheet, preamble)
        return []

    def _return_all(self, source: SourceFile, reading: FileReading, sheet: str, preamble: Preamble) -> list[Issue]:
        own = self._divisions.counties[source.county_code].name
        shown = mask_identity_numbers(str(preamble.sender))
        cell = address(*preamble.sender_cell) if preamble.sender_cell else None
        template = Issue(
            rule="file.other_county",
            severity=Severity.CRITICAL,
            message=f"这份文件由{own}报送，但填报单位写的是“{shown}”，文件里的报表全部退回；请核对后用本县的文件重新报送。",
            sheet=sheet,
            cell=cell,
            source_row=preamble.sender_cell[0] + 1 if preamble.sender_cell else None,
            value=shown,
            expected=own,
        )
        reports = sorted({table.report for table in reading.tables} | set(reading.nil_reports))
        return [replace(template, report=report) for report in reports] or [template]


def _other_period(source: SourceFile, results: list[SheetResult]) -> list[Issue]:
    """A warning for every sheet whose title names another quarter than the folder."""
    return [
        Issue(
            rule="sheet.other_period",
            severity=Severity.WARNING,
            message=f"工作表“{result.reading.sheet}”的标题写的是 {preamble.period}，文件放在 {source.period}；已按 {source.period} 读取，请核对。",
            report=result.tables[0].report if result.tables else None,
            sheet=result.reading.sheet,
            cell=address(*preamble.period_cell) if preamble.period_cell else None,
            source_row=preamble.period_cell[0] + 1 if preamble.period_cell else None,
            value=preamble.period,
            expected=source.period,
        )
        for result in results
        for preamble in result.preambles
        if preamble.period and "Q" in source.period and preamble.period != source.period
    ]


def _nothing_found(source: SourceFile) -> Issue:
    return Issue(
        rule="file.no_report",
        severity=Severity.CRITICAL,
        message=f"{source.name}：没有找到任何一张报表的表头，文件没有读取；请按下发的表样填写后重新报送。",
        value=source.name,
        expected="至少一张按表样填写的报表",
    )
