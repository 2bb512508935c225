"""Bring a database up to the program and the config: tables, reference data, marts, rights; and at once done when it is.

Takes an engine, the catalog and the divisions. The database keeps the fingerprint of what it was built from; where it
is the same, nothing else is asked. Otherwise `etl.warehouse.schema.build` does the work, in one transaction, under a lock.
"""

import hashlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.resources import files
from importlib.resources.abc import Traversable

import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError, TransientError
from etl.warehouse.blockers import Blocker, naming_blockers
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.locks import BUILD, make_locks, wait_for
from etl.warehouse.marts.marts import all_marts
from etl.warehouse.schema.reference_rows import reference_rows

LOCK_NOT_AVAILABLE = "55P03"


class MigrationWaits(TransientError):
    """A session of somebody's holds what is to be built anew, and did not let go of it in the time that a migration waits."""


def bring_up_to_date(
    engine: sa.Engine, catalog: Catalog, divisions: Divisions, say: Callable[[str], None] = lambda line: None
) -> None:
    """Migrate for a run, which a reader who holds a view does not keep from publishing.

    It goes on without, if the tables and columns that it writes are there, and the next run migrates; else the reader is ended.
    Where somebody's own views keep those of mart from being made anew, it goes on with these as they are.
    """
    try:
        migrate(engine, catalog, divisions, progress=say)
    except MigrationWaits as waits:
        from etl.warehouse.schema.build import is_built  # noqa: PLC0415 - as below

        with engine.connect() as connection:
            goes_without = is_built(connection, catalog)
        if goes_without:
            say(f"{waits.message}; meanwhile this run goes on with views and reference data as they are")
        else:
            migrate(engine, catalog, divisions, say, progress=say, ends_readers=True)
    except ConfigError as held:
        from etl.warehouse.schema.mart_views import HeldViews  # noqa: PLC0415 - as below

        if not isinstance(held, HeldViews):
            raise
        migrate(engine, catalog, divisions, say, progress=say, leaves_marts=True)
        say(f"{held.message}; meanwhile this run goes on with views as they are")


def migrate(
    engine: sa.Engine,
    catalog: Catalog,
    divisions: Divisions,
    say: Callable[[str], None] = lambda line: None,
    *,
    progress: Callable[[str], None] = lambda line: None,
    ends_readers: bool = False,
    leaves_marts: bool = False,
) -> bool:
    """Bring the database up to date; False when it was. Two processes may call it at once.

    `say` is told who is in the way, `progress` what takes long.

    With `leaves_marts` only the tables are, and the next call does the rest. ConfigError when the server cannot serve as a warehouse or a contract would change what stands in core; MigrationWaits,
    naming whoever is in the way.
    """
    wanted = fingerprint(catalog, divisions)
    with engine.connect() as connection:
        if _built_from(connection) == wanted:
            return False
    # Alembic takes 0.2 s to import, and nearly always there is nothing to do
    from etl.warehouse.schema.build import build  # noqa: PLC0415

    make_locks(engine)
    with engine.begin() as connection:
        driver = driver_of(connection)
        with failures_translated():
            wait_for(driver, BUILD)
        if _built_from(connection) == wanted:
            return False
        with naming_blockers(engine, driver, say, ends_readers=ends_readers) as blockers, _naming(blockers):
            build(connection, catalog, divisions, progress, leaves_marts=leaves_marts)
        if leaves_marts:
            return True
        connection.execute(sa.text("delete from ops.applied"))
        connection.execute(sa.text("insert into ops.applied values (:wanted, now())"), {"wanted": wanted})
    return True


@contextmanager
def _naming(blockers: Sequence[Blocker]) -> Iterator[None]:
    """Have the error of a migration that waited too long say for whom."""
    try:
        yield
    except TransientError as error:
        if error.context.get("sqlstate") != LOCK_NOT_AVAILABLE:
            raise
        who = "; ".join(map(str, blockers)) or "somebody holds what is built anew"
        raise MigrationWaits(
            f"the warehouse is not brought up to date, as {who}: once that session has ended, etl warehouse migrate"
        ) from error


def fingerprint(catalog: Catalog, divisions: Divisions) -> str:
    """sha256 over everything the database is built from: column types, reference rows, the SQL of marts, migrations, this room."""
    digest = hashlib.sha256(repr(catalog.kinds.column_types).encode())
    for table, rows in reference_rows(catalog, divisions).items():
        digest.update(f"{table.name}{rows}".encode())
    for mart in all_marts(catalog):
        digest.update(f"{mart.name}{mart.sql}{mart.comment}{mart.comments}".encode())
    for source in _sources(files(__package__), files("etl.warehouse")):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def _sources(schema: Traversable, warehouse: Traversable) -> list[Traversable]:
    """The files that decide what is built: migrations, tables, rights, comments, and what makes marts of views that are there."""
    folders = (schema, schema.joinpath("migrations", "versions"), warehouse.joinpath("marts"))
    found = [file for folder in folders for file in folder.iterdir() if file.name.endswith((".py", ".sql"))]
    others = (warehouse.joinpath("report_columns.py"), warehouse.joinpath("role_names.py"))
    return [*sorted(found, key=lambda file: file.name), *others]


def is_up_to_date(connection: sa.Connection, catalog: Catalog, divisions: Divisions) -> bool:
    """True when the warehouse is built from these contracts, divisions and this version of the program."""
    return _built_from(connection) == fingerprint(catalog, divisions)


def _built_from(connection: sa.Connection) -> str | None:
    if connection.scalar(sa.text("select to_regclass('ops.applied')::text")) is None:
        return None
    found: str | None = connection.scalar(sa.text("select fingerprint from ops.applied"))
    return found
