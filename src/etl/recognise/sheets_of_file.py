"""The sheets of one file held against each other: takes what each sheet gave, gives what counts, and issues for what does not.

A sheet that calls itself a draft, void, old or another time's is set aside where another sheet has the report, and read with a
warning where none has. A table without its report's key beside a whole one is a summary. Nothing is set aside in silence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.contract.schema import Contract
from etl.model import Issue, Table
from etl.recognise.headings.preamble import Preamble
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import PlacedStanding
from etl.recognise.statements.standing import Standing, standing_of_file, standing_of_name
from etl.rules.reading.disowned_rows import TABLE_STANDING
from etl.rules.reading.files import FILE_STANDING
from etl.rules.reading.headings import TABLE_MISSING_COLUMN
from etl.rules.reading.sheets import SHEET_STANDING
from etl.rules.rule import WARNING


def set_aside(
    results: Sequence[SheetResult], file_name: str, contracts: Mapping[str, Contract]
) -> tuple[list[SheetResult], list[Issue]]:
    """The results without the tables that do not count, each of them named by an issue; and the issues of the whole file."""
    kept = _without_standing(_without_summaries(results, contracts), contracts)
    tables = Counter(report for result in kept for report, _ in result.described)
    titled = [(result, _of_titles(result, tables)) for result in kept]
    named = [replace(result, issues=(*result.issues, *said)) if said else result for result, said in titled]
    return named, _of_file(kept, file_name)


def _without_standing(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[SheetResult]:
    standings = [standing_of_name(result.reading.sheet) if result.tables else None for result in results]
    proper = {
        table.report
        for result, standing in zip(results, standings, strict=True)
        for table in result.tables
        if standing is None
    }
    judged = []
    for result, standing in zip(results, standings, strict=True):
        if standing is None:
            judged.append(result)
            continue
        aside = {table.report for table in result.tables} & proper
        issues = [issue for issue in result.issues if issue.report not in aside]
        issues += [
            _of_sheet(result, report, "set_aside" if report in aside else "alone", contracts, standing)
            for report in dict.fromkeys(table.report for table in result.tables)
            if report in aside or standing is not Standing.SUM  # of cumulative figures many reports are made
        ]
        judged.append(
            replace(
                result,
                tables=tuple(table for table in result.tables if table.report not in aside),
                described=tuple(one for one in result.described if one[0] not in aside),
                issues=tuple(issues),
            )
        )
    return judged


def _of_titles(result: SheetResult, tables: Mapping[str, int]) -> list[Issue]:
    """An issue for every table that a title, a print header, a comment or a note gives a standing; `tables` counts those of
    each report in the whole file."""
    if standing_of_name(result.reading.sheet):
        return []  # said of the sheet
    said = [
        (report, one)
        for report, around in result.described
        for one in Preamble.of((around.above, around.below, around.page)).standings[:1]
    ]
    return [
        _titled(result, report, one, is_mixed=tables[report] > 1 and one.standing is not Standing.COLOURED)
        for report, one in said
    ]


def _of_file(results: Sequence[SheetResult], name: str) -> list[Issue]:
    """Issues where the file's name or a cover sheet speaks of the standing of all that it holds."""
    issues = [
        _titled(result, None, one, is_mixed=False)
        for result in results
        if result.cover
        for one in result.cover.standings
    ]
    steps = [step.rpartition(".")[0] or step for step in name.split("/")]
    standing = next(filter(None, map(standing_of_file, steps)), None)
    if standing and any(result.tables for result in results):
        issues.append(spot_issue(FILE_STANDING, "", name, sheet=None, standing=standing))
    return issues


def _titled(result: SheetResult, report: str | None, one: PlacedStanding, *, is_mixed: bool) -> Issue:
    return spot_issue(
        TABLE_STANDING,
        "mixed" if is_mixed else "alone",
        one.text,
        sheet=result.reading.sheet,
        spot=one.spot,
        report=report,
        severity=TABLE_STANDING.severity if is_mixed else WARNING,
        standing=one.standing,
    )


def _without_summaries(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[SheetResult]:
    incomplete = {
        (issue.sheet, issue.report, issue.source_row)
        for result in results
        for issue in result.issues
        if issue.rule == TABLE_MISSING_COLUMN.id
        and issue.report is not None
        and issue.column_name in contracts[issue.report].key
    }
    if not incomplete:
        return [*results]
    tables = [(result.reading.sheet, table) for result in results for table in result.tables]
    whole = {table.report for sheet, table in tables if _place(sheet, table) not in incomplete}
    judged = []
    for result in results:
        sheet = result.reading.sheet
        lost = {_place(sheet, table) for table in result.tables} & {one for one in incomplete if one[1] in whole}
        kept = tuple(table for table in result.tables if _place(sheet, table) not in lost)
        issues = [i for i in result.issues if (i.sheet, i.report, i.source_row) not in lost]
        issues += [_of_sheet(result, str(report), "summary", contracts) for _, report, _ in sorted(lost, key=str)]
        judged.append(replace(result, tables=kept, issues=tuple(issues)) if lost else result)
    return judged


def _place(sheet: str, table: Table) -> tuple[str | None, str | None, int | None]:
    return sheet, table.report, table.header_rows[1] + 1


def _of_sheet(
    result: SheetResult, report: str, case: str, contracts: Mapping[str, Contract], standing: str = ""
) -> Issue:
    sheet = result.reading.sheet
    title = contracts[report].title.zh
    return spot_issue(SHEET_STANDING, case, sheet, sheet=sheet, report=report, title=title, standing=standing)
