"""Files that go back as things stand: takes a connection and the configuration, gives for each its source and what is marked in it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from etl.config.calendar import TIMEZONE, parse_period
from etl.marking.marks import MarkPlan
from etl.model import Issue, Severity, SourceFile
from etl.returned.explanation import Explainer
from etl.returned.return_facts import ReportVerdict, ReturnFacts
from etl.returned.return_places import workbook_place
from etl.warehouse.queries.overview import status_rows
from etl.warehouse.queries.return_rows import latest_files, return_issues

FileKey = tuple[str, str, str]  # county code, period, name


@dataclass(frozen=True)
class StandingReturn:
    """A file that goes back: where to, and with what marked."""

    source: SourceFile
    place: str  # below the county's folder: period and name
    plan: MarkPlan


class StandingReturns:
    """Files of some counties and periods that go back."""

    def __init__(self, connection: sa.Connection, archive: Path, period: str | None, counties: tuple[str, ...]) -> None:
        self._issues: dict[FileKey, list[Mapping[str, Any]]] = defaultdict(list)
        for row in return_issues(connection, period, counties):
            self._issues[row["county_code"], row["period"], row["source_file"]].append(row)
        self._files = latest_files(connection, archive, period, counties) if self._issues else {}
        self._verdicts: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for one in {(county, period) for county, period, _ in self._issues}:
            self._verdicts[one] = status_rows(connection, one[1], one[0])

    def lost(self) -> list[FileKey]:
        """Files whose archived copy is gone: they cannot go back."""
        return [key for key in sorted(self._issues) if not self._is_there(key)]

    def of(self, explainer: Explainer, names: Mapping[str, str]) -> Iterator[StandingReturn]:
        """Each file that goes back; `names` are those of the counties."""
        taken: dict[str, set[str]] = defaultdict(set)
        for key in sorted(self._issues):
            if not self._is_there(key):
                continue
            county, period, name = key
            source, rows = self._files[key], self._issues[key]
            facts = ReturnFacts(
                names.get(county, county),
                parse_period(period).label,
                name,
                source.sha256,
                self._reports(key),
                max(row["judged_at"] for row in rows).astimezone(TIMEZONE),
            )
            place = workbook_place(period, name, taken[county])
            yield StandingReturn(source, place, explainer.plan(facts, [*map(_issue, rows)]))

    def _is_there(self, key: FileKey) -> bool:
        return key in self._files and self._files[key].path.is_file()

    def _reports(self, key: FileKey) -> tuple[ReportVerdict, ...]:
        """Reports that the file decides or that its issues are about."""
        named = {row["report"] for row in self._issues[key]}
        return tuple(
            ReportVerdict(row["report"], row["status"], row["due_on"], row["in_use"])
            for row in self._verdicts[key[:2]]
            if row["report"] in named or row["source_file"] == key[2]
        )


def _issue(row: Mapping[str, Any]) -> Issue:
    named = (
        "report",
        "source_file",
        "sheet",
        "cell",
        "source_row",
        "column_name",
        "rule",
        "value",
        "expected",
        "message",
    )
    return Issue(**{name: row[name] for name in named}, severity=Severity(row["severity"]))
