"""Small publications for tests: one county's consumption sales, of which a test says only what it is about."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pandas as pd

from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.runs import RunRecord

COUNTY, PERIOD, REPORT = "510821", "2024Q1", "sale"
FIRST_NIGHT = datetime(2024, 4, 2, 18, tzinfo=UTC)  # 02:00 of the next day in Asia/Shanghai


def at(night: int) -> datetime:
    """Time at which a night begins."""
    return FIRST_NIGHT + timedelta(days=night)


def a_night(
    night: int,
    *fen: int,
    status: str = "accepted",
    county: str = COUNTY,
    period: str = PERIOD,
    content: str | None = None,
    pull: int | None = None,
    rules: Sequence[str] = (),
    fingerprint: str = "contracts-1",
    **more: Any,
) -> Publication:
    """The publication of one night in which one county's sale.xlsx came, with one row for every amount in `fen`."""
    pull = night if pull is None else pull
    content = content or f"content of night {pull}"
    sha256 = hashlib.sha256(content.encode()).hexdigest()
    arrival = {"pull": pull, "modified_at": at(pull) - timedelta(hours=9), "received_at": at(pull)}
    unit = {"county_code": county, "period": period}
    submission = {
        **unit,
        **arrival,
        "report": REPORT,
        "source_file": "sale.xlsx",
        "sha256": sha256,
        "status": status,
        "row_count": len(fen),
        "critical_issues": len(rules) if status == "returned" else 0,
        "warnings": 0 if status == "returned" else len(rules),
        "notices": 0,
    }
    file = {**unit, **arrival, "name": "sale.xlsx", "sha256": sha256, "size": 9, "archive_path": sha256, "kind": "xlsx"}
    frames: dict[str, Any] = {
        "files": pd.DataFrame([file]),
        "submissions": pd.DataFrame([submission]),
        "rows": {REPORT: sales(fen, county, period)} if status == "accepted" else {},
        "issues": issues([{**unit, "rule": rule, "report": REPORT} for rule in rules], status),
    }
    return publication(night, fingerprint=fingerprint, **(frames | more))


def publication(night: int, *, fingerprint: str = "contracts-1", **frames: Any) -> Publication:
    """A publication of this night with these frames."""
    run = RunRecord(f"run-{night}", "nightly", at(night), fingerprint)
    return Publication(run=run, finished_at=at(night) + timedelta(minutes=1), **frames)


def sales(fen: Sequence[int], county: str = COUNTY, period: str = PERIOD) -> pd.DataFrame:
    """Rows of the report sale, whose amounts are given in 1/100 yuan."""
    return pd.DataFrame(
        {
            "county_code": county,
            "period": period,
            "source_file": "sale.xlsx",
            "source_sheet": "消费帮扶",
            "source_row": range(5, 5 + len(fen)),
            "extra": None,
            "org_name": "社会组织",
            "product": [f"黑木耳{number}" for number in range(len(fen))],
            "channel": "online",
            "sold_yuan": pd.array(list(fen), dtype="Int64"),
            "remark": None,
        }
    )


def issues(found: Sequence[dict[str, Any]], status: str = "returned") -> pd.DataFrame:
    """Issues of which only some columns are said."""
    blank = dict.fromkeys(
        ("county_code", "period", "report", "sheet", "cell", "source_row", "column_name", "value", "expected")
    )
    severity = "critical" if status == "returned" else "warning"
    usual = {"source_file": "sale.xlsx", "severity": severity, "message": "D5 请核对"}
    frame = pd.DataFrame([blank | usual | one for one in found], columns=[*blank, *usual, "rule"], dtype=object)
    return frame.astype({"source_row": "Int64"})
