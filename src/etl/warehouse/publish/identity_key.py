"""The key by which persons' numbers in keys are marked, as the warehouse remembers it: takes and gives its name, never the key.

Marks of two keys never match, so that one warehouse has one at a time.
"""

import sqlalchemy as sa

from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.locks import PUBLISH, wait_for
from etl.warehouse.schema.tables import identity_key as table


def accepted_key(engine: sa.Engine) -> str | None:
    """Name of the key that made the marks in the warehouse; None before its first night."""
    with failures_translated(), engine.connect() as connection:
        return _newest(connection)


def accept_first_key(engine: sa.Engine, key_id: str) -> str:
    """Remember a key unless there is one; the name of that which counts."""
    return _accept(engine, key_id, replace=False)


def accept_another_key(engine: sa.Engine, key_id: str) -> None:
    """Remember a key in place of the one that counted."""
    _accept(engine, key_id, replace=True)


def _accept(engine: sa.Engine, key_id: str, *, replace: bool) -> str:
    with failures_translated(), engine.begin() as connection:
        wait_for(driver_of(connection), PUBLISH)  # two first nights at once
        newest = _newest(connection)
        if newest is None or (replace and newest != key_id):
            connection.execute(sa.insert(table).values(key_id=key_id))
            return key_id
        return newest


def _newest(connection: sa.Connection) -> str | None:
    return connection.scalar(sa.select(table.c.key_id).order_by(table.c.number.desc()).limit(1))
