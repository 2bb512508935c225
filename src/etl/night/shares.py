"""A large night in shares of some prefectures each, so that memory stays bounded: what one share came to waits on disk.

Every rule looks at one county and period at a time (its rows, its other reports, what it sent before), so judging counties
apart says the same as judging them together. All shares are published in one transaction, at the end.
"""

import pickle
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import pandas as pd

from etl.errors import TransientError
from etl.model import ExpectationResult, Severity, SourceFile, SubmissionKey
from etl.night.night import Night
from etl.validate.verdicts import Judgement, decide_verdicts
from etl.warehouse.publish.publication import FILE_COLUMNS, ISSUE_COLUMNS, UNIT, Publication


@dataclass(frozen=True)
class Share:
    """A share that was judged: verdicts and counts for the summary, and all that it publishes, in memory or on disk."""

    submissions: pd.DataFrame
    first_critical: dict[SubmissionKey, str]  # its message, by report that goes back
    warnings: int
    waived: int
    files_read: int
    results: tuple[ExpectationResult, ...]
    kept: Publication | IO[bytes]

    def publication(self) -> Publication:
        """All that the share publishes."""
        if isinstance(self.kept, Publication):
            return self.kept
        self.kept.seek(0)
        stored: Publication = pickle.load(self.kept)  # noqa: S301 - our own file, which nobody else can open
        return stored

    def close(self) -> None:
        """Let go of the file; the system removes it."""
        if not isinstance(self.kept, Publication):
            self.kept.close()


def shares_of(night: Night) -> list[dict[str, list[SourceFile]]]:
    """The files to read, by prefecture, in shares of about `files_at_once`; a county is never divided."""
    return list(_shares(night.to_read, night.settings.files_at_once))


def _shares(to_read: dict[str, list[SourceFile]], most: int) -> Iterator[dict[str, list[SourceFile]]]:
    share: dict[str, list[SourceFile]] = {}
    for prefecture, sources in to_read.items():
        by_county: dict[str, list[SourceFile]] = {}
        for source in sources:
            by_county.setdefault(source.county_code, []).append(source)
        for files in by_county.values():
            if share and sum(map(len, share.values())) + len(files) > most:
                yield share
                share = {}
            share.setdefault(prefecture, []).extend(files)
    if share:
        yield share


def spill(night: Night, *, is_only: bool) -> None:
    """Conclude what the night holds and forget it; unless it is the only share, what it publishes goes to a file without a
    name. TransientError when the disk is full."""
    judgement = decide_verdicts(night.chosen, night.frames, night.gone, night.waivers)
    publication, issues = _publication(night, judgement), judgement.issues
    night.shares.append(
        Share(
            submissions=judgement.submissions,
            first_critical=_first_critical(issues),
            warnings=int((issues["severity"] == Severity.WARNING).sum()),
            waived=int(issues["waived"].notna().sum()),
            files_read=len(night.readings),
            results=tuple(result for frame in night.frames.values() for result in frame.results),
            kept=publication if is_only else _on_disk(publication, night.settings.home),
        )
    )
    night.forget()


def summed_results(shares: Iterable[Share]) -> list[ExpectationResult]:
    """What every expectation came to over all shares."""
    found: dict[str, ExpectationResult] = {}
    for share in shares:
        for result in share.results:
            found[result.rule] = found[result.rule].plus(result) if result.rule in found else result
    return list(found.values())


def _on_disk(publication: Publication, home: Path) -> IO[bytes]:
    try:
        file = tempfile.TemporaryFile(dir=home)  # noqa: SIM115 - it lasts until it is published
        pickle.dump(publication, file, protocol=5)
        file.flush()
    except OSError as error:
        raise TransientError(f"{home} cannot be written: {error.strerror}") from error
    return file


def _first_critical(issues: pd.DataFrame) -> dict[SubmissionKey, str]:
    critical = issues.loc[issues["severity"] == Severity.CRITICAL].dropna(subset=["report"])
    leading = critical.drop_duplicates(UNIT)[[*UNIT, "message"]]
    return {(county, period, report): str(m) for county, period, report, m in leading.itertuples(index=False)}


def _publication(night: Night, judgement: Judgement) -> Publication:
    return Publication(
        run=night.record(),
        finished_at=night.moment,
        files=_files(night),
        submissions=judgement.submissions,
        rows=judgement.rows,
        issues=judgement.issues[[*ISSUE_COLUMNS, "waived"]],
        column_map=judgement.column_map,
        parts=judgement.parts,
    )


def _files(night: Night) -> pd.DataFrame:
    """The files read. A run of some reports only decides no file: the next full night reads it again."""
    decided_under = "" if night.orders.reports else night.config.catalog.fingerprint
    records = [
        {
            **vars(reading.source),
            "archive_path": reading.source.path.relative_to(night.settings.archive).as_posix(),
            "kind": reading.kind,
            "decided_under": decided_under,
        }
        for reading in night.readings
    ]
    return pd.DataFrame(records, columns=[*FILE_COLUMNS, "decided_under"])
