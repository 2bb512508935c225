"""Attacks of a reader on nights: of all that it can lock, nothing keeps one from running, publishing and migrating."""

from collections.abc import Iterator

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.warehouse.address import plain
from etl.warehouse.publish.publish import publish
from etl.warehouse.run_lock import run_lock
from etl.warehouse.schema.migrate import migrate
from tests.integration.warehouse.nights import a_night

Reader = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def reader(reader_url: str) -> Iterator[Reader]:
    """A session of an analyst's own, with whatever client."""
    with psycopg.connect(plain(reader_url)) as session:
        session.execute("set session characteristics as transaction read write")
        session.commit()
        yield session
        session.rollback()


def test_advisory_locks_are_nobodys(
    warehouse: sa.Engine, catalog: Catalog, divisions: Divisions, reader: Reader
) -> None:
    reader.execute("select pg_advisory_lock(n) from generate_series(7205000, 7205005) n")
    reader.execute("select pg_advisory_lock(7205003, n) from generate_series(0, 3) n")
    with warehouse.begin() as owner:
        owner.execute(sa.text("update ops.applied set fingerprint = 'of before'"))
    assert migrate(warehouse, catalog, divisions)
    with run_lock(warehouse, None, 0):
        pass
    with run_lock(warehouse, "2024Q1", 0):
        assert publish(warehouse, catalog, a_night(1, 100)).new == {"accepted": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from ops.lock for update",
        "lock table ops.lock",
        "lock table ops.lock in access share mode",
        "lock table core.sale in access share mode",
        "lock table mart.sale in row share mode",
        "select 1 from mart.sale for share",
        "select 1 from ref.county for key share",
    ],
)
def test_what_nights_lock_a_reader_cannot(reader: Reader, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement.encode())
