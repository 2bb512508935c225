"""The role warehouse_reader, and the statements that analysts run under it."""

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.query import query
from etl.warehouse.schema.migrate import migrate
from tests.integration.warehouse.nights import a_night


@pytest.mark.parametrize(
    "statement",
    [
        "select count(*) from mart.sale",
        "select count(*) from sale",
        "select count(*) from mart.sale_as_of(now())",
        "select in_use_from from mart.sale_history right join (select 1) one on true",
        "select count(*) from mart.province_summary",
        "select count(*) from ref.county",
        "with a as (select 1) select count(*) from a",
        "explain select * from mart.project",
        "select count(*) from sale where product like '%木%'",
    ],
)
def test_readers_may_read_mart_and_ref(pristine: sa.Engine, statement: str) -> None:
    assert len(query(pristine, statement).rows) >= 1


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("select * from core.sale", "permission denied for schema core"),
        ("select * from ops.issue", "permission denied for schema ops"),
        ("delete from ref.county", "cannot execute DELETE in a read-only transaction"),
        ("create table ref.mine (a int)", "cannot execute CREATE TABLE in a read-only transaction"),
        ("select 1; select 2", "cannot insert multiple commands"),
        ("select nothing from sale", 'column "nothing" does not exist'),
        ("select 1/0", "division by zero"),
        ("", ""),
    ],
)
def test_readers_may_do_nothing_else(pristine: sa.Engine, statement: str, reason: str) -> None:
    if not statement:
        assert query(pristine, statement).rows == []
        return
    with pytest.raises(ConfigError, match=reason):
        query(pristine, statement)


def test_names_and_rows_come_back(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 4197))
    answer = query(warehouse, "select product, sold_yuan from sale")
    assert answer.columns == ("product", "sold_yuan")
    assert [(name, str(yuan)) for name, yuan in answer.rows] == [("黑木耳0", "41.97")]


def test_a_statement_that_takes_too_long_is_ended(pristine: sa.Engine) -> None:
    with pytest.raises(ConfigError, match=r"longer than 0\.05 s"):
        query(pristine, "select pg_sleep(600)", timeout_seconds=0.05)


@pytest.fixture
def _as_superuser(warehouse_url: str) -> None:
    """These tests make logins and speak in their names."""
    with psycopg.connect(plain(warehouse_url)) as connection:
        if connection.execute("show is_superuser").fetchone() != ("on",):
            pytest.skip("needs a superuser")


@pytest.mark.usefixtures("_as_superuser")
def test_a_login_in_the_role_sees_the_same(warehouse_url: str, warehouse: sa.Engine) -> None:
    name = sa.make_url(warehouse_url).database
    with psycopg.connect(plain(warehouse_url), autocommit=True) as owner:
        owner.execute(f"create role analyst_{name} login password 'secret' in role warehouse_reader".encode())
        try:
            owner.execute(f"set role analyst_{name}".encode())
            assert owner.execute("select count(*) from mart.county_summary").fetchone() == (0,)
            for table in ("core.sale", "ops.submission", "ops.run"):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    owner.execute(f"select * from {table}".encode())
        finally:
            owner.execute("reset role")
            owner.execute(f"drop role analyst_{name}".encode())


@pytest.mark.usefixtures("_as_superuser")
def test_a_role_that_may_not_make_roles_says_what_to_ask_for(
    database_url: str, catalog: Catalog, divisions: Divisions
) -> None:
    name = sa.make_url(database_url).database
    with psycopg.connect(plain(database_url), autocommit=True) as owner:
        owner.execute(f"create role loader_{name} login password 'secret'".encode())
        owner.execute(f"grant create on database {name} to loader_{name}".encode())
        try:
            engine = connect(database_url)
            sa.event.listen(engine, "connect", lambda raw, _: raw.execute(f"set session authorization loader_{name}"))
            with pytest.raises(ConfigError, match="have an administrator run: create role warehouse_reader"):
                migrate(engine, catalog, divisions)
        finally:
            owner.execute(f"drop owned by loader_{name}".encode())
            owner.execute(f"drop role loader_{name}".encode())
