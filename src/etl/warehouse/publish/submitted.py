"""Submissions made ready for the database: takes a Publication, gives versions with digests and columns to copy, a report after
the other.

All that does not need the database is done here. Never writes anything.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import ISSUE_COLUMNS, SUBMISSION_KEY, Status, SubmissionKey
from etl.rules.reading.submissions import SUBMISSION_DISPLACED
from etl.validate.verdicts import MAP_COLUMNS, PART_COLUMNS, SUBMISSION_COLUMNS
from etl.warehouse.publish.arrow_columns import report_columns, text, whole
from etl.warehouse.publish.digests import EMPTY, combined, group_digests
from etl.warehouse.publish.grouped import Grouped, group, owners_of, sort_key
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.versions import Version
from etl.warehouse.totals.in_columns import totals_of


@dataclass(frozen=True, eq=False)
class SubmittedReport:
    """The submissions of one report, with their digests, and their rows; None when there are none."""

    report: str
    versions: list[Version]
    rows: Grouped | None
    totals: Mapping[str, Grouped]  # by table of core

    def rows_of(self, ids: Mapping[SubmissionKey, int]) -> dict[str, pa.Array]:
        """The rows of the new submissions."""
        return self.rows.with_submission_ids(self._numbers(ids)) if self.rows else {}

    def totals_of(self, ids: Mapping[SubmissionKey, int]) -> Iterator[tuple[str, dict[str, pa.Array]]]:
        """The totals of the new submissions, by table of core."""
        for table, grouped in self.totals.items():
            yield table, grouped.with_submission_ids(self._numbers(ids))

    def _numbers(self, ids: Mapping[SubmissionKey, int]) -> dict[int, int]:
        return _numbers(ids, (one.key for one in self.versions))


@dataclass(frozen=True, eq=False)
class Submitted:
    """The submissions of a run in the order of `facts`, and what belongs to each of them."""

    facts: Mapping[SubmissionKey, tuple[Any, ...]]  # in the order of SUBMISSION_COLUMNS
    issues: Grouped
    column_map: Grouped
    file_issues: pd.DataFrame  # those that belong to no submission
    parts: Mapping[SubmissionKey, list[tuple[str, str]]]  # name and sha256 of the files of reports that came in several
    _issue_digests: Mapping[SubmissionKey, bytes]

    @classmethod
    def of(cls, publication: Publication) -> "Submitted":
        """Sort everything but the rows by submission."""
        facts = _facts(publication.submissions)
        keys = list(facts)
        owners = owners_of(publication.issues, keys)
        judged = _judged(publication.issues, owners, facts)
        of_issues = {name: judged.columns[name] for name in judged.columns if name not in SUBMISSION_KEY}
        return cls(
            facts,
            _issues(publication.issues, owners, len(keys)),
            _column_map(publication.column_map, keys),
            publication.issues[owners < 0],
            _parts(publication.parts),
            dict(zip(keys, group_digests(of_issues, judged.bounds), strict=True)),
        )

    def reports(self, catalog: Catalog, rows: Mapping[str, pd.DataFrame]) -> Iterator[SubmittedReport]:
        """Each report as it is asked for, in order: sorting its rows and working out their digests is most of the work."""
        for report, keys in groupby(self.facts, key=lambda key: key[2]):
            facts = {key: self.facts[key] for key in keys}
            frame = rows.get(report)
            grouped = None if frame is None or frame.empty else _rows(catalog.contracts[report], frame, facts)
            totals = dict(totals_of(report, grouped)) if grouped else {}
            yield SubmittedReport(report, self._versions(facts, grouped), grouped, totals)

    def issues_of(self, ids: Mapping[SubmissionKey, int], run_id: str) -> dict[str, pa.Array]:
        """The issues of the new submissions."""
        columns = self.issues.with_submission_ids(_numbers(ids, self.facts))
        return {"run_id": pa.repeat(run_id, len(columns["submission_id"])), **columns}

    def column_map_of(self, ids: Mapping[SubmissionKey, int]) -> dict[str, pa.Array]:
        """Column map of the new submissions, ready to copy."""
        return self.column_map.with_submission_ids(_numbers(ids, self.facts))

    def parts_of(self, ids: Mapping[SubmissionKey, int]) -> list[tuple[int, str, str]]:
        """The files of the new submissions that came in several."""
        return [(ids[key], *file) for key, files in self.parts.items() if key in ids for file in files]

    def _versions(self, facts: Mapping[SubmissionKey, tuple[Any, ...]], rows: Grouped | None) -> list[Version]:
        of_rows = group_digests(rows.columns, rows.bounds) if rows else [EMPTY] * len(facts)
        versions = []
        for (key, record), of_own_rows in zip(facts.items(), of_rows, strict=True):
            fact = dict(zip(SUBMISSION_COLUMNS, record, strict=True))
            digest = combined(fact["sha256"], fact["status"], self._issue_digests[key], of_own_rows)
            versions.append(Version(key, (fact["pull"], fact["modified_at"]), fact["status"], fact["sha256"], digest))
        return versions


def _numbers(ids: Mapping[SubmissionKey, int], keys: Iterable[SubmissionKey]) -> dict[int, int]:
    """The numbers of new submissions by their place among all."""
    return {place: ids[key] for place, key in enumerate(keys) if key in ids}


def issue_columns(issues: pd.DataFrame) -> dict[str, pa.Array]:
    """The columns of ops.issue but for run_id and submission_id."""
    if "waived" not in issues.columns:
        issues = issues.assign(waived=None)
    names = (*ISSUE_COLUMNS, "waived")
    return {name: whole(issues[name]) if name == "source_row" else text(issues[name]) for name in names}


def _facts(submissions: pd.DataFrame) -> dict[SubmissionKey, tuple[Any, ...]]:
    """By key the columns of a submission as Python values, sorted by report, county and period."""
    ordered = submissions[list(SUBMISSION_COLUMNS)].sort_values(["report", "county_code", "period"])
    records = zip(*(_plain_values(ordered[name]) for name in ordered), strict=True)
    return {(record[0], record[1], record[2]): record for record in records}


def _plain_values(column: "pd.Series[Any]") -> list[Any]:
    values = column.tolist()
    is_plain = isinstance(column.dtype, pd.StringDtype) or column.dtype == np.int64
    return values if is_plain else [*map(_plain, values)]


def _plain(value: Any) -> Any:
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    return value if isinstance(value, str | datetime) else int(value)


def _issues(issues: pd.DataFrame, owners: Any, count: int) -> Grouped:
    """The issues that belong to a submission, sorted by it."""
    issues, owners = issues[owners >= 0], owners[owners >= 0]
    order = (sort_key(issues[name]) for name in ("sheet", "source_row", "column_name", "rule", "message"))
    return group(issue_columns(issues), owners, count, *order)


def _judged(issues: pd.DataFrame, owners: Any, facts: Mapping[SubmissionKey, tuple[Any, ...]]) -> Grouped:
    """The issues as they make a submission what it is: the same content under another name amounts to the same.

    Which other file was displaced is said, and is no part of it either: judged alone it is the same.
    """
    owners = np.where(issues["rule"] == SUBMISSION_DISPLACED.id, -1, owners)
    return _issues(_without_own_file(issues, owners, facts), owners, len(facts))


def _without_own_file(frame: pd.DataFrame, owners: Any, facts: Mapping[SubmissionKey, tuple[Any, ...]]) -> pd.DataFrame:
    """The frame with source_file blank wherever it is the deciding file of the submission that a row belongs to."""
    if not facts:
        return frame
    place = SUBMISSION_COLUMNS.index("source_file")
    codes, names = pd.factorize(frame["source_file"])
    code_of = {name: code for code, name in enumerate(names)}
    other = len(code_of)
    own = np.array([code_of.get(record[place], other) for record in facts.values()])
    is_own = codes == own[owners]
    blank = None if is_own.all() else frame["source_file"].mask(is_own)  # nearly every row is of its deciding file
    return frame.assign(source_file=pd.Series(blank, frame.index, frame["source_file"].dtype))


def _rows(contract: Contract, frame: pd.DataFrame, facts: Mapping[SubmissionKey, tuple[Any, ...]]) -> Grouped:
    owners = owners_of(frame, list(facts), contract.report)
    status = SUBMISSION_COLUMNS.index("status")
    usable = [record[status] == Status.ACCEPTED for record in facts.values()]
    if not all(owner >= 0 and usable[owner] for owner in pd.unique(owners)):
        raise ValueError(f"rows of {contract.report}: some belong to no accepted submission")
    frame = _without_own_file(frame, owners, facts)
    columns = report_columns(contract, frame)
    row_keys = (
        sort_key(frame["source_file"]),
        sort_key(frame["source_sheet"]),
        frame["source_row"].to_numpy(dtype="int64"),
    )
    return group(columns, owners, len(facts), *row_keys)


def _parts(parts: pd.DataFrame) -> dict[SubmissionKey, list[tuple[str, str]]]:
    by_unit: dict[SubmissionKey, list[tuple[str, str]]] = defaultdict(list)
    for county, period, report, name, sha256 in parts[list(PART_COLUMNS)].itertuples(index=False, name=None):
        by_unit[county, period, report].append((name, sha256))
    return by_unit


def _column_map(column_map: pd.DataFrame, keys: list[SubmissionKey]) -> Grouped:
    owners = owners_of(column_map, keys)
    kept = column_map[owners >= 0]
    columns = {
        name: whole(kept[name]) if name in ("first_row", "last_row") else text(kept[name])
        for name in MAP_COLUMNS
        if name not in SUBMISSION_KEY
    }
    return group(columns, owners[owners >= 0], len(keys))
