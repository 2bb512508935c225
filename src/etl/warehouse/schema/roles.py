"""The roles of readers: takes a connection, gives warehouse_reader mart and ref and nothing else, and makes
warehouse_reader_personal, whose members see personal columns there. Repeating it changes nothing."""

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of
from etl.warehouse.marts.personal import PERSONAL

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
    """Make the roles that the server lacks, let this session take them on, and set their rights.

    ConfigError with one sentence when this session may not.
    """
    driver = driver_of(connection)
    for role in (READER, PERSONAL):
        _ensure(driver, role)
    driver.execute(_GRANTS)


def _ensure(driver: Driver, role: str) -> None:
    name = sql.Identifier(role)
    if not _exists(driver, role):
        try:
            with driver.transaction():
                driver.execute(sql.SQL("create role {} nologin").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver, role)) from None
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            pass  # another database of this server made it at the same moment
    if not _may_become(driver, role):
        try:
            with driver.transaction():
                driver.execute(sql.SQL("grant {} to current_user").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver, role)) from None


def _exists(driver: Driver, role: str) -> bool:
    return driver.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


def _may_become(driver: Driver, role: str) -> bool:
    # since 16 being a member does not yet mean that SET ROLE is allowed
    right = "SET" if driver.info.server_version >= 160000 else "MEMBER"
    found = driver.execute("select pg_has_role(current_user, %s, %s)", [role, right]).fetchone()
    return found == (True,)


def _ask(driver: Driver, role: str) -> str:
    return (
        f"the role {driver.info.user} may not make or take on the role {role}; have an administrator run: "
        f"create role {role} nologin; grant {role} to {driver.info.user};"
    )
