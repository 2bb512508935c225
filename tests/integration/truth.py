"""Hold a warehouse against a truth folder of tests/corpus: every row, cell, source row, verdict and planted fault.

Reads only what analysts and operators see; knows the reports from their contracts.
"""

import csv
from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import psycopg
from psycopg.rows import dict_row

from etl.contract.catalog import Catalog
from etl.types.column_type import ColumnType

Record = dict[str, str]


def differences(url: str, truth: Path, catalog: Catalog, earlier: Path | None = None) -> list[str]:
    """Everything in which the warehouse is not what the truth says; empty when all is right."""
    with psycopg.connect(url.replace("+psycopg", ""), row_factory=dict_row) as connection:
        found = [
            line
            for report in catalog.contracts
            for line in _row_differences(connection, catalog, report, _records(truth / f"{report}.csv"))
        ]
        found += _verdict_differences(connection, _records(truth / "submissions.csv"))
        found += _fault_differences(connection, truth, earlier)
    return found


def _records(path: Path) -> list[Record]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _row_differences(connection, catalog: Catalog, report: str, wanted: list[Record]) -> list[str]:
    columns = {column.name: column.type for column in catalog.contracts[report].columns}
    place = ("county_code", "period", "source_file", "source_sheet", "source_row")
    rows = connection.execute(f"SELECT * FROM mart.{report}").fetchall()
    got = {tuple(str(row[name]) for name in place): row for row in rows}
    want = {tuple(record[name] for name in place): record for record in wanted}
    lines = [f"{report}: row too many {key}" for key in got.keys() - want.keys()]
    lines += [f"{report}: row missing {key}" for key in want.keys() - got.keys()]
    if len(rows) != len(got):
        lines.append(f"{report}: {len(rows) - len(got)} rows twice")
    for key in got.keys() & want.keys():
        for name, kind in columns.items():
            value, expected = got[key][name], want[key][name]
            if not _same(value, expected, kind):
                lines.append(f"{report}: {key} {name} is {value!r}, not {expected!r}")
    return lines


def _same(value: object, expected: str, kind: ColumnType) -> bool:
    if value is None or expected == "":
        return value is None and expected == ""
    if kind.is_figure:
        return Decimal(str(value)) == Decimal(expected)
    return (value.isoformat() if isinstance(value, date) else value) == expected


def _verdict_differences(connection, wanted: list[Record]) -> list[str]:
    rows = connection.execute("SELECT county_code, period, report, status FROM mart.reporting_status").fetchall()
    status = {(row["county_code"], row["period"], row["report"]): row["status"] for row in rows}
    return [
        f"{key}: {status.get(key)}, not {record['status']}"
        for record in wanted
        if status.get(key := (record["county_code"], record["period"], record["report"])) != record["status"]
    ]


def _fault_differences(connection, truth: Path, earlier: Path | None) -> list[str]:
    """Every planted fault is an issue at its cell, and no report without one has a critical issue."""
    issues = connection.execute("SELECT * FROM ops.issue").fetchall()
    by_file = defaultdict(list)
    for issue in issues:
        by_file[issue["county_code"], issue["source_file"], issue["severity"]].append(issue)
    planted = _records(truth / "defects.csv")
    lines = [
        f"fault not found: {fault}"
        for fault in planted
        if not any(
            issue["report"] in (fault["report"], None) and fault["cell"] in ("", issue["cell"])
            for issue in by_file[fault["county_code"], fault["source_file"], fault["severity"]]
        )
    ]
    known = {(f["county_code"], f["report"]) for f in planted + (_records(earlier / "defects.csv") if earlier else [])}
    lines += [
        f"false alarm: {issue['county_code']} {issue['report']} {issue['cell']} {issue['message']}"
        for issue in issues
        if issue["severity"] == "critical" and (issue["county_code"], issue["report"]) not in known
    ]
    return lines
