"""The sheets of one file held against each other: takes what each sheet gave, gives what counts, and issues for what does not.

A sheet that calls itself a draft, void, old or another time's is set aside where another sheet has the report, and read with a
warning where none has. Summaries go too (`summaries`). Nothing is set aside in silence.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from etl.contract.schema import Contract
from etl.intake.inbox import is_period
from etl.model import Issue
from etl.recognise.headings.preamble import Preamble
from etl.recognise.several_tables import several_tables
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import PlacedStanding
from etl.recognise.statements.standing import DOUBTFUL, Standing, standing_of_file, standing_of_name
from etl.recognise.summaries import without_summaries
from etl.rules.reading.disowned_rows import TABLE_STANDING
from etl.rules.reading.files import FILE_STANDING
from etl.rules.reading.sheets import SHEET_STANDING
from etl.rules.rule import WARNING


def set_aside(
    results: Sequence[SheetResult], file_name: str, contracts: Mapping[str, Contract]
) -> tuple[list[SheetResult], list[Issue]]:
    """The results without the tables that do not count, each of them named by an issue; and the issues of the whole file."""
    kept = _without_standing(without_summaries(results, contracts), contracts)
    tables = Counter(report for result in kept for report, _ in result.described)
    titled = [(result, _of_titles(result, tables)) for result in kept]
    named = [replace(result, issues=(*result.issues, *said)) if said else result for result, said in titled]
    return named, [*_of_file(kept, file_name), *several_tables(kept, contracts)]


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
        _titled(result, report, one, is_mixed=tables[report] > 1 and one.standing not in DOUBTFUL)
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
    steps = [step.rpartition(".")[0] or step for step in _senders_steps(name)]
    standing = next(filter(None, map(standing_of_file, steps)), None)
    if standing and any(result.tables for result in results):
        issues.append(spot_issue(FILE_STANDING, "", name, sheet=None, standing=standing))
    return issues


def _senders_steps(name: str) -> list[str]:
    """The steps of a name that its sender gave: of a path from the root, as `etl check` has it, those below a period's folder, or the last.

    >>> _senders_steps("旧/台账.xlsx"), _senders_steps("/home/test/台账.xlsx"), _senders_steps("/in/513228/2024Q1/旧/台账.xlsx")
    (['旧', '台账.xlsx'], ['台账.xlsx'], ['旧', '台账.xlsx'])
    """
    steps = name.split("/")
    if not name.startswith("/"):
        return steps
    return steps[max((at for at, step in enumerate(steps[:-1], 1) if is_period(step)), default=len(steps) - 1) :]


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


def _of_sheet(
    result: SheetResult, report: str, case: str, contracts: Mapping[str, Contract], standing: str = ""
) -> Issue:
    sheet = result.reading.sheet
    title = contracts[report].title.zh
    return spot_issue(SHEET_STANDING, case, sheet, sheet=sheet, report=report, title=title, standing=standing)
