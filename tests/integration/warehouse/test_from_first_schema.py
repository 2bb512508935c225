"""A warehouse that the program's first version made and filled, brought to today's: nothing that was published is lost."""

import shutil
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from etl.warehouse.schema.migrate import migrate
from tests.integration.operator import CORPUS, Operator

FIRST = Path(__file__).with_name("first_schema.sql")
LATEST = (("night1", "510303"), ("night1", "510311"), ("night2", "511132"))  # what its counties had sent last
PUBLISHED = "select jsonb_strip_nulls(to_jsonb(r)) from core.{report} r order by to_jsonb(r)::text"
DECIDED = (
    "select county_code, period, report, status, source_file, sha256, row_count, critical_issues from ops.submission order by submission_id",
    "select county_code, period, report, rule, sheet, cell, severity, message from ops.issue order by 1, 2, 3, 4, 5, 6",
)


@pytest.fixture
def first(database_url: str) -> sa.Engine:
    """The warehouse as the first version left it."""
    with psycopg.connect(plain(database_url), autocommit=True) as session:
        session.execute(FIRST.read_bytes())
    return connect(database_url)


def read(engine: sa.Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def kept(engine: sa.Engine, catalog: Catalog) -> dict[str, list[tuple[Any, ...]]]:
    """Every row that was published, by report, and everything that was decided; a column of later is blank in older rows."""
    reports = {report: read(engine, PUBLISHED.format(report=report)) for report in catalog.contracts}
    return reports | {query: read(engine, query) for query in DECIDED}


def test_a_migration_keeps_what_was_published(first: sa.Engine, catalog: Catalog, divisions: Divisions) -> None:
    before = kept(first, catalog)
    assert [len(before[report]) for report in ("organization", "project", "sale")] == [42, 7, 14]
    assert read(first, "select version_num from ops.migration") == [("0001",)]

    assert migrate(first, catalog, divisions)

    assert kept(first, catalog) == before
    assert not migrate(first, catalog, divisions)
    summed = read(first, "select sum(projects), sum(planned_yuan), sum(sold_yuan) from mart.county_summary")
    rows = "select (select count(*) from mart.project), (select sum(planned_yuan) from mart.project), sum(sold_yuan) from mart.sale"
    assert summed == read(first, rows)


@pytest.mark.long
def test_the_first_night_after_it_finds_every_report_as_it_was(
    first: sa.Engine, database_url: str, prefect_url: str, catalog: Catalog, tmp_path: Path
) -> None:
    before = kept(first, catalog)
    operator = Operator(tmp_path, ETL_WAREHOUSE_URL=database_url, PREFECT_API_URL=prefect_url)
    for night, county in LATEST:
        shutil.copytree(CORPUS / night / county, operator.inbox / county, copy_function=shutil.copyfile)

    night = operator("run")

    assert night.returncode == 0, night.stderr
    assert "2024Q1 is past due, and 3 of its files were judged by other contracts" in night.stdout
    assert "835 missing, 14 accepted" in night.stdout

    replayed = operator("replay")

    assert "nothing changes: every report is judged as before" in replayed.stdout
    assert kept(first, catalog) == before
    assert read(first, "select count(*) from mart.project") == [(7,)]
