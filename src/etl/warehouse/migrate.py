"""Bring a database up to the program and the config: tables, reference data, marts, rights; and at once done when it is.

Takes an engine, the catalog and the divisions. The database keeps the fingerprint of what it was built from; where it
is the same, nothing else is asked. Otherwise `etl.warehouse.build` does the work, in one transaction, under a lock.
"""

import hashlib
from importlib.resources import files
from importlib.resources.abc import Traversable

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.reference import Divisions
from etl.warehouse.marts import all_marts
from etl.warehouse.reference_rows import reference_rows

# of the transaction that builds; any number will do that nothing else in the database uses
BUILD_LOCK = 7_205_001


def migrate(engine: sa.Engine, catalog: Catalog, divisions: Divisions) -> bool:
    """Bring the database up to date; False when it was. Two processes may call it at once.

    ConfigError when the server cannot serve as a warehouse or a contract would change what stands in core.
    """
    wanted = fingerprint(catalog, divisions)
    with engine.connect() as connection:
        if _built_from(connection) == wanted:
            return False
    # Alembic takes 0.2 s to import, and nearly always there is nothing to do
    from etl.warehouse.build import build  # noqa: PLC0415

    with engine.begin() as connection:
        connection.execute(sa.select(sa.func.pg_advisory_xact_lock(BUILD_LOCK)))
        if _built_from(connection) == wanted:
            return False
        build(connection, catalog, divisions)
        connection.execute(sa.text("delete from ops.applied"))
        connection.execute(sa.text("insert into ops.applied values (:wanted, now())"), {"wanted": wanted})
    return True


def fingerprint(catalog: Catalog, divisions: Divisions) -> str:
    """sha256 over everything the database is built from: reference rows, the SQL of marts, migrations, this room."""
    digest = hashlib.sha256()
    for table, rows in reference_rows(catalog, divisions).items():
        digest.update(f"{table.name}{rows}".encode())
    for mart in all_marts(catalog):
        digest.update(f"{mart.name}{mart.sql}{mart.comment}{mart.comments}".encode())
    for source in _sources(files(__package__)):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()


def _sources(folder: Traversable) -> list[Traversable]:
    """The files that decide what is built: migrations, tables, rights and comments."""
    versions = sorted(folder.joinpath("migrations", "versions").iterdir(), key=lambda file: file.name)
    deciding = ("build.py", "core_schema.py", "mart_columns.py", "ref_schema.py", "roles.py", "schema.py")
    return [*(f for f in versions if f.name.endswith((".py", ".sql"))), *(folder.joinpath(name) for name in deciding)]


def _built_from(connection: sa.Connection) -> str | None:
    if connection.scalar(sa.text("select to_regclass('ops.applied')::text")) is None:
        return None
    found: str | None = connection.scalar(sa.text("select fingerprint from ops.applied"))
    return found
