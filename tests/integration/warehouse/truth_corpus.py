"""The truth of a corpus night as a Publication: what a perfect night would publish, read from tests/corpus/truth*/*.csv."""

import csv
import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import sqlalchemy as sa

from etl.config.calendar import load_calendar, parse_period
from etl.config.divisions import Divisions
from etl.config.obligations import load_obligations
from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord
from etl.warehouse.publish.statistics import refresh_statistics

CORPUS = Path(__file__).parents[2] / "corpus"


def publish_truth(engine: sa.Engine, catalog: Catalog, divisions: Divisions, config: Path, night: int = 1) -> None:
    """Publish the truth of a night and refresh statistics as a night does: without them some questions take minutes."""
    published = publish(engine, catalog, _truth(f"truth{night}", catalog, divisions, config, night))
    refresh_statistics(engine, sum(published.new.values()))


def _truth(name: str, catalog: Catalog, divisions: Divisions, config: Path, night: int) -> Publication:
    """Truth `name` (truth1, truth2) as published by a night of this number; a file's content is taken to be its name."""
    received_at = datetime(2024, 4, 2, 2, tzinfo=UTC) + timedelta(days=night)
    submissions = _read(name, "submissions")
    files = submissions[["county_code", "period", "source_file"]].drop_duplicates()
    arrival: dict[str, Any] = {
        "pull": night,
        "modified_at": received_at - timedelta(hours=9),
        "received_at": received_at,
    }
    sha256 = [hashlib.sha256(f"{name}{row}".encode()).hexdigest() for row in zip(*_columns(files), strict=True)]
    shas = dict(zip(zip(*_columns(files), strict=True), sha256, strict=True))
    return Publication(
        run=RunRecord(f"run-{night}", "nightly", received_at, catalog.fingerprint),
        finished_at=received_at + timedelta(minutes=1),
        files=files.rename(columns={"source_file": "name"}).assign(
            sha256=sha256, size=1, archive_path=sha256, kind="xlsx", **arrival
        ),
        submissions=submissions.drop(columns="rows").assign(
            sha256=[shas[key] for key in zip(*_columns(submissions), strict=True)],
            row_count=submissions["rows"].astype(int),
            critical_issues=0,
            warnings=0,
            notices=0,
            **arrival,
        ),
        rows={report: _report(name, report, catalog) for report in catalog.contracts},
        obligations=_obligations(catalog, divisions, config),
    )


def _columns(frame: pd.DataFrame) -> list["pd.Series[str]"]:
    return [frame[column] for column in ("county_code", "period", "source_file")]


def _read(name: str, table: str) -> pd.DataFrame:
    with (CORPUS / name / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return pd.DataFrame(list(csv.DictReader(file)))


def _report(name: str, report: str, catalog: Catalog) -> pd.DataFrame:
    raw = _read(name, report)
    frame = raw[["county_code", "period", "source_file", "source_sheet"]].assign(
        source_row=raw["source_row"].astype(int), extra=None
    )
    for column in catalog.contracts[report].columns:
        frame[column.name] = _typed(raw[column.name], column)
    return frame


def _typed(values: "pd.Series[str]", column: Column) -> "pd.Series[Any]":
    blank = values.mask(values == "", None)
    if column.type.is_day:
        return pd.to_datetime(blank)
    scale = column.type.scale
    if scale is None:
        return blank
    # exact: the digits after the point are filled up and the point is taken out
    whole = [_scaled(value, scale) if isinstance(value, str) else None for value in blank]
    return pd.Series(whole, dtype="Int64", index=values.index)


def _scaled(text: str, scale: int) -> int:
    units, _, decimals = text.partition(".")
    return int(units + decimals[:scale].ljust(scale, "0"))


def _obligations(catalog: Catalog, divisions: Divisions, config: Path) -> pd.DataFrame:
    frequencies = {report: contract.frequency for report, contract in catalog.contracts.items()}
    due = load_obligations(config, divisions, load_calendar(config), frequencies).due(divisions, parse_period("2024Q1"))
    return pd.DataFrame([vars(obligation) for obligation in due])
