"""The sheets of one file held against each other: takes what each sheet gave, gives what counts, and issues for what does not.

A sheet that calls itself a draft, void, old or another time's is set aside where another sheet has the report, and read with a
warning where none has. Summaries go too (`summaries`). Nothing is set aside in silence.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from etl.contract.schema import CodeList, Contract
from etl.intake.inbox import is_period
from etl.model import Issue
from etl.recognise.headings.preamble import Preamble
from etl.recognise.rows.table_issues import seen
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import PlacedStanding, Spot, Where
from etl.recognise.statements.standing import Standing, standing_of_file, standing_of_name
from etl.recognise.summaries import without_summaries
from etl.rules.reading.disowned_rows import TABLE_STANDING
from etl.rules.reading.files import FILE_STANDING
from etl.rules.reading.sheets import SHEET_SEVERAL, SHEET_STANDING
from etl.rules.rule import NOTICE, WARNING
from etl.text import fold_label

_NOBODYS = re.compile(
    r"(?:sheet|工作表|附?表|[\d()_.\-]|副本|最终|最新|修[改订]|改|定稿|正式|[新终]版?|报送|上报|打印|电子|版)*"
)
_PARTS = re.compile(
    "[镇乡村]$|[镇乡村](?:捐赠|帮扶|消费)|街道|社区|片区|本级|乡镇|慈善|红十字|协会|学会|商会|基金会|第.{1,2}[批组页部]|续"
)
MOST_LISTED = 10  # sheets that a message names with their rows


def set_aside(
    results: Sequence[SheetResult], file_name: str, contracts: Mapping[str, Contract]
) -> tuple[list[SheetResult], list[Issue]]:
    """The results without the tables that do not count, each of them named by an issue; and the issues of the whole file."""
    kept = _without_standing(without_summaries(results, contracts), contracts)
    tables = Counter(report for result in kept for report, _ in result.described)
    titled = [(result, _of_titles(result, tables)) for result in kept]
    named = [replace(result, issues=(*result.issues, *said)) if said else result for result, said in titled]
    return named, [*_of_file(kept, file_name), *_of_several(kept, contracts), *_of_second_tables(kept, contracts)]


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


def _of_several(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[Issue]:
    """An issue for every report that several sheets have: their rows are put together, and one may be a copy or an older one."""
    sheets: dict[str, dict[str, int]] = {}
    for result in results:
        for table in result.tables:
            found = sheets.setdefault(table.report, {})
            found[table.sheet] = found.get(table.sheet, 0) + len(table.rows)
    issues = []
    for report, found in sheets.items():
        if len(found) < 2 or contracts[report].shape != "list":
            continue
        nameless = sum(_says_nothing(sheet, contracts[report]) for sheet in found)
        case, severity = ("alike", WARNING) if nameless > 1 else ("parts", NOTICE)
        listed = "、".join(f"“{seen(sheet)}” {count} 行" for sheet, count in [*found.items()][:MOST_LISTED])
        last = [*found][-1]
        issue = spot_issue(
            SHEET_SEVERAL,
            case,
            last,
            sheet=last,
            report=report,
            severity=severity,
            title=contracts[report].title.zh,
            count=len(found),
            sheets=listed,
        )
        issues.append(issue)
    return issues


def _of_second_tables(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> Iterator[Issue]:
    """An issue for every table under a title of its own, below one of the same report, which says neither why nor when."""
    for result in results:
        seen_before: set[str] = set()
        for report, around in result.described:
            is_again = report in seen_before and contracts[report].shape == "list"
            seen_before.add(report)
            above = around.above
            if not is_again or not above.titles or above.standings or above.stretches:
                continue
            title, cell = above.titles[-1], above.title_cells[-1]
            if _says_nothing(title, contracts[report]) or _is_part(title, contracts[report]):
                continue
            yield spot_issue(
                SHEET_SEVERAL,
                "titled",
                title,
                sheet=result.reading.sheet,
                spot=Spot(Where.TITLE, cell),
                report=report,
                title=contracts[report].title.zh,
            )


def _is_part(title: str, contract: Contract) -> bool:
    """True when a title says which part of a report is below it, or is the report's: a township, the goods among donations."""
    folded = fold_label(title)
    lists = [column.codes for column in contract.columns if isinstance(column.codes, CodeList)]
    words = {word for codes in lists for word in codes.code_of() if len(word) > 1}
    words |= {*map(fold_label, (contract.title.zh, *contract.sheets))}
    return _PARTS.search(folded) is not None or any(word in folded for word in words)


def _says_nothing(sheet: str, contract: Contract) -> bool:
    """True when a sheet's name is the report's or nobody's: Sheet2, 表1, 捐赠款物 (2), 最终."""
    folded = fold_label(sheet)
    for name in sorted(map(fold_label, (contract.title.zh, *contract.sheets)), key=len, reverse=True):
        folded = folded.replace(name, "")
    return _NOBODYS.fullmatch(folded) is not None


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
