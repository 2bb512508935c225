"""The period that a file says it is about: takes what its sheets state, gives issues where they name another than its folder.

A title, a line such as 统计期 or 截至, a sheet's or the file's name may name a period. A table of another period beside one of
the same report that is not returns the report: their rows would be added up. Alone it is read, with a warning.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from etl.config.calendar import Period, parse_period
from etl.model import Issue, SourceFile, address
from etl.recognise.rows.table_issues import seen
from etl.recognise.sheet import SheetResult
from etl.recognise.statements.period import Stretch, stretches_in
from etl.recognise.statements.placed import Place
from etl.rules.reading.sheets import SHEET_OTHER_PERIOD
from etl.rules.rule import CRITICAL, WARNING


@dataclass(frozen=True)
class _Named:
    """A place that names another period; `report` is that of the table it is about."""

    sheet: str
    where: str
    text: str
    cell: Place | None
    report: str | None


def other_period(source: SourceFile, results: Sequence[SheetResult], *, is_file_of_one_sheet: bool) -> list[Issue]:
    """An issue for every table, sheet or file that names another period than the folder."""
    if not source.period:
        return []
    period = parse_period(source.period)
    named = [one for result in results for one in _of_sheet(result, period)]
    tables = Counter(table.report for result in results for table in result.tables)
    other = Counter(dict.fromkeys((one.sheet, one.report) for one in named))
    mixed = {report for _, report in other if report and tables[report] > sum(r == report for _, r in other)}
    issues = [_issue(source, period, one, is_mixed=one.report in mixed) for one in named]
    if is_file_of_one_sheet and not issues and _contradicts(stretches_in(_stem(source.name)), period):
        report = next((table.report for result in results for table in result.tables), None)
        issues.append(_issue(source, period, _Named("", "文件名", source.name, None, report), is_mixed=False))
    return issues


def _of_sheet(result: SheetResult, period: Period) -> Iterator[_Named]:
    """What one sheet names: each table's lines, else the sheet's name."""
    sheet = result.reading.sheet
    found = False
    for report, preamble in result.described:
        for one in preamble.stretches:
            if one.stretch.contradicts(period.starts_on, period.ends_on):
                found = True
                yield _Named(sheet, "标题", one.text, one.cell, report)
                break
    if not found and result.tables and _contradicts(stretches_in(sheet), period):
        for report in dict.fromkeys(table.report for table in result.tables):
            yield _Named(sheet, "工作表名", sheet, None, report)


def _contradicts(stretches: Sequence[Stretch], period: Period) -> bool:
    return any(stretch.contradicts(period.starts_on, period.ends_on) for stretch in stretches)


def _stem(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[0]


def _issue(source: SourceFile, period: Period, one: _Named, *, is_mixed: bool) -> Issue:
    shown = seen(one.text)
    sheet = f"工作表“{one.sheet}”的" if one.sheet else ""
    case = "mixed" if is_mixed else "alone"
    return Issue(
        rule=SHEET_OTHER_PERIOD.id,
        severity=CRITICAL if is_mixed else WARNING,
        message=SHEET_OTHER_PERIOD.sentence(
            case,
            place=f"{sheet}{address(*one.cell)} " if one.cell else sheet,
            where=one.where,
            seen=shown,
            folder=source.period,
            period=period.label,
        ),
        report=one.report,
        sheet=one.sheet or None,
        cell=address(*one.cell) if one.cell else None,
        source_row=one.cell[0] + 1 if one.cell else None,
        value=shown,
        expected=SHEET_OTHER_PERIOD.expected(case, period=period.label),
    )
