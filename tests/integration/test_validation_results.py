"""Every run leaves in the warehouse what its expectations came to; that it cannot be written fails no published night."""

import shutil
from datetime import UTC, datetime, timedelta

import psycopg
import pytest
import sqlalchemy as sa

from etl.foreign_text import in_markdown
from etl.night.night_page import night_page
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from etl.warehouse.publish import validation_results
from etl.warehouse.queries.query import query
from tests.integration.one_night import one_night
from tests.integration.operator import CORPUS
from tests.postgres_urls import as_reader

NIGHT = datetime(2024, 4, 8, 18, tzinfo=UTC)
COUNTIES = ("510311", "511132", "513233")


@pytest.fixture
def warehouse_url(make_database, template_url):
    return make_database(template_url)


@pytest.fixture
def engine(warehouse_url, tmp_path, monkeypatch):
    """A warehouse, and some counties of the sample province in the inbox."""
    for county in COUNTIES:
        shutil.copytree(CORPUS / "night1" / county, tmp_path / "inbox" / county)
    settings = {"HOME": tmp_path / "home", "INBOX": tmp_path / "inbox", "WAREHOUSE_URL": warehouse_url, "JUDGES": 0}
    for name, value in settings.items():
        monkeypatch.setenv(f"ETL_{name}", str(value))
    return connect(warehouse_url)


def rows(engine, statement):
    with engine.connect() as connection:
        return [row._asdict() for row in connection.execute(sa.text(statement))]


def test_what_is_kept_agrees_with_the_issues_of_the_run(engine, warehouse_url, monkeypatch):
    monkeypatch.setenv("ETL_JUDGES", "1")  # from whom results come in messages
    summary = one_night(NIGHT)
    assert summary.not_kept is None
    kept = query(connect(as_reader(warehouse_url)), "select * from mart.validation_result")
    found = {row["rule"]: row for row in (dict(zip(kept.columns, values, strict=True)) for values in kept.rows)}
    assert {row["run_id"] for row in found.values()} == {summary.run_id}
    assert {row["run_kind"] for row in found.values()} == {"nightly"}
    issues = {row["rule"]: row["n"] for row in rows(engine, "select rule, count(*) n from ops.issue group by rule")}
    assert {rule: row["issues"] for rule, row in found.items() if row["issues"]} == {
        rule: count for rule, count in issues.items() if rule in found
    }
    assert any(row["failed"] for row in found.values())
    assert all(row["success"] == (row["failed"] == 0) for row in found.values())
    assert all(row["issues"] <= row["failed"] <= row["evaluated"] for row in found.values())
    number = found["project.project_no.required"]
    assert number["expectation"] == "expect_column_values_to_not_be_null"
    assert number["column_names"] == ["project_no"]
    assert number["arguments"] == {"column": "project_no"}
    assert (
        number["evaluated"]
        == rows(engine, "select sum(row_count) n from ops.submission where report = 'project'")[0]["n"]
    )


@pytest.mark.long
def test_a_night_without_anything_new_and_a_preview_keep_nothing(engine):
    one_night(NIGHT)
    before = rows(engine, "select * from ops.validation_result order by rule")
    one_night(NIGHT + timedelta(days=1))
    one_night(NIGHT + timedelta(days=2), kind="replay", is_preview=True)
    assert rows(engine, "select * from ops.validation_result order by rule") == before != []
    replayed = one_night(NIGHT + timedelta(days=3), kind="replay")
    assert {row["run_id"] for row in rows(engine, "select run_id from mart.validation_result")} == {
        before[0]["run_id"],
        replayed.run_id,
    }


@pytest.mark.long
def test_a_night_is_published_whose_results_cannot_be_written(engine):
    one_night(NIGHT)
    with engine.begin() as connection:
        connection.execute(sa.text("alter table ops.validation_result rename to put_away"))
    replayed = one_night(NIGHT + timedelta(days=1), kind="replay")
    said = [line for line in replayed.lines() if "validation results" in line]
    assert said == [f"  validation results of this run are not kept: {replayed.not_kept}; all else is"]
    assert in_markdown(str(replayed.not_kept)) in night_page(replayed)
    assert rows(engine, f"select state from ops.run where run_id = '{replayed.run_id}'") == [{"state": "finished"}]


@pytest.mark.long
def test_a_night_does_not_wait_long_for_its_results_to_be_written(engine, warehouse_url, monkeypatch):
    one_night(NIGHT)
    monkeypatch.setattr(validation_results, "SECONDS", 1)
    with psycopg.connect(plain(warehouse_url)) as other:
        other.execute("lock table ops.validation_result in share mode")
        replayed = one_night(NIGHT + timedelta(days=1), kind="replay")
    assert "statement timeout" in str(replayed.not_kept)
    assert rows(engine, f"select 1 from ops.validation_result where run_id = '{replayed.run_id}'") == []
