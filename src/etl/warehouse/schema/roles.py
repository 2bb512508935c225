"""The role warehouse_reader: takes a connection, gives it mart and ref and nothing else. Repeating it changes nothing."""

import psycopg
import sqlalchemy as sa

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of

READER = "warehouse_reader"

_GRANTS = f"""
revoke all on schema core, ops, mart, ref from public;
revoke all on all tables in schema core, ops, mart, ref from public;
revoke all on all functions in schema mart from public;
grant usage on schema mart, ref to {READER};
grant select on all tables in schema mart, ref to {READER};
grant execute on all functions in schema mart to {READER};
"""


def ensure_reader(connection: sa.Connection) -> None:
    """Make the role if the server has none, let this session take it on, and set its rights.

    ConfigError with one sentence when this session may not.
    """
    driver = driver_of(connection)
    if not _exists(driver):
        try:
            with driver.transaction():
                driver.execute(f"create role {READER} nologin")
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver)) from None
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            pass  # another database of this server made it at the same moment
    if not _may_become(driver):
        try:
            with driver.transaction():
                driver.execute(f"grant {READER} to current_user")
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver)) from None
    driver.execute(_GRANTS)


def _exists(driver: Driver) -> bool:
    return driver.execute("select 1 from pg_roles where rolname = %s", [READER]).fetchone() is not None


def _may_become(driver: Driver) -> bool:
    # since 16 being a member does not yet mean that SET ROLE is allowed
    right = "SET" if driver.info.server_version >= 160000 else "MEMBER"
    found = driver.execute("select pg_has_role(current_user, %s, %s)", [READER, right]).fetchone()
    return found == (True,)


def _ask(driver: Driver) -> str:
    return (
        f"the role {driver.info.user} may not make or take on the role {READER}; have an administrator run: "
        f"create role {READER} nologin; grant {READER} to {driver.info.user};"
    )
