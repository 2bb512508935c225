"""A warehouse for every test, made from one that was migrated once; and the configuration it was made from."""

from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions, load_divisions
from etl.contract.catalog import Catalog, load_catalog
from etl.settings import PROJECT
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from tests.integration.warehouse.truth_corpus import publish_truth
from tests.postgres_urls import as_reader, elsewhere


@pytest.fixture(scope="session")
def config() -> Path:
    return PROJECT / "config"


@pytest.fixture(scope="session")
def catalog(config: Path) -> Catalog:
    return load_catalog(config)


@pytest.fixture(scope="session")
def divisions(config: Path) -> Divisions:
    return load_divisions(config)


@pytest.fixture(scope="session")
def truth_url(
    make_database: Callable[[str | None], str], template_url: str, catalog: Catalog, divisions: Divisions, config: Path
) -> str:
    """The warehouse after both nights of the sample province, were they perfect: for copies, and tests that only read."""
    url = make_database(template_url)
    engine = connect(url)
    for night in (1, 2):
        publish_truth(engine, catalog, divisions, config, night)
    engine.dispose()
    return url


@pytest.fixture
def pristine(template_url: str) -> sa.Engine:
    """The migrated warehouse that all others are made from: for tests that only read."""
    return connect(template_url)


@pytest.fixture
def pristine_reader(template_url: str) -> sa.Engine:
    """The same, as an analyst."""
    return connect(as_reader(template_url))


@pytest.fixture
def warehouse_url(make_database: Callable[[str | None], str], template_url: str) -> str:
    return make_database(template_url)


@pytest.fixture
def warehouse(warehouse_url: str) -> sa.Engine:
    return connect(warehouse_url)


@pytest.fixture
def reader_url(warehouse_url: str) -> str:
    """The same warehouse, as an analyst."""
    return as_reader(warehouse_url)


@pytest.fixture
def administrator(postgres_url: str, warehouse_url: str) -> Iterator[psycopg.Connection[tuple[object, ...]]]:
    """The server's superuser, in the same warehouse: for tests that make accounts."""
    url = elsewhere(postgres_url, database=str(sa.make_url(warehouse_url).database))
    with psycopg.connect(plain(url), autocommit=True) as session:
        if session.execute("show is_superuser").fetchone() != ("on",):
            pytest.skip("needs a superuser")
        yield session
