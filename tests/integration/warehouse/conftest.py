"""A warehouse for every test, made from one that was migrated once; and the configuration it was made from."""

from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions, load_divisions
from etl.contract.catalog import Catalog, load_catalog
from etl.settings import PROJECT
from etl.warehouse.engine import connect


@pytest.fixture(scope="session")
def config() -> Path:
    return PROJECT / "config"


@pytest.fixture(scope="session")
def catalog(config: Path) -> Catalog:
    return load_catalog(config)


@pytest.fixture(scope="session")
def divisions(config: Path) -> Divisions:
    return load_divisions(config)


@pytest.fixture
def pristine(template_url: str) -> sa.Engine:
    """The migrated warehouse that all others are made from: for tests that only read."""
    return connect(template_url)


@pytest.fixture
def warehouse_url(make_database: Callable[[str | None], str], template_url: str) -> str:
    return make_database(template_url)


@pytest.fixture
def warehouse(warehouse_url: str) -> sa.Engine:
    return connect(warehouse_url)
