"""Facts about the server itself for `etl doctor`. Takes a connection, gives plain values."""

from dataclasses import dataclass

import sqlalchemy as sa


@dataclass(frozen=True)
class ServerFacts:
    """Version of the server, size of the database as text, and the account that asks."""

    version: str
    size: str
    account: str


def server_facts(connection: sa.Connection) -> ServerFacts:
    """Facts about the server, which any account may ask."""
    query = (
        "select current_setting('server_version'), pg_size_pretty(pg_database_size(current_database())), session_user"
    )
    version, size, account = connection.execute(sa.text(query)).one()
    return ServerFacts(version, size, account)
