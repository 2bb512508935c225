"""Roles of the embedded server: takes the file that keeps their passwords, gives the SQL that makes them; runs none of it.

    etl           made the data directory and may do everything; no connection is let in as it
    etl_loader    owns the warehouse and nothing else; publishes and migrates
    etl_reader    logs in for analysts, as a warehouse_reader and nothing else

The SQL is for a server that is down, in PostgreSQL's single-user mode, whose statements end with an empty line. It may be
run again and again, also over a data directory of earlier versions, in which `etl` owned everything.
"""

import secrets
from pathlib import Path

from etl.warehouse.role_names import PERSONAL, READERS, VIEWS

DATABASE = "warehouse"
BOOTSTRAP = "etl"
LOADER = "etl_loader"
READER = "etl_reader"

ACCESS = f"""# written anew at every start
local all {BOOTSTRAP} reject
local all all scram-sha-256
host all {BOOTSTRAP} 127.0.0.1/32 reject
host all all 127.0.0.1/32 scram-sha-256
"""

_NOTHING = "nosuperuser nocreatedb nocreaterole noreplication nobypassrls"
# a reader may lift the limits on its time; that on the disk it may not, nor have its statements' messages logged: with
# `raise log` in a loop they would fill the disk
_ROLES = f"""
do $$ begin
    if to_regrole('{READERS}') is null then create role {READERS}; end if;
    if to_regrole('{PERSONAL}') is null then create role {PERSONAL}; end if;
    if to_regrole('{VIEWS}') is null then create role {VIEWS}; end if;
    if to_regrole('{LOADER}') is null then create role {LOADER}; end if;
    if to_regrole('{READER}') is null then create role {READER}; end if;
end $$;

alter role {READERS} nologin {_NOTHING};

alter role {PERSONAL} nologin {_NOTHING};

alter role {VIEWS} nologin {_NOTHING};

alter role {LOADER} login {_NOTHING} password '%(loader)s';

alter role {READER} login {_NOTHING} connection limit 20 password '%(reader)s';

alter role {READER} set default_transaction_read_only = on;

alter role {READER} set temp_file_limit = '2GB';

alter role {READER} set log_min_messages = fatal;

grant {READERS} to {READER};

grant {PERSONAL}, {VIEWS}, pg_signal_backend, pg_read_all_stats, pg_use_reserved_connections to {LOADER};

revoke all on database postgres, template1 from public;
"""
# large objects and messages in the log would fill the disk, from a transaction that only reads, too
_FUNCTIONS = """
do $$ declare one record; begin
    for one in
        select oid::regprocedure as name from pg_proc
        where pronamespace = 'pg_catalog'::regnamespace
          and (proname like 'lo\\_%' or proname in ('loread', 'lowrite', 'pg_logical_emit_message'))
    loop
        execute format('revoke all on function %s from public', one.name);
    end loop;
end $$;
"""
_MAKE_DATABASE = f"""
create database {DATABASE} owner {LOADER};
"""
_OWNER = f"""
alter database {DATABASE} owner to {LOADER};

revoke all on database {DATABASE} from public;

grant connect on database {DATABASE} to {READERS};

do $$ declare one record; begin
    for one in
        select format('alter schema %I owner to {LOADER}', nspname) as change from pg_namespace
        where oid >= 16384 and nspowner = 10
        union all
        select format('alter table %s owner to {LOADER}', oid::regclass) from pg_class c
        where oid >= 16384 and relowner = 10 and relkind in ('r', 'p', 'v', 'm', 'f')
           or oid >= 16384 and relowner = 10 and relkind = 'S' and not exists (
               select from pg_depend where classid = 'pg_class'::regclass and objid = c.oid and deptype in ('a', 'i'))
        union all
        select format('alter routine %s owner to {LOADER}', p.oid::regprocedure) from pg_proc p
        where oid >= 16384 and proowner = 10
        union all
        select format('alter type %s owner to {LOADER}', t.oid::regtype) from pg_type t
        where oid >= 16384 and typowner = 10 and typtype in ('d', 'e')
    loop
        execute one.change;
    end loop;
end $$;
"""


def passwords(path: Path) -> tuple[str, str]:
    """Passwords of the loader and of the reader, from a file as libpq reads it (`passfile`); made when they are not there.

    The server has not started yet, and gets new ones then: nothing is lost with them.
    """
    if not {LOADER, READER} <= _kept(path).keys():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = path.with_name(f"{path.name}.new")
        new.unlink(missing_ok=True)
        new.touch(mode=0o600)
        new.write_text("".join(f"*:*:*:{role}:{secrets.token_urlsafe(24)}\n" for role in (LOADER, READER)), "ascii")
        new.rename(path)
    path.parent.chmod(0o700)  # a restored backup may have opened it, and libpq passes over an open file
    path.chmod(0o600)
    found = _kept(path)
    return found[LOADER], found[READER]


def _kept(path: Path) -> dict[str, str]:
    if not path.exists():
        return {}
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return {fields[3]: fields[4] for line in lines if len(fields := line.split(":")) == 5 and fields[4]}


def of_the_server(loader: str, reader: str) -> str:
    """SQL for template1: the roles, what every account may not do, and in the end the database, unless it is there."""
    return _ROLES % {"loader": loader, "reader": reader} + _FUNCTIONS + _MAKE_DATABASE


def of_the_warehouse() -> str:
    """SQL for the warehouse itself: the loader owns everything in it, and only readers come in besides."""
    return _OWNER + _FUNCTIONS
