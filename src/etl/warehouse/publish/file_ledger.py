"""Files in the ledger, inside a publication: takes an open transaction, never commits.

A file is known by county, period, name and content. Issues that concern it as a whole are written with it, when they are
not what was written for this content before.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd
import pyarrow as pa

from etl.model import ISSUE_COLUMNS
from etl.warehouse.engine import Driver
from etl.warehouse.publish.copying import copy_columns, copy_rows
from etl.warehouse.publish.digests import combined
from etl.warehouse.publish.publication import FILE_COLUMNS
from etl.warehouse.publish.python_rows import plain_rows
from etl.warehouse.publish.runs import RunRecord
from etl.warehouse.publish.submitted import issue_columns

Place = tuple[str, str, str]  # county code, period, file name
_PLACE = ["county_code", "period", "source_file"]
_COLUMNS = (
    *("county_code", "period", "name", "sha256", "size", "modified_at", "archive_path", "kind", "pull"),
    *("first_seen_at", "first_seen_run", "decided_at", "decided_run", "decided_under", "issues_run", "issues_digest"),
)


@dataclass(frozen=True)
class _Known:
    decided_run: str | None  # None: it came, and was not judged yet
    decided_under: str
    issues_run: str | None
    issues_digest: str | None


def store_files(driver: Driver, run: RunRecord, files: pd.DataFrame, issues: pd.DataFrame, decided_at: datetime) -> int:
    """Remember files as decided by this run, and write the issues that belong to no submission; gives how many."""
    parts: dict[Place, pd.DataFrame] = dict(list(issues.groupby(_PLACE, sort=False)))  # type: ignore[arg-type]
    digests = {place: _digest(part) for place, part in parts.items()}
    if "decided_under" not in files.columns:
        files = files.assign(decided_under=run.contracts_fingerprint)
    columns = (*FILE_COLUMNS, "decided_under")
    rows = [dict(zip(columns, row, strict=True)) for row in plain_rows(files, columns)]
    known = _known(driver, {row["period"] for row in rows})
    new, renewed, to_write = [], [], []
    for row in sorted(rows, key=lambda row: (row["pull"], row["modified_at"])):
        place: Place = (row["county_code"], row["period"], row["name"])
        under = row.pop("decided_under")
        digest = digests.get(place)
        before = known.get((*place, row["sha256"]))
        is_judged = before is not None and before.decided_run is not None
        is_said = before is not None and before.issues_digest == digest
        issues_run = before.issues_run if before and is_said else (run.run_id if digest else None)
        if digest and not is_said and (under or not is_judged):
            to_write.append(parts[place])
        said = (decided_at, run.run_id, under, issues_run, digest)
        if before is None:
            first_seen = (row.pop("received_at"), run.run_id)
            new.append((*row.values(), *first_seen, *said))
        elif not is_judged or (under and (not is_said or before.decided_under != under)):
            renewed.append((row["kind"], *said, *place, row["sha256"]))  # a part of it judged again undoes nothing
    copy_rows(driver, "ops", "file", _COLUMNS, new)
    _renew(driver, renewed)
    to_write.append(_unsaid(driver, issues, {(r["county_code"], r["period"], r["name"]) for r in rows}))
    return _write_issues(driver, run.run_id, to_write)


def _digest(issues: pd.DataFrame) -> str:
    return combined(*sorted(repr(row) for row in plain_rows(issues, ISSUE_COLUMNS)))


def _known(driver: Driver, periods: Iterable[str]) -> dict[tuple[str, ...], _Known]:
    found = driver.execute(
        "select county_code, period, name, sha256, decided_run, decided_under, issues_run, issues_digest"
        " from ops.file where period = any(%s)",
        [sorted(periods)],
    ).fetchall()
    return {tuple(map(str, row[:4])): _Known(*row[4:]) for row in found}  # type: ignore[arg-type]


def _renew(driver: Driver, renewed: list[tuple[Any, ...]]) -> None:
    with driver.cursor() as cursor:
        cursor.executemany(
            "update ops.file set kind = %s, decided_at = %s, decided_run = %s, decided_under = %s, issues_run = %s,"
            " issues_digest = %s where county_code = %s and period = %s and name = %s and sha256 = %s",
            renewed,
        )


def _unsaid(driver: Driver, issues: pd.DataFrame, places: set[Place]) -> pd.DataFrame:
    """The issues that concern no file of this run (a folder of no county, say) and do not stand in the ledger yet."""
    homeless = [place not in places for place in zip(*(issues[name] for name in _PLACE), strict=True)]
    frame = issues[homeless]
    if frame.empty:
        return frame
    columns = ", ".join(ISSUE_COLUMNS)
    found = driver.execute(f"select {columns} from ops.issue where submission_id is null".encode()).fetchall()
    said = set(found)
    return frame[[row not in said for row in _each(frame)]]


def _each(frame: pd.DataFrame) -> list[tuple[Any, ...]]:
    return [plain_rows(frame.iloc[[number]], ISSUE_COLUMNS)[0] for number in range(len(frame))]


def _write_issues(driver: Driver, run_id: str, parts: list[pd.DataFrame]) -> int:
    filled = [part for part in parts if len(part)]
    if not filled:
        return 0
    columns = issue_columns(pd.concat(filled, ignore_index=True))
    size = len(columns["rule"])
    return copy_columns(driver, "ops", "issue", {"run_id": pa.repeat(run_id, size), **columns})
