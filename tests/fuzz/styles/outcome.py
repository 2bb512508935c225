"""Outcome of files: each read as the county's own delivery and judged beside the others, its typed rows and its issues."""

import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pandas as pd

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.model import SourceFile
from etl.normalise.frame import ReportFrame
from etl.recognise.reading import FileReader
from etl.selection import choose
from etl.settings import PROJECT
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence
from etl.validate.verdicts import decide_verdicts

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate.judge import Judge

COUNTY, PERIOD = "510823", "2024Q1"  # 剑阁县
NOW = datetime(2024, 4, 1, tzinfo=UTC)
HARMLESS = "notice"


@dataclass(frozen=True)
class Outcome:
    """The typed rows of one file by sheet and row, counted from 1, as texts; and its issues, as dicts of ISSUE_COLUMNS."""

    rows: Mapping[tuple[str, int], Mapping[str, str]]
    issues: Sequence[Mapping[str, object]]

    @property
    def is_returned(self) -> bool:
        return any(issue["severity"] == "critical" for issue in self.issues)

    def warnings(self) -> list[Mapping[str, object]]:
        return [issue for issue in self.issues if issue["severity"] != HARMLESS]

    def names_row(self, row: int) -> bool:
        """True when an issue names a row, by itself or among some."""
        said = [f"{one['cell']} {one['message']}" for one in self.warnings()]
        spans = [map(int, found) for text in said for found in re.findall("第 ([0-9]+) 到 ([0-9]+) 行", text)]
        return any(re.search(rf"(?<![0-9]){row}(?![0-9])", text) for text in said) or any(
            first <= row <= last for first, last in spans
        )


class Reader:
    """Reads and judges files with the shipped contracts."""

    def __init__(self) -> None:
        config = PROJECT / "config"
        self.catalog, self.divisions = load_catalog(config), load_divisions(config)
        self._reader, self._judge = FileReader(self.catalog, self.divisions), Judge(self.catalog)

    def outcomes(self, deliveries: Sequence[Sequence[Path]]) -> list[Outcome]:
        """One outcome a delivery of some files; Great Expectations runs once a report for all of them."""
        readings = []
        for place, paths in enumerate(deliveries):
            for number, path in enumerate(paths):
                size, at = path.stat().st_size, NOW + timedelta(seconds=number)
                source = SourceFile(COUNTY, PERIOD, path.name, f"{place}-{number}", size, at, 1, NOW, path)
                for reading in self._reader.read_all(source):
                    readings.append(replace(reading, source=replace(reading.source, county_code=str(place))))
        chosen = choose(readings, (), {name: one.key for name, one in self.catalog.contracts.items()})
        judged = {name: self._judge.report(name, chosen.choices) for name in self.catalog.contracts}
        frames = {name: frame for name, frame in judged.items() if frame is not None}
        cross_check(Evidence(self.catalog, frames))
        issues = decide_verdicts(chosen, frames).issues.to_dict("records")
        rows = [row for frame in frames.values() for row in _rows(frame)]
        return [
            Outcome(
                {place: values for county, place, values in rows if county == str(number)},
                [issue for issue in issues if issue["county_code"] == str(number)],
            )
            for number in range(len(deliveries))
        ]


def _rows(frame: ReportFrame) -> list[tuple[str, tuple[str, int], dict[str, str]]]:
    """(county, (sheet, row), the values as the warehouse would show them)."""
    columns = {}
    for column in frame.contract.columns:
        if column.name in frame.data:
            columns[column.name] = _shown(frame.data[column.name], column.type.scale)
    found = []
    for number, row in enumerate(frame.data.to_dict("records")):
        values = {name: shown[number] for name, shown in columns.items() if shown[number] is not None}
        found.append((str(row["county_code"]), (str(row["source_sheet"]), int(row["source_row"])), values))
    return found


def _shown(values: pd.Series, scale: int | None) -> list[str | None]:
    def show(value: object) -> str | None:
        if pd.isna(value):  # type: ignore[call-overload]
            return None
        if isinstance(value, datetime):
            return value.date().isoformat()
        if scale:
            return f"{Decimal(int(value)).scaleb(-scale):.{scale}f}"  # type: ignore[call-overload]
        return str(value)

    return [show(value) for value in values]
