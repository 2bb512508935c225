"""Deliveries of several counties and reports as one publication: of each report its rows, or the verdict on it."""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pandas as pd

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import SubmissionKey
from etl.warehouse.publish.publication import Publication
from tests.integration.warehouse.nights import at, publication

Row = Mapping[str, Any]
Unit = Sequence[Row] | str  # the rows of an accepted report, or the status of another


def delivery(
    night: int,
    catalog: Catalog,
    units: Mapping[SubmissionKey, Unit],
    *,
    put_in: Mapping[SubmissionKey, datetime] | None = None,
    **frames: Any,
) -> Publication:
    """Publication of these units by one night; amounts are given in yuan, and files were put in nine hours before."""
    rows: dict[str, list[pd.DataFrame]] = defaultdict(list)
    submissions = []
    for key, unit in units.items():
        county, period, report = key
        status = unit if isinstance(unit, str) else "accepted"
        listed = [] if isinstance(unit, str) else unit
        submissions.append(
            {
                "county_code": county,
                "period": period,
                "report": report,
                "source_file": f"{report}.xlsx",
                "sha256": hashlib.sha256(f"{night} {key}".encode()).hexdigest(),
                "pull": night,
                "received_at": at(night),
                "modified_at": (put_in or {}).get(key, at(night) - timedelta(hours=9)),
                "status": status,
                "row_count": len(listed),
                "critical_issues": int(status == "returned"),
                "warnings": 0,
                "notices": 0,
            }
        )
        if listed:
            rows[report].append(_frame(catalog.contracts[report], county, period, listed))
    frames["rows"] = {report: pd.concat(parts, ignore_index=True) for report, parts in rows.items()}
    if submissions:
        frames["submissions"] = pd.DataFrame(submissions)
    return publication(night, **frames)


def duties(*owed: tuple[str, str, str, date, str | None]) -> pd.DataFrame:
    """Obligations: county, period, report, due day, reason of an exemption."""
    return pd.DataFrame(owed, columns=["county_code", "period", "report", "due_on", "exempt_reason"])


def _frame(contract: Contract, county: str, period: str, rows: Sequence[Row]) -> pd.DataFrame:
    place = {"county_code": county, "period": period, "source_file": f"{contract.report}.xlsx", "source_sheet": "表"}
    frame = pd.DataFrame([place | {"source_row": number, "extra": None} for number, _ in enumerate(rows, start=2)])
    for column in contract.columns:
        values = [row.get(column.name) for row in rows]
        scale = column.type.scale
        if scale is not None:
            whole = [None if value is None else int(Decimal(str(value)).scaleb(scale)) for value in values]
            frame[column.name] = pd.Series(whole, dtype="Int64")
        else:
            frame[column.name] = (
                pd.to_datetime(pd.Series(values)) if column.type.is_day else pd.Series(values, dtype=object)
            )
    return frame
