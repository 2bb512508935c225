"""Whose file it says it is: takes the lines around a file's tables, gives issues where they name another county.

A 填报单位 that names another county returns everything in the file. Without any such line a title that begins with another
county's name and goes on with a report's does the same, and a sheet that bears one returns what it holds. Any other mention of
a county in the file's name, a sheet's name or a title is a warning.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from etl.config.divisions import Divisions
from etl.model import Issue, SourceFile, address
from etl.recognise.headings.preamble import Preamble
from etl.recognise.sheet import SheetResult
from etl.rules.reading.files import FILE_NAMES_OTHER_COUNTY, FILE_OTHER_COUNTY
from etl.text import fold_label, mask_identity_numbers

LONGEST_TITLE = 60  # a longer line is a text, in which other counties may well be named


def other_county(
    source: SourceFile,
    divisions: Divisions,
    results: Sequence[SheetResult],
    reports: Iterable[str],
    reports_named: Callable[[str], frozenset[str]],
) -> list[Issue]:
    """A critical issue for every report of a file that says it is another county's; a file of nobody's says nothing."""
    if not source.county_code:
        return []
    preambles = [(result.reading.sheet, preamble) for result in results for preamble in result.preambles]
    for sheet, preamble in preambles:
        named = divisions.named_in(preamble.sender) if preamble.sender else frozenset()
        if named and source.county_code not in named:
            issue = _issue(source, divisions, sheet, "sender", str(preamble.sender), preamble.sender_cell)
            return _for_all(issue, reports)
    if any(preamble.sender and divisions.named_in(preamble.sender) for _, preamble in preambles):
        return []
    for sheet, preamble in preambles:
        for title, cell in zip(preamble.titles, preamble.title_cells, strict=True):
            if _is_titled_by_another(source, divisions, title) and reports_named(title):
                return _for_all(_issue(source, divisions, sheet, "title", title, cell), reports)
    return [
        *_sheets_of_others(source, divisions, results),
        *_named_elsewhere(source, divisions, preambles, reports_named),
    ]


def _sheets_of_others(source: SourceFile, divisions: Divisions, results: Sequence[SheetResult]) -> Iterator[Issue]:
    """A critical issue for every report on a sheet that bears another county's name and nothing else."""
    for result in results:
        sheet = result.reading.sheet
        named = divisions.resolve_folder(sheet) if sheet and not sheet.isdecimal() else None
        if named is not None and named.code != source.county_code:
            issue = _issue(source, divisions, sheet, "sheet", sheet, None)
            yield from _for_all(issue, [table.report for table in result.tables]) if result.tables else ()


def _named_elsewhere(
    source: SourceFile,
    divisions: Divisions,
    preambles: Sequence[tuple[str, Preamble]],
    reports_named: Callable[[str], frozenset[str]],
) -> Iterator[Issue]:
    """A warning where the file's name, a sheet's name or a report's title names another county and not this one."""
    sheets = dict.fromkeys(sheet for sheet, _ in preambles)
    titles = [
        (sheet, title, cell)
        for sheet, preamble in preambles
        for title, cell in zip(preamble.titles, preamble.title_cells, strict=True)
        if len(title) <= LONGEST_TITLE and reports_named(title)
    ]
    places: list[tuple[str, str, str, tuple[int, int] | None]] = [("文件名", "", source.name.rpartition("/")[2], None)]
    places += [("工作表名", sheet, sheet, None) for sheet in sheets]
    places += [("标题", sheet, title, cell) for sheet, title, cell in titles]
    for where, sheet, text, cell in places:
        named = divisions.named_in(text)
        is_sheet_of_other = where == "工作表名" and divisions.resolve_folder(sheet) is not None
        if named and source.county_code not in named and not is_sheet_of_other:
            own = divisions.counties[source.county_code].name
            shown = mask_identity_numbers(text)
            other = "、".join(sorted(divisions.counties[code].name for code in named))
            yield Issue(
                rule=FILE_NAMES_OTHER_COUNTY.id,
                severity=FILE_NAMES_OTHER_COUNTY.severity,
                message=FILE_NAMES_OTHER_COUNTY.sentence(where=where, seen=shown, other=other, county=own),
                sheet=sheet or None,
                cell=address(*cell) if cell else None,
                source_row=cell[0] + 1 if cell else None,
                value=shown,
                expected=own,
            )


def _is_titled_by_another(source: SourceFile, divisions: Divisions, title: str) -> bool:
    """Whether a title begins with another county's name and names this file's county nowhere."""
    named = divisions.named_in(title)
    if not named or source.county_code in named:
        return False
    folded = fold_label(title)
    places = {divisions.counties[code].prefecture_name for code in named}
    start = next((folded[len(p) :] for p in map(fold_label, places) if folded.startswith(p)), folded)
    # the shortest beginning that names it is its name, when it says less without its first letter
    length = next((n for n in range(2, min(12, len(start)) + 1) if divisions.named_in(start[:n]) == named), 0)
    return length > 0 and divisions.named_in(start[1:length]) != named


def _issue(
    source: SourceFile, divisions: Divisions, sheet: str, case: str, text: str, cell: tuple[int, int] | None
) -> Issue:
    own = divisions.counties[source.county_code].name
    shown = mask_identity_numbers(text)
    return Issue(
        rule=FILE_OTHER_COUNTY.id,
        severity=FILE_OTHER_COUNTY.severity,
        message=FILE_OTHER_COUNTY.sentence(case, county=own, seen=shown),
        sheet=sheet,
        cell=address(*cell) if cell else None,
        source_row=cell[0] + 1 if cell else None,
        value=shown,
        expected=FILE_OTHER_COUNTY.expected(case, county=own),
    )


def _for_all(issue: Issue, reports: Iterable[str]) -> list[Issue]:
    return [replace(issue, report=report) for report in sorted(set(reports))] or [issue]
