"""The figures that a small night publishes, whoever reads its files: takes an inbox and a warehouse, gives rows to compare."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest

from etl.warehouse.address import plain
from tests.integration.one_night import one_night
from tests.integration.operator import CORPUS

QUESTIONS = (
    "SELECT * FROM mart.county_summary WHERE reports_accepted > 0 ORDER BY county_code",
    "SELECT county_code, report, status, critical_issues, source_file FROM mart.reporting_status ORDER BY 1, 2",
    "SELECT county_code, project_no, disbursed_yuan, source_file, source_sheet, source_row FROM mart.project ORDER BY 1, 2",
)


def inbox_of(counties: Iterable[str], inbox: Path) -> Path:
    """An inbox of some counties as of the first night."""
    for county in counties:
        shutil.copytree(CORPUS / "night1" / county, inbox / county)
    return inbox


def expected_of(inbox: Path, home: Path, url: str) -> list[list[Any]]:
    """The figures after a night in this process, without Prefect."""
    settings = {"ETL_HOME": str(home), "ETL_INBOX": str(inbox), "ETL_WAREHOUSE_URL": url, "ETL_JUDGES": "0"}
    with pytest.MonkeyPatch.context() as environment:
        for name, value in settings.items():
            environment.setenv(name, value)
        one_night(datetime.now(UTC))
    return figures(url)


def figures(url: str) -> list[list[Any]]:
    """The figures in a warehouse."""
    with psycopg.connect(plain(url)) as connection:
        found = [connection.execute(question).fetchall() for question in QUESTIONS]
    assert all(found)
    return found
