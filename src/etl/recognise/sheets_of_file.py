"""The sheets of one file held against each other: takes what each sheet gave, gives what counts, and issues for what does not.

A sheet that calls itself a draft, void, old or another time's is set aside where another sheet has the report, and read with a
warning where none has. A table without its report's key beside a whole one is a summary. Nothing is set aside in silence.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.contract.schema import Contract
from etl.model import Issue, Table, address
from etl.recognise.rows.table_issues import seen
from etl.recognise.sheet import SheetResult
from etl.recognise.statements.standing import Standing, standing_of_name
from etl.rules.reading.disowned_rows import TABLE_STANDING
from etl.rules.reading.sheets import SHEET_STANDING
from etl.rules.reading.tables import TABLE_MISSING_COLUMN
from etl.rules.rule import WARNING


def set_aside(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[SheetResult]:
    """The results without the tables that do not count, each of them named by an issue."""
    without_summaries = _without_summaries(results, contracts)
    return _without_standing(without_summaries, contracts)


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
            judged.append(_with_titles(result))
            continue
        aside = {table.report for table in result.tables} & proper
        kept = tuple(table for table in result.tables if table.report not in aside)
        issues = [issue for issue in result.issues if issue.report not in aside]
        for report in dict.fromkeys(table.report for table in result.tables):
            case = "set_aside" if report in aside else "alone"
            issues.append(_issue(result, report, case, contracts[report], standing))
        judged.append(replace(result, tables=kept, issues=tuple(issues)))
    return judged


def _with_titles(result: SheetResult) -> SheetResult:
    """The result with an issue for every table whose title gives it a standing."""
    issues = []
    reports = [report for report, _ in result.described]
    for report, preamble in result.described:
        for line in preamble.standings:
            mixed = reports.count(report) > 1
            issues.append(_titled(result, report, line.text, line.cell, line.standing, mixed=mixed))
            break
    return replace(result, issues=(*result.issues, *issues)) if issues else result


def _titled(
    result: SheetResult, report: str, text: str, cell: tuple[int, int], standing: Standing, *, mixed: bool
) -> Issue:
    case = "mixed" if mixed else "alone"
    where, shown = address(*cell), seen(text)
    return Issue(
        rule=TABLE_STANDING.id,
        severity=TABLE_STANDING.severity if mixed else WARNING,
        message=TABLE_STANDING.sentence(case, place=where, seen=shown, standing=standing),
        report=report,
        sheet=result.reading.sheet,
        cell=where,
        source_row=cell[0] + 1,
        value=shown,
        expected=TABLE_STANDING.expected(case),
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
        issues += [
            _issue(result, str(report), "summary", contracts[str(report)]) for _, report, _ in sorted(lost, key=str)
        ]
        judged.append(replace(result, tables=kept, issues=tuple(issues)) if lost else result)
    return judged


def _place(sheet: str, table: Table) -> tuple[str | None, str | None, int | None]:
    return sheet, table.report, table.header_rows[1] + 1


def _issue(result: SheetResult, report: str, case: str, contract: Contract, standing: Standing | str = "") -> Issue:
    sheet = result.reading.sheet
    return Issue(
        rule=SHEET_STANDING.id,
        severity=SHEET_STANDING.severity,
        message=SHEET_STANDING.sentence(case, sheet=sheet, report=contract.title.zh, standing=standing),
        report=report,
        sheet=sheet,
        value=sheet,
        expected=SHEET_STANDING.expected(case),
    )
