"""A night over contracts that a test has made: takes workbooks, has child processes read and judge them, publishes it all."""

import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import sqlalchemy as sa
import xlsxwriter

from etl.config.divisions import load_divisions
from etl.contract.catalog import Catalog
from etl.model import SourceFile
from etl.normalise.parsers.registry import PARSERS, Parsers
from etl.selection import by_report, choose
from etl.validate.cross_checks import CHECKS, cross_check
from etl.validate.evidence import CrossCheck, Evidence
from etl.validate.verdicts import decide_verdicts
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import FILE_COLUMNS, Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord
from etl.warehouse.schema.migrate import migrate
from etl.workers.judging_pool import JudgingPool
from etl.workers.reading_pool import ReadingPool

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import etl.validate.judge  # noqa: F401 - which a pool without children imports late

NOW = datetime(2024, 4, 1, tzinfo=UTC)


def sent(
    folder: Path, county: str, number_format: str = "General", **sheets: Sequence[Sequence[str | float]]
) -> SourceFile:
    """A county's workbook; its numbers with a point are shown in a format."""
    path = folder / f"{county}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        shown = book.add_format({"num_format": number_format})
        for title, rows in sheets.items():
            sheet = book.add_worksheet(title)
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    sheet.write(number, place, cell, *([shown] if isinstance(cell, float) else []))
    return SourceFile(county, "2024Q1", path.name, county * 10, path.stat().st_size, NOW, 1, NOW, path)


def published(
    url: str,
    config: Path,
    catalog: Catalog,
    sources: Sequence[SourceFile],
    *,
    judges: int,
    parsers: Parsers = PARSERS,
    checks: Iterable[CrossCheck] = CHECKS,
) -> sa.Engine:
    """The warehouse at a URL, set up for a catalogue, with what some files came to."""
    pool = ReadingPool(catalog, load_divisions(config), workers=1, seconds_per_file=60, memory_bytes=1 << 30)
    with pool, JudgingPool(catalog, workers=judges, parsers=parsers) as judging:
        chosen = choose(pool.read(sources))
        choices = by_report(chosen.choices, catalog.contracts)
        frames = {report: judging.report(report, of_report) for report, of_report in choices.items()}
    cross_check(Evidence(catalog, frames, choices), checks)
    judgement = decide_verdicts(chosen, frames)
    engine = connect(url)
    migrate(engine, catalog, load_divisions(config))
    files = [vars(source) | {"archive_path": source.sha256, "kind": "xlsx"} for source in sources]
    publish(
        engine,
        catalog,
        Publication(
            run=RunRecord("run", "nightly", NOW, catalog.fingerprint),
            finished_at=NOW,
            files=pd.DataFrame(files, columns=FILE_COLUMNS),
            submissions=judgement.submissions,
            rows=judgement.rows,
            issues=judgement.issues,
            column_map=judgement.column_map,
            parts=judgement.parts,
        ),
    )
    return engine
