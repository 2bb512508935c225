"""Servers that run as long as the tests: PostgreSQL, in which a test gets a database of its own, and Prefect's.

ETL_TEST_WAREHOUSE_URL names a PostgreSQL to use instead of the embedded one; its role must be able to make databases and roles.
In the embedded one databases are made by its superuser and used by the account that publishes, as in production.
"""

import tests.quick_imports  # noqa: F401  # isort: skip - before Prefect
import gc
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path

import hypothesis
import psycopg
import pytest
import sqlalchemy as sa

from benchmarks.administrator import let_administrator_in
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.settings import PROJECT, Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import LOADER, READER
from etl.warehouse.embedded.server import serving
from etl.warehouse.engine import connect
from etl.warehouse.role_names import READERS
from etl.warehouse.schema.migrate import migrate
from etl.workers.ahead import import_ahead
from tests.campaigns import examples
from tests.distribution import Distribution, rank
from tests.flows.prefect_server import prefect_server, share_migrated_database
from tests.for_all_workers import for_all_workers, shared_folder
from tests.integration.operator import Operator
from tests.postgres_urls import as_reader, elsewhere

_numbers = count(1)


hypothesis.settings.register_profile(
    "any machine",  # also one that is busy with other things
    deadline=None,
    max_examples=examples(),
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("any machine")


def pytest_xdist_auto_num_workers() -> int:
    """One more worker than processors, as tests wait for servers and other processes; two more made two cores no less idle."""
    return (os.cpu_count() or 1) + 1


def pytest_configure() -> None:
    """Leave out the search for garbage until all is imported, of which nothing is any."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Search from now on, but for what was imported."""
    gc.freeze()
    gc.enable()


@pytest.hookimpl(tryfirst=True)  # before it is chosen by marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what Hypothesis tries, and begin with what takes long."""
    for item in items:
        if isinstance(item, pytest.Function) and getattr(item.obj, "is_hypothesis_test", False):
            item.add_marker("property")
    items.sort(key=lambda item: rank(item.path))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Distribution | None:
    """Keep on one worker what shares something dear."""
    return Distribution(config, log) if config.getoption("dist") == "loadfile" else None


@pytest.fixture(scope="session")
def fork_server() -> None:
    """The process that children of nights are forked from, with all that any of them needs: who begins it decides that."""
    import_ahead()


@pytest.fixture(scope="session")
def postgres_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The URL of a server that runs as long as the tests do, as whoever may make databases and roles there."""
    given = os.environ.get("ETL_TEST_WAREHOUSE_URL")
    if given:
        _make_reader(given)
        yield given
        return
    folder = shared_folder(tmp_path_factory.getbasetemp())
    with for_all_workers(folder, "postgres", lambda: _postgres(folder / "仓 库")) as url:
        yield url


@pytest.fixture(scope="session")
def make_database(postgres_url: str) -> Iterator[Callable[[str | None], str]]:
    """A function that makes a database, empty or from a template, and gives its URL; all are dropped at the end."""
    made: list[str] = []
    owner = str(sa.make_url(postgres_url).username) if "ETL_TEST_WAREHOUSE_URL" in os.environ else LOADER

    def make(template: str | None = None) -> str:
        name = f"etl_test_{os.getpid()}_{next(_numbers)}"
        source = sa.make_url(template).database if template else "template0"
        with _admin(postgres_url) as server:
            server.execute(f"create database {name} owner {owner} template {source}".encode())
        made.append(name)
        return elsewhere(postgres_url, database=name, username=owner)

    yield make
    with _admin(postgres_url) as server:
        for name in made if "ETL_TEST_WAREHOUSE_URL" in os.environ else ():  # the embedded server goes as a whole
            server.execute(f"drop database if exists {name} with (force)".encode())


@pytest.fixture
def database_url(make_database: Callable[[str | None], str]) -> str:
    """An empty database for one test."""
    return make_database(None)


@pytest.fixture(scope="session")
def template_url(make_database: Callable[[str | None], str]) -> str:
    """A warehouse that is set up, with nothing in it: to be copied by `make_database`, or only read.

    Each worker has one: while a test reads it, none can be made of it.
    """
    url = make_database(None)
    config = PROJECT / "config"
    migrate(connect(url), load_catalog(config), load_divisions(config))
    return url


@pytest.fixture(scope="session")
def prefect_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Prefect server that runs as long as the tests do, for commands that need not start their own."""
    folder = shared_folder(tmp_path_factory.getbasetemp())

    @contextmanager
    def started() -> Iterator[str]:
        (folder / "prefect").mkdir()
        with prefect_server(folder / "prefect", scheduling=False) as server:
            share_migrated_database(folder / "prefect.migrated")
            yield server.url

    with for_all_workers(folder, "prefect-server", started) as url:
        share_migrated_database(folder / "prefect.migrated")
        yield url


@pytest.fixture(scope="session")
def make_operator(
    make_database: Callable[[str | None], str], template_url: str, prefect_url: str
) -> Callable[..., Operator]:
    """A function that makes an operator with a warehouse of their own, who runs flows on the Prefect server of all tests."""

    def make(folder: Path, **environment: str) -> Operator:
        url = make_database(template_url)
        own = {"ETL_WAREHOUSE_URL": url, "ETL_READER_URL": as_reader(url), "PREFECT_API_URL": prefect_url}
        return Operator(folder, **own | environment)

    return make


@contextmanager
def _postgres(home: Path) -> Iterator[str]:
    """An embedded server, as its superuser; its folder is gone afterwards."""
    home.mkdir()
    with serving(Settings(home=home, warehouse_url=None)):
        url = let_administrator_in(Cluster(home / "warehouse"))
        with _admin(url) as server:  # nothing here must outlive a power cut
            server.execute("alter system set fsync = off")
            server.execute("alter system set autovacuum_naptime = '1h'")  # of hundreds of databases, each for a moment
            server.execute("select pg_reload_conf()")
        yield url
        postmaster = (home / "warehouse" / "data" / "postmaster.pid").read_text().split()[0]
        os.kill(int(postmaster), signal.SIGQUIT)  # at once: what it would still write is thrown away
    os.posix_spawnp("rm", ["rm", "-rf", str(home)], os.environ)  # of some 100,000 files: nobody waits for it


def _make_reader(url: str) -> None:
    """Make the account by which an analyst logs in to a server that is not ours; several processes may at once."""
    with _admin(url) as server:
        for statement in (f"create role {READERS} nologin", f"create role {READER} login password '{READER}'"):
            with suppress(psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
                server.execute(statement.encode())
        with suppress(psycopg.errors.UniqueViolation, psycopg.errors.InternalError_):
            server.execute(f"grant {READERS} to {READER}".encode())


@contextmanager
def _admin(url: str) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with psycopg.connect(plain(url), autocommit=True) as server:
        yield server
