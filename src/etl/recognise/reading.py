"""One archived file to a FileReading: grids, tables, and whose file it says it is. Runs in the reading processes.

Problems of the file become issues; the only exceptions that leave are our own bugs.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, compress

from etl.cell_account import TakenFor
from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import UnreadableWorkbook
from etl.identity_marks import mark_with
from etl.identity_numbers import mask
from etl.model import FileReading, Grid, Issue, SheetReading, SourceFile
from etl.recognise.account.sheet_account import account_of, runs_of
from etl.recognise.explanations import answers_apart, explanations_in
from etl.recognise.front_sheet import FrontParts, front_parts, issues_of
from etl.recognise.identity.hidden_places import HiddenPlaces, of_file_name
from etl.recognise.identity.hiding import Exceptions, Masked, hide
from etl.recognise.origin.asides import Asides
from etl.recognise.origin.period import other_period
from etl.recognise.origin.township import township_of
from etl.recognise.ownership import other_county
from etl.recognise.sheet import Recogniser, SheetResult
from etl.recognise.sheets_of_file import set_aside
from etl.recognise.template_sheets import without_untouched
from etl.rules.reading.files import FILE_NO_REPORT, FILE_PASSED_OVER, FILE_UNREADABLE
from etl.rules.reading.sheets import SHEET_GUIDANCE, SHEET_NOT_UNDERSTOOD
from etl.rules.reading.tables import TABLE_EMPTY
from etl.rules.rule import WARNING
from etl.settings import ReadingLimits
from etl.template_marks import TEMPLATE, code_in
from etl.workbook.kinds import kind_of
from etl.workbook.members import ZippedFiles
from etl.workbook.names import shown_name
from etl.workbook.own_marks import RETURNED, is_front_sheet, made_from
from etl.workbook.read import read_bytes, read_content
from etl.workbook.refusals import ATTACHMENTS, unreadable

GOES_ON = re.compile(r"续(?:表|页|$|[）)\d一二三])|接上")  # in a sheet's name
SHEETS_WITHOUT_ROWS = frozenset({SHEET_NOT_UNDERSTOOD.id, SHEET_GUIDANCE.id, TABLE_EMPTY.id})


class FileReader:
    """Reads files under one catalog; built once a process. `accounts` for every cell where it is told to."""

    def __init__(
        self, catalog: Catalog, divisions: Divisions, limits: ReadingLimits | None = None, *, accounts: bool = False
    ) -> None:
        self._accounts = accounts
        self._recogniser = Recogniser(catalog)
        self._asides = Asides(catalog, divisions, self._recogniser.reports_named)
        self._contracts = catalog.contracts
        self._titles = catalog.titles
        self._divisions = divisions
        self._limits = limits or ReadingLimits()
        self._mark = mark_with(None)  # of the county whose file is being read

    def read_all(
        self,
        source: SourceFile,
        password: str | None = None,
        identity_key: str | None = None,
        opened: int | None = None,
    ) -> tuple[FileReading, ...]:
        """The reading of a file; of a zip its own and then one for each workbook in it, named `outer.zip/inner.xlsx`.

        A source that is named so is read alone: it is how the ledger remembers a member, and its path is the zip's.
        `password` opens what its county has locked; `identity_key` marks the numbers of persons in its keys; `opened` is the
        file's descriptor where somebody has opened it.
        """
        self._mark = mark_with(identity_key)
        try:
            content = read_bytes(source.path if opened is None else opened, self._limits)
            kind = kind_of(content, self._limits)
            if kind != "zip" and not (kind == "encrypted zip" and password):
                return (_with_name(self._read_content(source, content, kind, password)),)
            files = ZippedFiles(content, self._limits, password)
        except UnreadableWorkbook as error:
            return (_with_name(self._unreadable(source, error.message)),)
        named = [name for name in files.names if source.name.endswith(f"/{name}")]
        if named:
            name = max(named, key=len)
            return (_with_name(self._read_member(source, files, name, password), source.name.removesuffix(name)),)
        return self._read_zip(source, files, password)

    def read(self, source: SourceFile) -> FileReading:
        """The file's own reading, which for a zip says only what was passed over in it."""
        return self.read_all(source)[0]

    def _read_content(self, source: SourceFile, content: bytes, kind: str, password: str | None) -> FileReading:
        """Everything a workbook says; an unreadable one gives no tables and one critical issue."""
        try:
            kind, all_grids = read_content(content, kind, self._limits, password)
        except UnreadableWorkbook as error:
            return self._unreadable(source, error.message, str(error.context.get("kind", "unreadable")))
        ours = [is_front_sheet(grid) for grid in all_grids]
        fronts = tuple(map(front_parts, compress(all_grids, ours)))
        found = tuple(grid for grid, is_ours in zip(all_grids, ours, strict=True) if not is_ours)
        # a file with one sheet is what its name says
        is_one = sum(not grid.hidden and bool(grid.rows) for grid in found) == 1
        grids, read, of_persons = self._sheets_masked(found, source, source.name if is_one else "")
        is_template = any(code_in(grid.template) for grid in found[:1])
        read = without_untouched(read, source, is_template=is_template)
        results, of_file = set_aside(read, source.name, self._contracts)
        apart = [answers_apart(result) for result in results]
        results, answers = [result for result, _ in apart], [found for _, found in apart]
        written = [self._written_into(front, source) for front in fronts]
        issues = [issue for result in (*results, *written) for issue in result.issues] + of_file + of_persons
        reading = FileReading(
            source,
            kind,
            tables=tuple(table for result in results for table in result.tables),
            nil_reports=tuple(report for result in results for report in result.nil_reports),
            sheets=(
                *(self._reading(grid, result) for grid, result in zip(grids, results, strict=True)),
                *(result.reading for result in written),
            ),
            township=self._township(source, results),
            made_from=made_from(front.ours for front in fronts),
            explanations=tuple(
                chain(*(explanations_in(front.ours, self._titles) for front in fronts), *answers),
            ),
        )
        is_told = any(issue.report for issue in issues) or any(sheet.taken_for == TEMPLATE for sheet in reading.sheets)
        if not reading.tables and not reading.nil_reports and not is_told:
            issues.append(_nothing_found(source))
        issues = [_softened(reading, _going_on(reading, issue)) for issue in issues]
        reports = [*(table.report for table in reading.tables), *reading.nil_reports]
        issues += other_county(source, self._divisions, results, reports, self._recogniser.reports_named)
        issues += other_period(source, results)
        return replace(reading, issues=(*issues, *self._asides.issues(source, results)))

    def _written_into(self, front: FrontParts, source: SourceFile) -> SheetResult:
        """Reading of what a county wrote into our sheet: it is named, and nothing of it is read."""
        grid, found, kinds = front.written, [], dict(front.kinds)
        if not front.is_as_sent:
            grid = hide(grid, _last_day(source)).grid
            parts = self._recogniser.sheet(grid).parts
            found = [*issues_of(grid, parts, self._titles)]
            kinds |= {place: (TakenFor.ISSUE, one.rule) for one, places in found for place in places}
        cells = runs_of(kinds) if self._accounts else ()
        return SheetResult(SheetReading(grid.sheet, RETURNED, cells), issues=tuple(issue for issue, _ in found))

    def _sheets_masked(
        self, grids: Sequence[Grid], source: SourceFile, hint: str
    ) -> tuple[Sequence[Grid], list[SheetResult], list[Issue]]:
        """The grids without identity numbers, their reading, and an issue for every number that was hidden in them."""
        latest = _last_day(source)
        masked = [hide(grid, latest) for grid in grids]
        results = self._sheets([one.grid for one in masked], hint, source.name)
        if not any(one.hidden for one in masked):
            return grids, results, []
        places = self._places(masked, results)
        exceptions = [Exceptions(one.spared(), one.keys(), self._mark) for one in places]
        if any(one.spared or one.keys for one in exceptions):
            masked = [hide(grid, latest, excepted) for grid, excepted in zip(grids, exceptions, strict=True)]
            results = self._sheets([one.grid for one in masked], hint, source.name)
            places = self._places(masked, results)
        reports = {table.report for result in results for table in result.tables}
        sole = next(iter(reports)) if len(reports) == 1 else None
        return [one.grid for one in masked], results, [issue for one in places for issue in one.issues(sole)]

    def _places(self, masked: Sequence[Masked], results: Sequence[SheetResult]) -> list[HiddenPlaces]:
        return [HiddenPlaces(one.hidden, result, self._contracts) for one, result in zip(masked, results, strict=True)]

    def _sheets(self, grids: Sequence[Grid], hint: str, name: str) -> list[SheetResult]:
        """Every sheet read; once more those with tables where one without says a unit, which is theirs too."""
        results = [self._recogniser.sheet(grid, hint, name) for grid in grids]
        covers = tuple(unit for result in results if result.cover for unit in result.cover.units)
        if not covers:
            return results
        return [
            self._recogniser.sheet(grid, hint, name, covers) if result.tables else result
            for grid, result in zip(grids, results, strict=True)
        ]

    def _reading(self, grid: Grid, result: SheetResult) -> SheetReading:
        if not self._accounts:
            return result.reading
        return replace(result.reading, cells=account_of(grid, result, self._recogniser.unread))

    def _township(self, source: SourceFile, results: list[SheetResult]) -> str | None:
        senders = [preamble.sender for result in results for preamble in result.preambles]
        return township_of(source.name, senders, self._divisions)

    def _read_zip(self, source: SourceFile, files: ZippedFiles, password: str | None) -> tuple[FileReading, ...]:
        readings: list[FileReading] = []
        passed_over: list[Issue] = []
        for name in files.names:
            reading = self._read_member(replace(source, name=f"{source.name}/{name}"), files, name, password)
            reading = _with_name(reading, source.name)
            if reading.kind in ATTACHMENTS:
                passed_over += [
                    replace(issue, rule=FILE_PASSED_OVER.id, severity=FILE_PASSED_OVER.severity, report=None)
                    for issue in reading.issues
                ]
            else:
                readings.append(reading)
        if not readings:
            return (_with_name(self._unreadable(source, FILE_UNREADABLE.reason("zip without workbooks"))),)
        return (_with_name(FileReading(source, "zip", issues=tuple(passed_over))), *readings)

    def _read_member(self, source: SourceFile, files: ZippedFiles, name: str, password: str | None) -> FileReading:
        try:
            content = files.open(name).content
            return self._read_content(source, content, kind_of(content, self._limits), password)
        except UnreadableWorkbook as error:
            return self._unreadable(source, error.message)

    def _unreadable(self, source: SourceFile, why: str, kind: str = "unreadable") -> FileReading:
        """One critical issue; the report that the file's name names is returned, if it names just one."""
        named = self._recogniser.reports_named(source.name)
        report = next(iter(named)) if len(named) == 1 else None
        issue = replace(unreadable(source, mask(why)), report=report)
        return FileReading(source, kind, issues=(issue,), township=self._township(source, []))


def _last_day(source: SourceFile) -> date:
    """Last day on which a person of the file may be born, whatever zone either clock is in."""
    return source.received_at.date() + timedelta(days=1)


def _with_name(reading: FileReading, zipped_in: str = "") -> FileReading:
    """The reading, with an issue where the file's name held an identity number; that of the zip around it is the zip's."""
    return replace(reading, issues=(*reading.issues, *of_file_name(reading.source, zipped_in)))


def _going_on(reading: FileReading, issue: Issue) -> Issue:
    """An unread sheet that says that it goes on with another is a fault of that one's report: half of it would be missing."""
    reports = {table.report for table in reading.tables}
    if len(reports) != 1 or not _goes_on(issue):
        return issue
    return replace(issue, severity=SHEET_NOT_UNDERSTOOD.severity, report=reports.pop())


def _goes_on(issue: Issue) -> bool:
    return issue.rule == SHEET_NOT_UNDERSTOOD.id and GOES_ON.search(issue.sheet or "") is not None


def _softened(reading: FileReading, issue: Issue) -> Issue:
    """A sheet that holds nothing of a report is no fault when another sheet of the file holds it (townships, summaries)."""
    found = {table.report for table in reading.tables} | set(reading.nil_reports)
    if issue.rule in SHEETS_WITHOUT_ROWS and issue.report in found and not _goes_on(issue):
        return replace(issue, severity=WARNING)
    return issue


def _nothing_found(source: SourceFile) -> Issue:
    return Issue(
        rule=FILE_NO_REPORT.id,
        severity=FILE_NO_REPORT.severity,
        message=FILE_NO_REPORT.sentence(name=shown_name(source.name)),
        value=source.name,
        expected=FILE_NO_REPORT.expected(),
    )
