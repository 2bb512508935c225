"""Reports that a file has more than once: takes its sheets, names those that are put together. Nothing is left out."""

import re
from collections.abc import Iterator, Mapping, Sequence

from etl.contract.schema import CodeList, Contract
from etl.model import Issue
from etl.recognise.rows.table_issues import seen
from etl.recognise.sheet import SheetResult
from etl.recognise.spot_issue import spot_issue
from etl.recognise.statements.placed import Spot, Where
from etl.rules.reading.sheets import SHEET_SEVERAL
from etl.rules.rule import NOTICE, WARNING
from etl.text import fold_label

_NOBODYS = re.compile(
    r"(?:sheet|工作表|附?表|[\d()_.\-]|副本|最终|最新|修[改订]|改|定稿|正式|[新终]版?|报送|上报|打印|电子|版)*"
)
_PARTS = re.compile(
    "[镇乡村]$|[镇乡村](?:捐赠|帮扶|消费)|街道|社区|片区|本级|乡镇|慈善|红十字|协会|学会|商会|基金会|第.{1,2}[批组页部]|续"
)
MOST_LISTED = 10  # sheets that a message names with their rows


def several_tables(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[Issue]:
    """An issue for every report on several sheets, and for every table that stands below one of the same report."""
    return [*_of_sheets(results, contracts), *_of_second_tables(results, contracts)]


def _of_sheets(results: Sequence[SheetResult], contracts: Mapping[str, Contract]) -> list[Issue]:
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
