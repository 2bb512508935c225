"""Select the file that decides: of several with the same report, the one that arrived last; two at once decide nothing.

Files that are each a township's part (see `township`) decide together, the last one of each township. Takes the readings of
a county's files, gives one choice for each county, period and report. Pure.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from etl.model import FileReading, Issue, Severity, SourceFile, SubmissionKey, Table
from etl.rules.reading import submissions
from etl.rules.reading.files import NOTHING_FOUND
from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule
from etl.set_aside import as_warning, is_fragment, keys_in, stands, tables_of, understands, without_fragments


@dataclass(frozen=True)
class Part:
    """One file's tables of a report that came in several files."""

    source: SourceFile
    tables: tuple[Table, ...]


@dataclass(frozen=True)
class Choice:
    """Selected tables of one county, period and report: the deciding file, its tables, and the issues found on reading.

    `township` is whose part the deciding file is, if it is one; `parts` are the files of other townships that decide with
    it, which arrived before it.
    """

    county_code: str
    period: str
    report: str
    source: SourceFile
    tables: tuple[Table, ...] = ()
    is_nil: bool = False
    issues: tuple[Issue, ...] = ()
    township: str | None = None
    parts: tuple[Part, ...] = ()

    def placed(self) -> list[tuple[SourceFile, Table]]:
        """Every table and the file it came from, in the order of arrival."""
        return [(part.source, table) for part in (*self.parts, Part(self.source, self.tables)) for table in part.tables]


@dataclass(frozen=True)
class Selection:
    """All choices, and the issues that belong to a file and to no report."""

    choices: tuple[Choice, ...]
    file_issues: tuple[Issue, ...]


def choose(
    readings: Iterable[FileReading],
    owed: Collection[SubmissionKey] = (),
    row_keys: Mapping[str, Sequence[str]] | None = None,
    accepted: Collection[SubmissionKey] = (),
    returned: Collection[SubmissionKey] = (),
) -> Selection:
    """For every county, period and report the file that decides it, with an issue for every file that came with it and is displaced.

    `owed` are the reports that are due and not accepted yet: a file that cannot be understood at all returns what it may
    have held of them and no other file brought. A file of which a report could not be read displaces none of which it
    could, and takes nothing away that was `accepted`: what is wrong with it is a warning. Nor does a file in which nothing at
    all was found of what was `returned` for faults of its own: these are still to be mended. `row_keys` are the columns by
    which a report's rows are told apart.
    """
    carriers, lost, file_issues = _gathered(readings)
    choices: list[Choice] = []
    for key, files in sorted(carriers.items()):
        found, beside = _chosen(key, files, (row_keys or {}).get(key[2], ()), accepted, returned)
        choices += found
        file_issues += beside
    choices += [
        Choice(*key, reading.source, issues=(replace(issue, report=key[2]),))
        for reading, issue in lost
        for key in sorted(owed)
        if key[:2] == (issue.county_code, issue.period)
        and key not in carriers
        and not (key in returned and issue.rule in NOTHING_FOUND)
    ]
    return Selection(tuple({(c.county_code, c.period, c.report): c for c in choices}.values()), tuple(file_issues))


def _gathered(
    readings: Iterable[FileReading],
) -> tuple[Mapping[SubmissionKey, list[FileReading]], list[tuple[FileReading, Issue]], list[Issue]]:
    """The files that say something of each report, those that could not be understood with why, and the issues of no report."""
    carriers: dict[SubmissionKey, list[FileReading]] = defaultdict(list)
    lost: list[tuple[FileReading, Issue]] = []
    file_issues: list[Issue] = []
    for reading in readings:
        source = reading.source
        for report in _reports_in(reading):
            carriers[source.county_code, source.period, report].append(reading)
        for issue in reading.located():
            if issue.report is None:
                file_issues.append(issue)
                if issue.severity is Severity.CRITICAL:
                    lost.append((reading, issue))
    return carriers, lost, file_issues


def _chosen(
    key: SubmissionKey,
    files: list[FileReading],
    row_key: Sequence[str],
    accepted: Collection[SubmissionKey],
    returned: Collection[SubmissionKey],
) -> tuple[list[Choice], list[Issue]]:
    """The choice for one report, unless what came of it takes nothing away, and the issues of the files beside it as warnings."""
    report = key[2]
    whose = {reading.township for reading in files if understands(reading, report)}
    understood = [one for one in files if understands(one, report) or (whose and one.township not in {None, *whose})]
    understood = without_fragments(understood, report, row_key)
    if key in accepted and all(is_fragment(one, report, row_key) for one in understood):
        understood = []  # a helper's list, no correction
    before = "" if understood else stands(key, files, accepted, returned)
    beside, choices = files, []
    if not before:
        choices = [_decide(key, understood or files, row_key)]
        beside = [reading for reading in files if understood and reading not in understood]
    issues = [issue for reading in beside for issue in reading.located() if issue.report == report]
    return choices, [as_warning(issue, before or "read") for issue in issues]


def by_report(choices: Iterable[Choice], reports: Iterable[str]) -> dict[str, list[Choice]]:
    """The choices of each report that has any, in the order of `reports`."""
    grouped: dict[str, list[Choice]] = {report: [] for report in reports}
    for choice in choices:
        grouped[choice.report].append(choice)
    return {report: found for report, found in grouped.items() if found}


def _reports_in(reading: FileReading) -> set[str]:
    named = {issue.report for issue in reading.issues if issue.report and issue.severity is Severity.CRITICAL}
    return {table.report for table in reading.tables} | set(reading.nil_reports) | named


def _decide(key: SubmissionKey, files: list[FileReading], row_key: Sequence[str]) -> Choice:
    county_code, period, report = key
    ranked = sorted(files, key=lambda reading: (*_came(reading, files), reading.source.name))
    last = ranked[-1]
    deciding, whole = _deciding(ranked)
    issues = [issue for reading in deciding.values() for issue in reading.located() if issue.report == report]
    if whole is not None:
        issues.append(_part_after_whole(report, last, whole.source))
    for other in ranked:
        used = deciding.get(other.township, last)
        if other is not used and other is not whole:
            issues += _passed_over(report, used, other, row_key)
    parts = [
        Part(reading.source, tuple(tables_of(reading, report))) for reading in deciding.values() if reading is not last
    ]
    tables = tuple(tables_of(last, report))
    is_nil = all(report in reading.nil_reports for reading in deciding.values())
    is_nil = is_nil and not tables and not any(part.tables for part in parts)
    bound = tuple(replace(issue, county_code=county_code, period=period) for issue in issues)
    return Choice(county_code, period, report, last.source, tables, is_nil, bound, last.township, tuple(parts))


def _came(reading: FileReading, files: Iterable[FileReading]) -> tuple[tuple[int, datetime], bool]:
    """Moment of a file among others: one that was made from another of them never comes before that one."""
    origins = [other.source.arrival for other in files if reading.is_made_from(other)]
    return max([reading.source.arrival, *origins]), bool(origins)


def _deciding(ranked: list[FileReading]) -> tuple[dict[str | None, FileReading], FileReading | None]:
    """The readings that decide, by township and in the order of arrival (None: the county's own, which decides alone), and
    the county's own that came before parts, where it cannot be told whether they replace or complete it."""
    last = ranked[-1]
    if last.township is None:
        return {None: last}, None
    latest: dict[str | None, FileReading] = {}
    for reading in reversed(ranked):
        if reading.township is None:
            return dict(reversed(latest.items())), reading
        latest.setdefault(reading.township, reading)
    return dict(reversed(latest.items())), None


def _passed_over(report: str, used: FileReading, other: FileReading, row_key: Sequence[str]) -> list[Issue]:
    # the same file under two names says nothing new; members of one zip share its hash and do
    if other.source.sha256 == used.source.sha256 and tables_of(other, report) == tables_of(used, report):
        return []
    if used.is_made_from(other):
        return []
    # what came on a later night is a correction; a replay, which reads both, must judge it as that night did
    if other.source.pull < used.source.pull:
        return []
    if other.source.arrival == used.source.arrival:
        return [_undecidable(report, used.source, other.source)]
    return [_displaced(report, used, other, row_key)]


def _undecidable(report: str, one: SourceFile, other: SourceFile) -> Issue:
    words = {"one": one.name, "other": other.name}
    return _issue(submissions.SUBMISSION_UNDECIDABLE, report, one, other.name, words)


def _displaced(report: str, used: FileReading, other: FileReading, row_key: Sequence[str]) -> Issue:
    """Issue on a file that came earlier in the same pull; where it has rows of its own it may be a part, no draft."""
    lost = keys_in(other, report, row_key) - keys_in(used, report, row_key)
    is_other = len(lost) * 2 > len(keys_in(other, report, row_key))
    case, severity = ("other rows", CRITICAL) if is_other else ("rows lost", WARNING) if lost else ("same rows", NOTICE)
    words = {"used": used.source.name, "displaced": other.source.name, "count": len(lost)}
    issue = _issue(submissions.SUBMISSION_DISPLACED, report, other.source, other.source.name, words, case)
    return replace(issue, severity=severity)


def _part_after_whole(report: str, part: FileReading, whole: SourceFile) -> Issue:
    words = {"whole": whole.name, "township": part.township, "part": part.source.name}
    return _issue(submissions.SUBMISSION_PART_AFTER_WHOLE, report, part.source, part.township, words)


def _issue(
    rule: Rule, report: str, source: SourceFile, value: str | None, words: Mapping[str, object], case: str = ""
) -> Issue:
    return Issue(
        rule=rule.id,
        severity=rule.severity,
        message=rule.sentence(case, **words),
        report=report,
        source_file=source.name,
        value=value,
        expected=rule.expected(case),
    )
