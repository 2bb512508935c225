"""Files that decide nothing although they came: not understood, or only a fragment of a report. Takes readings, gives values. Pure.

Something is said of each of them, and nothing that was accepted, or returned for faults of its own, gives way to one.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from etl.key_folding import fold_key
from etl.model import FileReading, Issue, SubmissionKey, Table
from etl.recognise.packing import listed
from etl.rules.reading.files import NOTHING_FOUND, REPORT_STANDS
from etl.rules.reading.headings import TABLE_MISSING_COLUMN
from etl.rules.rule import CRITICAL, WARNING


def understands(reading: FileReading, report: str) -> bool:
    """True when a reading has rows of a report, or its confirmed zero."""
    return report in reading.nil_reports or any(table.report == report for table in reading.tables)


def tables_of(reading: FileReading, report: str) -> list[Table]:
    """Tables of a report in a file."""
    return [table for table in reading.tables if table.report == report]


def keys_in(reading: FileReading, report: str, row_key: Sequence[str]) -> set[tuple[str, ...]]:
    """The rows of a report in a file, told apart by their key, as it is compared."""
    found: set[tuple[str, ...]] = set()
    for table in tables_of(reading, report):
        columns = [listed(table.values[name]) for name in row_key if name in table.values]
        if columns:
            found |= {tuple(map(fold_key, row)) for row in zip(*columns, strict=True)}
    return found


def without_fragments(files: list[FileReading], report: str, row_key: Sequence[str]) -> list[FileReading]:
    """The files without those that lack required columns of a report and have no row that a whole one of their sender has not."""
    whole = [one for one in files if tables_of(one, report) and not _lacking(one, report)]

    def adds_nothing(one: FileReading, other: FileReading) -> bool:
        if one.township != other.township:
            return False
        # what came on a later night may be a correction
        repeats = one.source.pull == other.source.pull and keys_in(one, report, row_key) <= keys_in(
            other, report, row_key
        )
        return repeats or is_fragment(one, report, row_key)

    return [one for one in files if not _lacking(one, report) or not any(adds_nothing(one, other) for other in whole)]


def is_fragment(reading: FileReading, report: str, row_key: Sequence[str]) -> bool:
    """True of a summary or a helper's list that has some of a report's headings: it lacks its key, or half of what it must have."""
    lacking = _lacking(reading, report)
    known = {column.field for table in tables_of(reading, report) for column in table.columns if column.field}
    return bool(lacking) and (len(lacking) >= len(known) or not lacking.isdisjoint(row_key))


def _lacking(reading: FileReading, report: str) -> set[str]:
    """The required columns that a reading has no heading of."""
    issues = (one for one in reading.located() if one.report == report and one.rule == TABLE_MISSING_COLUMN.id)
    return {issue.column_name for issue in issues if issue.column_name}


def stands(
    key: SubmissionKey,
    files: Iterable[FileReading],
    accepted: Collection[SubmissionKey],
    returned: Collection[SubmissionKey],
) -> str:
    """Status of a report before, if files that are not understood leave it so; else ""."""
    if key in accepted:
        return "accepted"
    issues = (issue for reading in files for issue in reading.located() if issue.report == key[2])
    is_nothing = all(issue.rule in NOTHING_FOUND for issue in issues if issue.severity is CRITICAL)
    return "returned" if key in returned and is_nothing else ""


def as_warning(issue: Issue, stands: str) -> Issue:
    """Issue of a file that decides nothing; it belongs to the file and to no submission."""
    if issue.severity is not CRITICAL:
        return replace(issue, report=None)
    message = issue.message + REPORT_STANDS[stands].zh
    return replace(issue, report=None, severity=WARNING, message=message)
