"""A night in many batches ends with exactly what a night in one batch gives, in one transaction."""

import shutil

import pytest
import sqlalchemy as sa

from etl.night.batches import divide
from etl.warehouse.engine import connect
from tests.integration.faults.nights import NIGHTS
from tests.integration.faults.snapshot import differences, snapshot
from tests.integration.one_night import one_night
from tests.integration.operator import CORPUS

COUNTIES = ("510311", "511132", "513223", "510823", "510104")  # of four prefectures, 1 to 9 files each


@pytest.fixture
def night_in(make_database, template_url, tmp_path, monkeypatch):
    """A function that runs both nights with so many files at once, and gives the engine and the summaries."""

    def night_in(files_at_once):
        home, url = tmp_path / str(files_at_once), make_database(template_url)
        environment = {"HOME": home / "home", "INBOX": home / "inbox", "FILES_AT_ONCE": files_at_once, "JUDGES": 0}
        for name, value in (environment | {"WAREHOUSE_URL": url}).items():
            monkeypatch.setenv(f"ETL_{name}", str(value))
        summaries = []
        for night, now in NIGHTS.items():
            for county in COUNTIES:
                if (CORPUS / night / county).exists():
                    shutil.copytree(CORPUS / night / county, home / "inbox" / county, dirs_exist_ok=True)
            summaries.append(one_night(now))
        return connect(url), summaries

    return night_in


@pytest.mark.long
def test_many_batches_are_one_night(night_in):
    whole, told = night_in(1000)
    divided, told_divided = night_in(1)
    assert not differences(snapshot(whole), snapshot(divided))
    for one, other in zip(told, told_divided, strict=True):
        assert sorted(one.lines()[1:]) == sorted(other.lines()[1:])
    assert results(divided) == results(whole) != []
    with divided.connect() as connection:
        moments = connection.execute(sa.text("select count(distinct decided_at), count(*) from ops.submission")).one()
    assert moments[0] == len(NIGHTS)


def results(engine):
    """Results of the expectations, night by night."""
    query = "select finished_at, report, rule, evaluated, failed, issues, success from mart.validation_result"
    with engine.connect() as connection:
        found = connection.execute(sa.text(f"{query} order by finished_at, rule")).all()
    nights = sorted({row.finished_at for row in found})  # the clock goes on while a night runs
    return [(nights.index(row.finished_at), *row[1:]) for row in found]


def test_a_county_is_never_divided():
    class File:
        def __init__(self, county):
            self.county_code = county

    counties = {"5103": [File("510302")] * 3 + [File("510303")] * 2, "5104": [File("510402")]}
    batches = divide(counties, 4)
    assert [{name: len(files) for name, files in batch.items()} for batch in batches] == [
        {"5103": 3},
        {"5103": 2, "5104": 1},
    ]
