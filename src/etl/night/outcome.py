"""Outcome of a batch: takes its judged rows, gives verdicts and all that it publishes, in memory or on disk."""

import pickle
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import IO

import pandas as pd

from etl.errors import TransientError
from etl.model import ISSUE_COLUMNS, SUBMISSION_KEY, FileReading, Identity, Severity, SubmissionKey
from etl.night.after_change import decided_under, kept_in_use
from etl.night.choose import Selected
from etl.night.context import RunContext
from etl.night.explained import explained
from etl.night.judge import JudgedFrames
from etl.rules.expectation_result import ExpectationResult
from etl.rules.reading.files import NOTHING_FOUND
from etl.validate.verdicts import decide_verdicts
from etl.warehouse.publish.publication import FILE_COLUMNS, Publication
from etl.warehouse.queries.ledger import without_members


@dataclass(frozen=True)
class Unread:
    """A file in which nothing was found, and why."""

    county_code: str
    period: str
    name: str
    message: str


@dataclass(frozen=True, eq=False)
class Outcome:
    """Verdicts and counts of a batch for the summary, and all that it publishes."""

    submissions: pd.DataFrame
    first_critical: Mapping[SubmissionKey, str]  # its message, by report that goes back
    held: Mapping[SubmissionKey, str]  # the same of those that only changed rules send back, and that stay in use
    warnings: int
    waived: int
    files_read: int
    unread: tuple[Unread, ...]  # files in which nothing was found
    failures: Mapping[str, str]  # county code -> why
    results: tuple[ExpectationResult, ...]
    kept: Publication | IO[bytes]

    def publication(self) -> Publication:
        """All that the batch publishes."""
        if isinstance(self.kept, Publication):
            return self.kept
        self.kept.seek(0)
        stored: Publication = pickle.load(self.kept)  # noqa: S301 - our own file, which nobody else can open
        return stored

    def close(self) -> None:
        """Let go of the file; the system removes it."""
        if not isinstance(self.kept, Publication):
            self.kept.close()


def decide(context: RunContext, selected: Selected, judged: JudgedFrames) -> Outcome:
    """The verdict on every report of a batch, and what it publishes."""
    verdicts = decide_verdicts(selected.selection, judged.frames, judged.dropped_rows, context.waivers)
    first_critical = _first_critical(verdicts.issues)
    held = kept_in_use(context, selected.selection.choices, verdicts)
    verdicts = verdicts.without(held) if held else verdicts
    issues = verdicts.issues
    choices, files = selected.selection.choices, selected.readings.files
    explanations = explained(context.engine, choices, files, judged.frames, issues)
    publication = Publication(
        run=context.record(),
        finished_at=context.moment,
        files=_files(context, selected.readings.files, held),
        submissions=verdicts.submissions,
        rows=verdicts.rows,
        issues=issues[[*ISSUE_COLUMNS, "waived"]],
        column_map=verdicts.column_map,
        parts=verdicts.parts,
        explanations=explanations,
    )
    return Outcome(
        submissions=verdicts.submissions,
        first_critical=first_critical,
        held={key: first_critical[key] for key in sorted(held)},
        warnings=int((issues["severity"] == Severity.WARNING).sum()),
        waived=int(issues["waived"].notna().sum()),
        files_read=len(without_members(reading.source for reading in selected.readings.files)),
        unread=_unread(issues),
        failures=selected.readings.failures,
        results=tuple(result for frame in judged.frames.values() for result in frame.results),
        kept=publication,
    )


def spill(context: RunContext, outcome: Outcome) -> Outcome:
    """The same with what it publishes in a file without a name; TransientError when the disk is full."""
    home = context.settings.home
    try:
        file = tempfile.TemporaryFile(dir=home)  # noqa: SIM115 - it lasts until it is published
        pickle.dump(outcome.publication(), file, protocol=5)
        file.flush()
    except OSError as error:
        raise TransientError(f"{home} cannot be written: {error.strerror}") from error
    return replace(outcome, kept=file)


def _first_critical(issues: pd.DataFrame) -> dict[SubmissionKey, str]:
    critical = issues.loc[issues["severity"] == Severity.CRITICAL].dropna(subset=["report"])
    leading = critical.drop_duplicates([*SUBMISSION_KEY])[[*SUBMISSION_KEY, "message"]]
    return {(county, period, report): str(m) for county, period, report, m in leading.itertuples(index=False)}


def _unread(issues: pd.DataFrame) -> tuple[Unread, ...]:
    """The files in which nothing was found; whether a report is returned for it or not."""
    found = issues.loc[issues["rule"].isin(NOTHING_FOUND)].dropna(subset=["county_code", "period"])
    first = found.drop_duplicates(["county_code", "period", "source_file"])
    columns = first[["county_code", "period", "source_file", "message"]]
    return tuple(Unread(*map(str, row)) for row in columns.itertuples(index=False, name=None))


def _files(
    context: RunContext, readings: tuple[FileReading, ...], held: Mapping[SubmissionKey, frozenset[Identity]]
) -> pd.DataFrame:
    records = [
        {
            **vars(reading.source),
            "archive_path": reading.source.path.relative_to(context.settings.archive).as_posix(),
            "kind": reading.kind,
            "decided_under": decided_under(context, reading.source, held),
        }
        for reading in readings
    ]
    return pd.DataFrame(records, columns=[*FILE_COLUMNS, "decided_under"])
