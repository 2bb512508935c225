"""One statement of an analyst's: takes an engine and SQL, gives column names and rows as warehouse_reader; never writes."""

from dataclasses import dataclass
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.schema.roles import READER


@dataclass(frozen=True)
class Answer:
    """The rows of a query, and the names of their columns."""

    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


def query(engine: sa.Engine, statement: str, timeout_seconds: float = 60) -> Answer:
    """Run one statement in a transaction that can only read, with the reader's rights; names of mart need no prefix.

    ConfigError, in the server's words, when the statement is wrong, not allowed, or takes too long.
    """
    with engine.connect() as connection, failures_translated():
        driver = driver_of(connection)
        try:
            driver.execute("set transaction read only")
            driver.execute(sql.SQL("set local statement_timeout = {}").format(int(timeout_seconds * 1000)))
            driver.execute("set local search_path = mart, ref")
            driver.execute(sql.SQL("set local role {}").format(sql.Identifier(READER)))
        except (psycopg.errors.InvalidParameterValue, psycopg.errors.InsufficientPrivilege):
            raise ConfigError(f"this login cannot take on the role {READER}: etl warehouse migrate") from None
        # preparing it makes the server refuse a second statement behind a semicolon
        try:
            cursor = driver.execute(statement.encode(), prepare=True)
            columns = tuple(column.name for column in cursor.description or ())
            rows: list[tuple[Any, ...]] = cursor.fetchall() if columns else []
        except psycopg.errors.QueryCanceled:
            raise ConfigError(f"the query took longer than {timeout_seconds:g} s") from None
        except (psycopg.ProgrammingError, psycopg.DataError, psycopg.NotSupportedError, psycopg.InternalError) as error:
            hint = f" ({error.diag.message_hint})" if error.diag.message_hint else ""
            raise ConfigError(f"SQL: {error.diag.message_primary or error}{hint}") from None
        return Answer(columns, rows)
