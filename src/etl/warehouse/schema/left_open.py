"""Rights that a server gives to every account, and so to readers: takes a connection, gives the SQL that takes them away.

Only an administrator of the server may run it; a migration does what the owner of a database can (`roles`). Changes nothing.
"""

import sqlalchemy as sa

from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.role_names import READERS

# temporary tables and files, large objects and messages in the logs fill the disk; other databases and connections are others'
_LEFT_OPEN = """
select format('revoke temporary on database %%I from public;', current_database())
where has_database_privilege(%(readers)s, current_database(), 'temporary')
union all
select format('revoke connect on database %%I from public;', datname) from pg_database
where datallowconn and datname <> current_database() and has_database_privilege(%(readers)s, oid, 'connect')
union all
select format('revoke create on schema %%I from public;', nspname) from pg_namespace
where has_schema_privilege(%(readers)s, oid, 'create')
union all
select format('revoke execute on function %%s from public;', oid::regprocedure) from pg_proc
where pronamespace = 'pg_catalog'::regnamespace and has_function_privilege(%(readers)s, oid, 'execute')
    and proname in ('lo_creat', 'lo_create', 'lo_from_bytea', 'lo_put', 'lowrite', 'pg_logical_emit_message')
union all
select format('alter role %%I connection limit 5;', rolname) from pg_roles
where rolcanlogin and rolconnlimit < 0 and not rolsuper and pg_has_role(oid, %(readers)s, 'member')
    and not pg_has_role(oid, (select oid from pg_roles where rolname = current_user), 'member')
union all
select format('alter role %%I set %%s;', rolname, wanted.setting)
from pg_roles, (values ('temp_file_limit', 'temp_file_limit = ''2GB'''),
    ('log_min_messages', 'log_min_messages = fatal')) wanted (name, setting)
where rolcanlogin and not rolsuper and pg_has_role(oid, %(readers)s, 'member')
    and not exists (select from unnest(rolconfig) one where starts_with(one, wanted.name || '='))
    and not pg_has_role(oid, (select oid from pg_roles where rolname = current_user), 'member')
"""


def left_open(connection: sa.Connection) -> list[str]:
    """Statements for an administrator; none where readers can only read."""
    with failures_translated():
        return [str(line) for (line,) in driver_of(connection).execute(_LEFT_OPEN, {"readers": READERS}).fetchall()]
