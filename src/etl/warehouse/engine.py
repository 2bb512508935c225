"""Connections: takes a URL, gives an engine whose every failure is one of ours, in one sentence without the password.

ConfigError when the URL is wrong (an operator mends it), TransientError when the server is not there or breaks off.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa
from sqlalchemy.engine.interfaces import ExceptionContext

from etl.errors import ConfigError, EtlError, TransientError
from etl.warehouse.address import parameters, place, plain

Driver = psycopg.Connection[tuple[object, ...]]
TIMEZONE = "Asia/Shanghai"  # of every session: what an analyst reads as a date is a date here
CONNECT_SECONDS = 10
# limits on time that the database has are for its readers
_SESSION = f"set timezone to '{TIMEZONE}'; set statement_timeout to 0; set idle_in_transaction_session_timeout to 0"
# libpq gives no error code for a refused connection, and a server may speak Chinese
_NO_DATABASE = re.compile(r"database \"[^\"]*\" does not exist|数据库 ?[\"“].*[\"”] ?不存在")
_NOT_LET_IN = re.compile(
    r"authentication failed|认证失败|no password supplied|role \"[^\"]*\" does not exist|no pg_hba.conf entry"
)


def connect(url: str) -> sa.Engine:
    """An engine for this URL. Nothing is opened yet, and no connection is kept between two uses.

    Without a pool an engine needs no closing and never hands out a connection that a restarted server has forgotten.
    """
    said = parameters(url)

    def opened() -> Driver:
        try:
            connection = psycopg.connect(
                plain(url),
                connect_timeout=int(said.get("connect_timeout", CONNECT_SECONDS)),
                application_name=said.get("application_name", "etl"),
                client_encoding="UTF8",
            )
        except psycopg.OperationalError as error:
            raise _refused(error, said) from None
        connection.execute(_SESSION)
        connection.commit()
        return connection

    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=opened,
        poolclass=sa.NullPool,
        pool_reset_on_return=None,  # it is closed instead; to reset one that broke off would print a traceback
        use_native_hstore=False,
    )
    sa.event.listen(engine, "handle_error", _failed, retval=True)
    return engine


def driver_of(connection: sa.Connection) -> Driver:
    """psycopg's own connection, inside the same transaction: for COPY, and for scripts in which a % is a %."""
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)  # noqa: S101 - the engine is ours
    return driver


@contextmanager
def failures_translated() -> Iterator[None]:
    """Errors of psycopg's own cursors, which pass SQLAlchemy by, become ours as well."""
    try:
        yield
    except psycopg.OperationalError as error:
        raise broken(error) from error


def broken(error: psycopg.Error) -> TransientError:
    """Error for an operation that the server broke off: its reason in the server's own words."""
    reason = error.diag.message_primary or str(error).splitlines()[0]
    return TransientError(f"the warehouse broke off: {reason}", sqlstate=error.sqlstate)


def _failed(context: ExceptionContext) -> BaseException | None:
    original = context.original_exception
    if isinstance(original, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return ConfigError("the warehouse is not set up for this version of the program yet: etl warehouse migrate")
    return broken(original) if isinstance(original, psycopg.OperationalError) else None


def _refused(error: psycopg.OperationalError, said: dict[str, str]) -> EtlError:
    text = str(error)
    if _NO_DATABASE.search(text):
        return ConfigError(f"the warehouse does not exist: there is no {place(said)}")
    if _NOT_LET_IN.search(text):
        return ConfigError(
            f"the warehouse lets nobody in as {said.get('user', 'this user')} with this password: {place(said)}"
        )
    reason = text.splitlines()[0].rpartition(" failed: ")[2]
    return TransientError(f"the warehouse cannot be reached ({place(said)}): {reason}")
