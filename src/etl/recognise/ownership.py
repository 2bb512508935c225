"""Whose file it says it is: takes the lines around a file's tables, gives issues where they name another county.

A 填报单位 that names another county returns everything in the file. Without any such line a title that begins with another
county's name and goes on with a report's does the same; any other mention of a county says nothing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from etl.config.divisions import Divisions
from etl.model import Issue, SourceFile, address
from etl.recognise.sheet import SheetResult
from etl.rules.reading.files import FILE_OTHER_COUNTY
from etl.text import fold_label, mask_identity_numbers


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
    return []


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
