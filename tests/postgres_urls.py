"""URLs of the PostgreSQL that tests share: takes one of them, gives another database's or another account's there."""

import sqlalchemy as sa

from etl.warehouse.embedded.roles import READER


def elsewhere(url: str, **parts: str) -> str:
    """The URL with another database, username or password."""
    changed = sa.make_url(url).set(**parts).render_as_string(hide_password=False)
    # libpq knows no + for a space
    return changed.replace("+", "%20").replace("postgresql%20psycopg", "postgresql+psycopg")


def as_reader(url: str) -> str:
    """The URL by which an analyst logs in to the same database."""
    has_password = sa.make_url(url).password is not None
    return elsewhere(url, username=READER, **({"password": READER} if has_password else {}))
