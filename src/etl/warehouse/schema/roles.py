"""The roles of readers: takes a connection, gives warehouse_reader mart and ref and nothing else, and makes
warehouse_reader_personal, whose members see personal columns there. Repeating it changes nothing.

What readers can do besides reading is limited as far as the owner of a database can; docs/operations.md says what only an
administrator of the server can."""

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of
from etl.warehouse.role_names import PERSONAL, READERS

_GRANTS = f"""
revoke all on schema core, ops, mart, ref from public;
revoke all on all tables in schema core, ops, mart, ref from public;
revoke all on all functions in schema mart from public;
grant usage on schema mart, ref to {READERS};
grant select on all tables in schema mart, ref to {READERS};
grant execute on all functions in schema mart to {READERS};
"""
# of whoever connects; a reader may lift those of time, and our own sessions do (`etl.warehouse.engine`). Views of mart have hundreds of
# expressions, which take a server that compiles them longer than the query
_LIMITS = """
revoke temporary on database {database} from public;
alter database {database} set statement_timeout = '10min';
alter database {database} set idle_in_transaction_session_timeout = '10min';
alter database {database} set jit = off;
"""
# before PostgreSQL 15 every account may make tables and functions there
_OWN_PUBLIC = "select 1 from pg_namespace where nspname = 'public' and pg_has_role(nspowner, 'usage')"


def ensure_reader(connection: sa.Connection) -> None:
    """Make the roles that the server lacks, and set their rights; where the database is ours, limit what all accounts may.

    ConfigError with one sentence when this session may not.
    """
    driver = driver_of(connection)
    for role in (READERS, PERSONAL):
        _ensure(driver, role)
    driver.execute(_GRANTS)
    owned = driver.execute(
        "select datname from pg_database where datname = current_database() and pg_has_role(datdba, 'usage')"
    )
    for (name,) in owned.fetchall():
        driver.execute(sql.SQL(_LIMITS).format(database=sql.Identifier(str(name))))
        if driver.execute(_OWN_PUBLIC).fetchone():
            driver.execute("revoke create on schema public from public")


def _ensure(driver: Driver, role: str) -> None:
    name = sql.Identifier(role)
    if not _exists(driver, role):
        try:
            with driver.transaction():
                driver.execute(sql.SQL("create role {} nologin").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver)) from None
        except (psycopg.errors.DuplicateObject, psycopg.errors.UniqueViolation):
            pass  # another database of this server made it at the same moment
    if role == PERSONAL and not _is_member(driver, role):
        try:
            with driver.transaction():
                driver.execute(sql.SQL("grant {} to current_user").format(name))
        except psycopg.errors.InsufficientPrivilege:
            raise ConfigError(_ask(driver)) from None


def _exists(driver: Driver, role: str) -> bool:
    return driver.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


def _is_member(driver: Driver, role: str) -> bool:
    return driver.execute("select pg_has_role(current_user, %s, 'member')", [role]).fetchone() == (True,)


def _ask(driver: Driver) -> str:
    """Everything that an administrator is to run, said once."""
    me = driver.info.user
    lacking = [f"create role {role} nologin;" for role in (READERS, PERSONAL) if not _exists(driver, role)]
    return (
        f"the role {me} may not make the roles of readers, or make itself a member of {PERSONAL}; have an administrator run: "
        f"{' '.join([*lacking, f'grant {PERSONAL} to {me};'])}"
    )
