"""Marked workbooks of files that were checked and not sent: takes what files were judged to be, gives their bytes. Needs no warehouse."""

import hashlib
import itertools
import posixpath
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl.commands.verdict_on_file import Checked, Place
from etl.config.calendar import TIMEZONE, parse_period
from etl.errors import ArgumentError
from etl.marking.marks import MarkPlan
from etl.model import ISSUE_COLUMNS, FileReading, Issue, Severity, SourceFile
from etl.night.request import Config
from etl.returned.explanation import Explainer
from etl.returned.return_facts import ReportVerdict, ReturnFacts
from etl.settings import Settings
from etl.workers.marking_process import MarkingProcess

OURS = (".xlsx", ".xlsm")  # in which a marked workbook keeps its own ending
_MARKED = (Severity.CRITICAL, Severity.WARNING)


@dataclass(frozen=True)
class ToMark:
    """A file that has something to be mended or looked at, and all that is marked in it."""

    source: SourceFile
    plan: MarkPlan

    @property
    def name(self) -> str:
        """Name that the marked workbook gets."""
        stem, ending = posixpath.splitext(posixpath.basename(self.source.name))
        return f"{stem}{ending if ending.casefold() in OURS else '.xlsx'}"


def files_to_mark(checked: Checked, config: Config, now: datetime) -> list[ToMark]:
    """The files with a critical issue or a warning that nobody waived, each with its marks; of the others nothing goes back."""
    issues = _issues_by_file(checked)
    if not issues:
        return []
    explainer = Explainer(config.catalog)
    places = [(reading, (reading.source.county_code, reading.source.name)) for reading in checked.readings]
    return [
        ToMark(reading.source, explainer.plan(_facts(reading, checked, config, now), issues[place], _said(reading)))
        for reading, place in places
        if place in issues
    ]


def _said(reading: FileReading) -> dict[tuple[str, str, str], str]:
    """The words of the county that stand in the file already."""
    return {
        (one.sheet, one.cell if one.row is None else str(one.row), one.rule): one.text for one in reading.explanations
    }


def _issues_by_file(checked: Checked) -> dict[Place, list[Issue]]:
    found: dict[Place, dict[Issue, None]] = defaultdict(dict)
    for record in checked.judgement.issues.to_dict("records"):
        if record["severity"] in _MARKED and pd.isna(record["waived"]):
            issue = _issue(record)
            found[issue.county_code, str(issue.source_file)][issue] = None
    return {place: [*issues] for place, issues in found.items()}


def _issue(record: Mapping[Any, Any]) -> Issue:
    said: dict[str, Any] = {name: None if pd.isna(record[name]) else record[name] for name in ISSUE_COLUMNS}
    row = said["source_row"]
    return Issue(**said | {"severity": Severity(said["severity"]), "source_row": None if row is None else int(row)})


def _facts(reading: FileReading, checked: Checked, config: Config, now: datetime) -> ReturnFacts:
    source = reading.source
    county = config.divisions.counties.get(source.county_code)
    period = parse_period(source.period) if source.period else None
    due_on = config.calendar.due_on(period) if period else None
    of_file = {table.report for table in reading.tables} | set(reading.nil_reports)
    verdicts = tuple(
        ReportVerdict(str(one["report"]), str(one["status"]), due_on)
        for one in checked.judgement.submissions.to_dict("records")
        if one["county_code"] == source.county_code and one["report"] in of_file
    )
    with source.path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    name, label = county.name if county else "", period.label if period else ""
    return ReturnFacts(name, label, posixpath.basename(source.name), sha256, verdicts, now.astimezone(TIMEZONE))


@dataclass
class ReturnFolder:
    """Place to which marked workbooks of checked files go; OUT is a folder, or the name of the one workbook."""

    out: Path
    settings: Settings
    config: Config
    now: datetime
    written: list[Path] = field(default_factory=list)

    def hear(self, checked: Checked) -> None:
        """Write a workbook for each file that has something to mark."""
        found = files_to_mark(checked, self.config, self.now)
        if not found:
            return
        with MarkingProcess(self.settings) as marking:
            for one in found:
                self._write(one, marking.marked(one.source, one.plan))

    def _write(self, one: ToMark, content: bytes) -> None:
        path = self.out if self.out.suffix.casefold() in OURS else self._free(one.name)
        if path in self.written:
            raise ArgumentError(f"{path} takes one workbook and there are more; let --return name a folder")
        if path.exists() and path.samefile(one.source.path):
            raise ArgumentError(f"{path} is the checked file itself; let --return name another place")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        except OSError as error:
            raise ArgumentError(f"{path} cannot be written: {error.strerror}") from error
        self.written.append(path)

    def _free(self, name: str) -> Path:
        stem, ending = posixpath.splitext(name)
        names = (name if n == 1 else f"{stem}（{n}）{ending}" for n in itertools.count(1))
        return next(path for path in (self.out / one for one in names) if path not in self.written)
