"""Addresses of databases: takes the URL as people write it, gives it as libpq takes it, and names it without secrets."""

import re

from psycopg import ProgrammingError, conninfo

from etl.errors import ConfigError

_SCHEME = re.compile(r"^postgres(?:ql)?(?:\+psycopg)?://")


def plain(url: str) -> str:
    """A URL as psycopg and libpq take it, without SQLAlchemy's driver name.

    >>> plain("postgresql+psycopg://etl@/warehouse")
    'postgresql://etl@/warehouse'
    """
    return _SCHEME.sub("postgresql://", url)


def parameters(url: str) -> dict[str, str]:
    """Parts of a URL, by libpq's names; ConfigError, without a word of the URL, when it says nothing sensible."""
    try:
        said = {name: str(value) for name, value in conninfo.conninfo_to_dict(plain(url)).items()}
    except ProgrammingError:
        said = {}
    # a raw @ or : in a password moves part of it into the host or port, which messages name
    if not said or "@" in said.get("host", "") or not re.fullmatch(r"[0-9,]*", said.get("port", "")):
        raise ConfigError(
            "the warehouse URL is not one that PostgreSQL understands: write postgresql://user:password@host:port/database, "
            "with @ : / ? # % in the password as %40 %3A %2F %3F %23 %25"
        )
    return said


def place(said: dict[str, str]) -> str:
    """Place of a database for a message: name, host and port, never user or password.

    >>> place(parameters("postgresql://etl:secret@db.example:5433/province"))
    'database province on db.example:5433'
    """
    host = said.get("host") or said.get("hostaddr") or "this machine"
    port = f":{said['port']}" if "port" in said and not host.startswith("/") else ""
    return f"database {said.get('dbname', 'of the user')} on {host}{port}"
