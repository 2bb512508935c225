"""Accounts of analysts: takes the settings and a name, gives an account that reads mart and ref, and its password, said once.

In the embedded server accounts are made while it is down; in another one by this session, or by an administrator who is told what to run.
"""

import re
import secrets

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ArgumentError, ConfigError
from etl.settings import Settings
from etl.warehouse.embedded.server import is_running, run_alone
from etl.warehouse.engine import driver_of
from etl.warehouse.open_warehouse import open_warehouse
from etl.warehouse.role_names import PERSONAL, READERS
from etl.warehouse.schema.analyst_table import analyst
from etl.warehouse.schema.row_security import secure_rows

_NAME = re.compile(r"[a-z][a-z0-9_]{1,62}")
_TAKEN = ("etl", "pg_", "postgres", "warehouse", "public")
_SCRIPT = """
do $$ begin if to_regrole('{name}') is null then create role {name}; end if; end $$;

alter role {name} login nosuperuser nocreatedb nocreaterole noreplication nobypassrls connection limit 5 password '{password}';

alter role {name} set default_transaction_read_only = on;

alter role {name} set temp_file_limit = '2GB';

alter role {name} set log_min_messages = fatal;

grant {readers} to {name};

{personal} {name};
"""


def grant_account(settings: Settings, name: str, prefecture: str | None, *, personal: bool) -> str:
    """Make or change an account, which sees one prefecture or all; gives its new password.

    What it may see is set before it can log in. ConfigError where the embedded server runs, or this session may make no accounts.
    """
    if not _NAME.fullmatch(name) or name.startswith(_TAKEN):
        raise ArgumentError(
            f"{name!r} cannot be an analyst's account: small letters, digits and _, not beginning with {', '.join(_TAKEN)}"
        )
    if not settings.warehouse_url and is_running(settings):
        raise ConfigError(
            "accounts of the embedded PostgreSQL are made while it is down: etl warehouse stop, and then this"
        )
    password = secrets.token_urlsafe(18)
    with open_warehouse(settings) as engine:
        with engine.begin() as connection:
            connection.execute(sa.delete(analyst).where(analyst.c.account == name))
            if prefecture:
                connection.execute(sa.insert(analyst).values(account=name, prefecture_code=prefecture))
            secure_rows(connection)
        if settings.warehouse_url:
            _make_in_session(engine, _script(name, password, personal=personal))
    if not settings.warehouse_url:
        run_alone(settings, _script(name, password, personal=personal))
    return password


def _script(name: str, password: str, *, personal: bool) -> str:
    of_persons = f"grant {PERSONAL} to" if personal else f"revoke {PERSONAL} from"
    return _SCRIPT.format(name=name, password=password, readers=READERS, personal=of_persons)


def _make_in_session(engine: sa.Engine, script: str) -> None:
    try:
        with engine.begin() as connection:
            driver_of(connection).execute(sql.SQL(script))
    except psycopg.errors.InsufficientPrivilege:
        told = re.sub(r"password '[^']*'", "password '…'", " ".join(script.split()))
        raise ConfigError(f"this account may make no others; have an administrator run: {told}") from None
