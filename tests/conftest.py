"""A PostgreSQL server for the tests: one for the whole session, and a database of its own for every test that asks.

ETL_TEST_WAREHOUSE_URL names a server to use instead of the embedded one; its role must be able to make databases and roles.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded.server import serving
from etl.workers.judging_pool import import_ahead

_numbers = count(1)


@pytest.fixture(scope="session", autouse=True)
def fork_server() -> None:
    """What the children of nights are forked from, with everything they need: whoever comes first decides what that is."""
    import_ahead()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that runs as long as the tests do."""
    given = os.environ.get("ETL_TEST_WAREHOUSE_URL")
    if given:
        yield given
        return
    home: Path = tmp_path_factory.mktemp("仓 库")
    with serving(Settings(home=home, warehouse_url=None)) as url:
        with _admin(url) as server:  # nothing here must outlive a power cut
            server.execute("alter system set fsync = off")
            server.execute("select pg_reload_conf()")
        yield url
    shutil.rmtree(home)


@pytest.fixture(scope="session")
def make_database(postgres_url: str) -> Iterator[Callable[[str | None], str]]:
    """A function that makes a database, empty or from a template, and gives its URL; all are dropped at the end."""
    made: list[str] = []

    def make(template: str | None = None) -> str:
        name = f"etl_test_{os.getpid()}_{next(_numbers)}"
        source = sa.make_url(template).database if template else "template0"
        with _admin(postgres_url) as server:
            server.execute(f"create database {name} template {source}".encode())
        made.append(name)
        url = sa.make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        return url.replace("+", "%20").replace(
            "postgresql%20psycopg", "postgresql+psycopg"
        )  # libpq knows no + for a space

    yield make
    with _admin(postgres_url) as server:
        for name in made if "ETL_TEST_WAREHOUSE_URL" in os.environ else ():  # the embedded server goes as a whole
            server.execute(f"drop database {name} with (force)".encode())


@pytest.fixture
def database_url(make_database: Callable[[str | None], str]) -> str:
    """An empty database for one test."""
    return make_database(None)


@contextmanager
def _admin(url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(plain(url), autocommit=True) as server:
        yield server
