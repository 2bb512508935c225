"""What would happen to some files: read, recognise, judge, and tell; nothing is stored and no warehouse is needed.

Each file is judged alone, as if a county had sent nothing else, so references to reports in other files are only noted.
Takes paths, gives one plain dict a file, a few files at a time, so that a folder of thousands stays in bounded memory.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from etl.config.waivers import Waiver
from etl.errors import ConfigError
from etl.intake.inbox import is_litter, is_period
from etl.model import ISSUE_COLUMNS, ColumnMatch, FileReading, Severity, SourceFile, Table
from etl.night.request import TIMEZONE, Config
from etl.selection import choose
from etl.settings import Settings
from etl.text import mask_identity_numbers
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence
from etl.validate.judge import Judge
from etl.validate.verdicts import decide_verdicts
from etl.workers.reading_pool import reading_pool

AT_ONCE = 50  # files judged together; Great Expectations costs the same for one as for fifty

OF_THE_FILE = ("county_code", "period", "source_file", "source_row")  # said by the file itself, or by the cell

Told = dict[str, Any]


def files_below(paths: Iterable[Path]) -> list[Path]:
    """Every file named, and every file in the folders named; ConfigError when one is not there."""
    found: list[Path] = []
    for path in paths:
        if not path.exists():
            raise ConfigError(f"{path} does not exist")
        below = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        found += [p for p in below if not is_litter(p.name)]
    return found


def check_files(paths: list[Path], settings: Settings, config: Config, now: datetime) -> Iterator[Told]:
    """What each file would come to if it were judged now, in the order given."""
    waivers = config.waivers_in_force(now.astimezone(TIMEZONE).date())
    judge = Judge(config.catalog)
    with reading_pool(settings) as pool:
        for start in range(0, len(paths), AT_ONCE):
            batch = enumerate(paths[start : start + AT_ONCE])
            sources = [_source(path, config, str(place), now) for place, path in batch]
            yield from _check_batch(list(pool.read(sources)), judge, config, waivers)


def _source(path: Path, config: Config, number: str, now: datetime) -> SourceFile:
    """The file where it lies; its folders tell county and period when they are those of an inbox."""
    period_folder, county_folder = path.resolve().parent.name, path.resolve().parent.parent.name
    county = config.divisions.resolve_folder(county_folder)
    return SourceFile(
        county_code=county.code if county else "",
        period=period_folder if is_period(period_folder) else "",
        name=str(path),
        sha256=number,  # nothing is archived: the number only tells the files of a batch apart
        size=path.stat().st_size,
        modified_at=now,
        pull=0,
        received_at=now,
        path=path,
    )


def _check_batch(
    readings: list[FileReading], judge: Judge, config: Config, waivers: tuple[Waiver, ...]
) -> Iterator[Told]:
    """Judge some files together, each as a county of its own, and tell what came of each."""
    alone = [_as_own_county(reading, str(place)) for place, reading in enumerate(readings)]
    chosen = choose(alone, keys={report: one.key for report, one in config.catalog.contracts.items()})
    waived = _as_own_waivers(waivers, readings)
    frames = {report: judge.report(report, chosen.choices, waived) for report in config.catalog.contracts}
    judged = {report: frame for report, frame in frames.items() if frame is not None}
    cross_check(Evidence(config.catalog, judged, waivers=waived))
    conclusion = decide_verdicts(chosen, judged, waivers=waived)
    issues: dict[str, list[Told]] = defaultdict(list)
    for issue in conclusion.issues.to_dict("records"):
        issues[str(issue["county_code"])].append(_told_issue(issue))
    for place, reading in enumerate(readings):
        yield _told(reading, config, issues[str(place)])


def _as_own_county(reading: FileReading, code: str) -> FileReading:
    return replace(reading, source=replace(reading.source, county_code=code))


def _as_own_waivers(waivers: tuple[Waiver, ...], readings: list[FileReading]) -> list[Waiver]:
    """The waivers for files that each are a county of their own: one county's covers every file of it."""
    return [waiver for waiver in waivers if waiver.county_code is None] + [
        replace(waiver, county_code=str(place))
        for waiver in waivers
        for place, reading in enumerate(readings)
        if waiver.county_code == reading.source.county_code
    ]


def _told(reading: FileReading, config: Config, issues: list[Told]) -> Told:
    template = {
        (report, column.name): column.unit
        for report, contract in config.catalog.contracts.items()
        for column in contract.columns
    }
    return {
        "file": reading.source.name,
        "kind": reading.kind,
        "verdict": _verdict(reading, issues),
        "sheets": [{"sheet": sheet.sheet, "taken_for": sheet.taken_for} for sheet in reading.sheets],
        "nil": list(reading.nil_reports),
        "tables": [_told_table(table, template) for table in reading.tables],
        "issues": issues,
    }


def _verdict(reading: FileReading, issues: list[Told]) -> str:
    if reading.failure:
        return f"failed: {reading.failure}"
    return "returned" if any(issue["severity"] == Severity.CRITICAL for issue in issues) else "accepted"


def _told_table(table: Table, template: Mapping[tuple[str, str], str | None]) -> Told:
    first, last = table.header_rows
    return {
        "sheet": table.sheet,
        "report": table.report,
        "heading_rows": [first + 1, last + 1],
        "columns": [_told_column(match, table.report, template) for match in table.columns],
        "rows": len(table.rows),
        "totals": [{"row": total.row + 1, "label": total.label.strip()} for total in table.totals],
    }


def _told_column(match: ColumnMatch, report: str, template: Mapping[tuple[str, str], str | None]) -> Told:
    from_template = template.get((report, match.field or "")) if match.unit is None else None
    return {
        "column": match.place,
        "heading": mask_identity_numbers(match.heading),
        "field": match.field,
        "unit": match.unit or from_template,
        "unit_source": "template" if from_template else match.unit_source,
        "matched_by": match.matched_by,
    }


def _told_issue(issue: Mapping[Any, Any]) -> Told:
    names = [name for name in ISSUE_COLUMNS if name not in OF_THE_FILE]
    return {name: None if pd.isna(issue[name]) else str(issue[name]) for name in (*names, "waived")}
