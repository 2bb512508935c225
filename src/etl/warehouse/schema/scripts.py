"""SQL of our own, run as it stands: takes a connection inside a transaction, and texts that become literals."""

import sqlalchemy as sa

from etl.warehouse.engine import driver_of


def run_script(connection: sa.Connection, script: str) -> None:
    """Run SQL of our own, several statements at once, in which a % is a %."""
    driver_of(connection).execute(script.encode())


def quoted(text: str) -> str:
    """Text as an SQL literal; comments cannot be parameters."""
    return "'" + text.replace("'", "''") + "'"
