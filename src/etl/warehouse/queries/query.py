"""One statement of an analyst's: takes an engine and SQL, gives column names and rows; never writes.

The engine logs in as an account that may only read, and nothing is run by one that may more: a role that is put on in the
session of another can be put off again, by the statement itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.role_names import PERSONAL, READERS

# of an account that is more than a reader
MORE_THAN_A_READER = """
select rolname, rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls
    or exists (select from pg_namespace where nspname in ('ops', 'core') and has_schema_privilege(oid, 'usage'))
    or exists (select from pg_roles other where other.oid <> own.oid and other.rolname <> all(%s)
               and pg_has_role(own.oid, other.oid, 'member'))
from pg_roles own where rolname = session_user
"""
# what the server says of a statement, and not of itself; that a view takes no rows is an operational error to psycopg
_WRONG = (
    psycopg.ProgrammingError,
    psycopg.DataError,
    psycopg.NotSupportedError,
    psycopg.InternalError,
    psycopg.errors.ObjectNotInPrerequisiteState,
)


@dataclass(frozen=True)
class Answer:
    """The rows of a query, the names of their columns, of which no two are alike, and their types as PostgreSQL calls them."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]
    types: tuple[str, ...] = ()


def query(engine: sa.Engine, statement: str, timeout_seconds: float = 60) -> Answer:
    """Run one statement in a transaction that can only read; names of mart need no prefix.

    ConfigError, in the server's words, when the statement is wrong, not allowed, or takes too long.
    """
    with engine.connect() as connection, failures_translated():
        driver = driver_of(connection)
        driver.execute("set transaction read only")
        _refuse_more(driver)
        driver.execute(sql.SQL("set local statement_timeout = {}").format(int(timeout_seconds * 1000)))
        driver.execute("set local search_path = mart, ref")
        # preparing it makes the server refuse a second statement behind a semicolon
        try:
            cursor = driver.execute(statement.encode(), prepare=True)
            described = cursor.description or []
            rows: list[tuple[Any, ...]] = cursor.fetchall() if described else []
        except psycopg.errors.QueryCanceled:
            raise ConfigError(f"the query took longer than {timeout_seconds:g} s") from None
        except _WRONG as error:
            hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
            raise ConfigError(f"SQL: {error.diag.message_primary or error}{hint}") from None
        return Answer(numbered(column.name for column in described), rows, tuple(map(_type_of, described)))


def numbered(names: Iterable[str]) -> tuple[str, ...]:
    """Names of which one that was there before has a number behind it.

    >>> numbered(["sum", "sum_2", "sum", "n"])
    ('sum', 'sum_2', 'sum_3', 'n')
    """
    given = list(names)
    found: list[str] = []
    for name in given:
        number, wanted = 1, name
        while wanted in found or (wanted != name and wanted in given):
            number += 1
            wanted = f"{name}_{number}"
        found.append(wanted)
    return tuple(found)


def _type_of(column: psycopg.Column) -> str:
    known = psycopg.adapters.types.get(column.type_code)
    name = known.name if known else "text"
    return f"{name}({column.precision},{column.scale})" if column.precision and column.scale is not None else name


def _refuse_more(driver: Driver) -> None:
    for name, is_more in driver.execute(MORE_THAN_A_READER, [[READERS, PERSONAL]]).fetchall():
        if is_more:
            raise ConfigError(
                f"the account {name} may more than read, so it runs no statement of an analyst's; let ETL_READER_URL name "
                f"one that is in {READERS}, or in {PERSONAL} as well, and in no other role"
            )
