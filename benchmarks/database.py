"""Databases for the runs: takes a work folder, starts one embedded server as the product configures it, gives fresh databases."""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.administrator import let_administrator_in
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import LOADER
from etl.warehouse.embedded.server import serving
from etl.warehouse.engine import connect
from etl.warehouse.schema.migrate import migrate


class Databases:
    """Migrated databases on one server, each made from a template of its config."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self._administrator = let_administrator_in(cluster)
        self._numbers = count(1)
        self._templates: dict[Path, str] = {}

    @property
    def version(self) -> str:
        """Version of the server, in its own words."""
        with self._server() as server:
            return str(server.execute("show server_version").fetchone()[0])  # type: ignore[index]

    @contextmanager
    def fresh(self, config: Path) -> Iterator[str]:
        """The URL of a migrated database in which no night has been; it is gone after the block."""
        if config not in self._templates:
            self._templates[config] = template = self._create("template0")
            engine = connect(self._cluster.url(template))
            migrate(engine, load_catalog(config), load_divisions(config))
            engine.dispose()
        name = self._create(self._templates[config])
        try:
            yield self._cluster.url(name)
        finally:
            with self._server() as server:
                server.execute(sql.SQL("drop database {} with (force)").format(sql.Identifier(name)))

    def _create(self, template: str) -> str:
        name = f"bench_{next(self._numbers)}"
        with self._server() as server:
            server.execute(sql.SQL("drop database if exists {}").format(sql.Identifier(name)))
            names = map(sql.Identifier, (name, LOADER, template))
            server.execute(sql.SQL("create database {} owner {} template {}").format(*names))
            server.execute("checkpoint")  # what was written before is not paid for by the next run
        return name

    @contextmanager
    def _server(self) -> "Iterator[psycopg.Connection[tuple[object, ...]]]":
        with psycopg.connect(plain(self._administrator), autocommit=True) as server:
            yield server


@contextmanager
def databases(work: Path) -> Iterator[Databases]:
    """A server in the work folder, for as long as the block lasts."""
    settings = Settings(home=work / "server", warehouse_url=None)
    with serving(settings):
        yield Databases(Cluster(settings.home / "warehouse"))
