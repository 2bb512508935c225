"""Connections: takes a URL, gives an engine whose every failure is one of ours, in one sentence without the password.

ConfigError when the URL is wrong (an operator mends it), TransientError when the server is not there or breaks off.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psycopg
import sqlalchemy as sa
from psycopg.pq import TransactionStatus
from sqlalchemy.engine.interfaces import ExceptionContext
from sqlalchemy.pool import ConnectionPoolEntry, PoolResetState

from etl.errors import ConfigError, EtlError, SettingError, TransientError
from etl.warehouse.address import parameters, place, plain
from etl.warehouse.heard_alone import heard_alone

Driver = psycopg.Connection[tuple[object, ...]]
TIMEZONE = "Asia/Shanghai"  # of every session: what an analyst reads as a date is a date here
CONNECT_SECONDS = 10
KEPT_SECONDS = 60
# limits on time that the database has are for its readers
_SESSION = f"set timezone to '{TIMEZONE}'; set statement_timeout to 0; set idle_in_transaction_session_timeout to 0"
# libpq gives no error code for a refused connection, and a server may speak Chinese
_NO_DATABASE = re.compile(r"database \"[^\"]*\" does not exist|数据库 ?[\"“].*[\"”] ?不存在")
_NOT_LET_IN = re.compile(
    r"authentication failed|认证失败|no password supplied|role \"[^\"]*\" does not exist|no pg_hba.conf entry"
)


def connect(url: str, *, keeps: bool = False) -> sa.Engine:
    """An engine for this URL. Nothing is opened yet, and no connection is kept between two uses: it needs no closing.

    One that `keeps` connections, each for at most a minute, is to be disposed of: to open one takes longer than most of what a
    run asks. A connection that a restarted server has forgotten is never handed out.
    """
    said = parameters(url)

    def opened() -> Driver:
        try:
            with heard_alone(said):
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

    kept = {"max_overflow": -1, "pool_use_lifo": True, "pool_recycle": KEPT_SECONDS, "pool_pre_ping": True}
    engine = sa.create_engine(
        "postgresql+psycopg://",
        creator=opened,
        poolclass=sa.QueuePool if keeps else sa.NullPool,
        pool_reset_on_return=None,  # `_reset` does that: SQLAlchemy would print a traceback for one that broke off
        use_native_hstore=False,
        **(kept if keeps else {}),
    )
    sa.event.listen(engine, "handle_error", _failed, retval=True)
    if keeps:
        sa.event.listen(engine, "reset", _reset)
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


def _reset(driver: Driver, _entry: ConnectionPoolEntry, _state: PoolResetState) -> None:
    """Leave nothing of one use to the next: a connection that was left in the middle of something, as at a signal, is closed.

    One that is closed, or that broke off, is found when it is wanted again.
    """
    if driver.info.transaction_status is TransactionStatus.ACTIVE:
        driver.close()
        return
    with suppress(psycopg.Error):
        driver.rollback()
        driver.autocommit = False


def _failed(context: ExceptionContext) -> BaseException | None:
    if context.is_pre_ping:
        return None
    original = context.original_exception
    if isinstance(original, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedColumn):
        return ConfigError("the warehouse is not set up for this version of the program yet: etl warehouse migrate")
    return broken(original) if isinstance(original, psycopg.OperationalError) else None


def _refused(error: psycopg.OperationalError, said: dict[str, str]) -> EtlError:
    text = str(error)
    if _NO_DATABASE.search(text):
        return SettingError(f"the warehouse does not exist: there is no {place(said)}")
    if _NOT_LET_IN.search(text):
        return SettingError(
            f"the warehouse lets nobody in as {said.get('user', 'this user')} with this password: {place(said)}"
        )
    reason = text.splitlines()[0].rpartition(" failed: ")[2]
    return TransientError(f"the warehouse cannot be reached ({place(said)}): {reason}")
