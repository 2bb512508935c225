"""The role warehouse_reader, the account that analysts' statements are run by, and attacks from inside it."""

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError
from etl.warehouse.address import plain
from etl.warehouse.embedded.roles import READER as READER_LOGIN
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.query import MORE_THAN_A_READER, query
from etl.warehouse.schema import roles
from etl.warehouse.schema.left_open import left_open
from etl.warehouse.schema.migrate import migrate
from tests.integration.warehouse.nights import a_night
from tests.postgres_urls import as_reader

pytestmark = pytest.mark.campaign


@pytest.mark.parametrize(
    "statement",
    [
        "select count(*) from mart.sale",
        "select count(*) from sale",
        "select count(*) from mart.sale_as_of(now())",
        "select in_use_from from mart.sale_history right join (select 1) one on true",
        "select count(*) from mart.province_summary",
        "select count(*) from ref.county",
        "with a as (select 1) select count(*) from a",
        "explain select * from mart.project",
        "select count(*) from sale where product like '%木%'",
    ],
)
def test_readers_may_read_mart_and_ref(pristine_reader: sa.Engine, statement: str) -> None:
    assert len(query(pristine_reader, statement).rows) >= 1


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("select * from core.sale", "permission denied for schema core"),
        ("select * from ops.issue", "permission denied for schema ops"),
        ("delete from ref.county", "cannot execute DELETE in a read-only transaction"),
        ("create table ref.mine (a int)", "cannot execute CREATE TABLE in a read-only transaction"),
        ("select 1; select 2", "cannot insert multiple commands"),
        ("select nothing from sale", 'column "nothing" does not exist'),
        ("select 1/0", "division by zero"),
        ("delete from mart.sale", 'SQL: cannot delete from view "sale"'),
        ("", ""),
    ],
)
def test_readers_may_do_nothing_else(pristine_reader: sa.Engine, statement: str, reason: str) -> None:
    if not statement:
        assert query(pristine_reader, statement).rows == []
        return
    with pytest.raises(ConfigError, match=reason):
        query(pristine_reader, statement)


BACK_AT_THE_OWNER = (
    "set role {owner}",
    "set session authorization {owner}",
    "do $$ begin execute 'reset role'; delete from ops.change; end $$",
    "do $$ begin execute 'set role {owner}'; delete from ops.change; end $$",
    "do $$ begin perform set_config('role', '{owner}', false); delete from ops.change; end $$",
    "do $$ begin commit; set transaction read write; create temp table mine (a int); end $$",
    "do $$ begin perform set_config('transaction_read_only', 'off', true); create temp table mine (a int); end $$",
    "with me as (select set_config('role', 'none', true)) select * from me, core.sale",
    "select set_config('role', '{owner}', true)",
    "select set_config('session_authorization', '{owner}', true)",
    "copy (select 1) to program 'touch /tmp/was-here'",
    "copy (select 1) to '/tmp/was-here'",
    "select pg_read_file('PG_VERSION')",
    "select pg_read_binary_file('pg_hba.conf')",
    "select pg_ls_dir('.')",
    "select lo_import('/etc/passwd')",
    "select rolpassword from pg_authid",
    "select * from pg_shadow",
    "alter role {reader} superuser",
    "create role mine",
    "create temp table mine (a int)",
    "create table public.mine (a int)",
    "create function public.mine() returns int language sql as 'select 1'",
    "select * from core.sale",
    "table ops.issue",
    "select * from ops.lock for update",
    "select query_to_xml('select * from core.sale', true, true, '')",
    "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and usename = '{owner}'",
)


@pytest.mark.parametrize("statement", BACK_AT_THE_OWNER)
def test_a_reader_is_never_anybody_else(pristine: sa.Engine, template_url: str, statement: str) -> None:
    attack = statement.format(owner=sa.make_url(template_url).username, reader=READER_LOGIN)
    with pristine.connect(), pytest.raises(ConfigError) as refused:  # which is somebody to be ended
        query(connect(as_reader(template_url)), attack)
    assert "syntax error" not in refused.value.message


@pytest.mark.parametrize("statement", BACK_AT_THE_OWNER)
def test_nor_with_a_client_of_its_own_that_would_write(pristine: sa.Engine, template_url: str, statement: str) -> None:
    attack = statement.format(owner=sa.make_url(template_url).username, reader=READER_LOGIN)
    with pristine.connect(), psycopg.connect(plain(as_reader(template_url)), autocommit=True) as session:
        session.execute("set default_transaction_read_only = off")
        session.execute("reset role")
        with pytest.raises((psycopg.ProgrammingError, psycopg.NotSupportedError, psycopg.InternalError)):
            session.execute(attack.encode())


def test_an_account_that_may_more_runs_no_statement_of_an_analyst(warehouse: sa.Engine) -> None:
    with pytest.raises(ConfigError, match=r"may more than read.*ETL_READER_URL"):
        query(warehouse, "select 1")


def test_an_account_in_another_role_as_well_is_no_reader(
    administrator: psycopg.Connection[tuple[object, ...]], reader_url: str, warehouse_url: str
) -> None:
    name = f"analyst_{sa.make_url(warehouse_url).database}"
    administrator.execute(f"create role {name} login password '{name}' in role warehouse_reader, pg_monitor".encode())
    try:
        administrator.execute(f"set session authorization {name}".encode())
        found = administrator.execute(MORE_THAN_A_READER, [["warehouse_reader"]]).fetchall()
        assert found == [(name, True)]
    finally:
        administrator.execute("reset session authorization")
        administrator.execute(f"drop role {name}".encode())


def test_an_administrator_is_told_what_closes_the_rest(
    administrator: psycopg.Connection[tuple[object, ...]], warehouse: sa.Engine, warehouse_url: str
) -> None:
    """A database and an account as they are made where nobody read docs/operations.md."""
    name = str(sa.make_url(warehouse_url).database)
    administrator.execute(f"create role analyst_{name} login in role warehouse_reader".encode())
    try:
        with warehouse.connect() as connection:
            told = left_open(connection)
            assert f"revoke temporary on database {name} from public;" in told
            assert "revoke execute on function lo_create(oid) from public;" in told
            assert f"alter role analyst_{name} connection limit 5;" in told
            assert f"alter role analyst_{name} set temp_file_limit = '2GB';" in told
            assert f"alter role analyst_{name} set log_min_messages = fatal;" in told
            for statement in told:
                if name in statement or "function" in statement:
                    administrator.execute(statement.encode())
            assert [line for line in left_open(connection) if name in line or "function" in line] == []
    finally:
        administrator.execute(f"drop role analyst_{name}".encode())


def test_time_is_limited_for_readers_and_not_for_the_program(pristine: sa.Engine, template_url: str) -> None:
    limits = "select current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout')"
    compiles = "select setting, source from pg_settings where name = 'jit'"
    with psycopg.connect(plain(as_reader(template_url))) as session:
        assert session.execute(limits.encode()).fetchone() == ("10min", "10min")
        assert session.execute(compiles.encode()).fetchone() == ("off", "database")
    with pristine.connect() as connection:
        assert connection.execute(sa.text(limits)).one() == ("0", "0")


def test_names_and_rows_come_back(warehouse: sa.Engine, reader_url: str, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 4197))
    answer = query(connect(reader_url), "select product, sold_yuan from sale")
    assert answer.columns == ("product", "sold_yuan")
    assert [(name, str(yuan)) for name, yuan in answer.rows] == [("黑木耳0", "41.97")]


def test_a_statement_that_takes_too_long_is_ended(pristine_reader: sa.Engine) -> None:
    with pytest.raises(ConfigError, match=r"longer than 0\.05 s"):
        query(pristine_reader, "select pg_sleep(600)", timeout_seconds=0.05)


def test_a_role_that_may_not_make_roles_says_what_to_ask_for(
    administrator: psycopg.Connection[tuple[object, ...]],
    database_url: str,
    catalog: Catalog,
    divisions: Divisions,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    name = sa.make_url(database_url).database
    monkeypatch.setattr(roles, "READERS", f"reader_of_{name}")
    administrator.execute(f"create role loader_{name} nosuperuser nocreaterole".encode())
    administrator.execute(f"alter database {name} owner to loader_{name}".encode())
    administrator.execute(f"grant loader_{name} to {sa.make_url(database_url).username}".encode())
    try:
        engine = connect(database_url)
        sa.event.listen(engine, "connect", lambda raw, _: raw.execute(f"set role loader_{name}"))
        with pytest.raises(ConfigError, match=f"have an administrator run: create role reader_of_{name}"):
            migrate(engine, catalog, divisions)
    finally:
        administrator.execute(f"drop database {name} with (force)".encode())
        administrator.execute(f"drop role loader_{name}".encode())


# of JDBC, ODBC, Metabase, Power BI: what a tool asks before anybody sees a table, and how many answers a reader gets at least
METADATA = {
    "tables": (
        "select c.relname, c.relkind, d.description from pg_namespace n join pg_class c on c.relnamespace = n.oid"
        " left join pg_description d on d.objoid = c.oid and d.objsubid = 0 and d.classoid = 'pg_class'::regclass"
        " where n.nspname like 'mart' and c.relkind in ('r', 'v') and d.description is not null",
        100,
    ),
    "columns": (
        "select a.attname, a.atttypmod, pg_get_expr(f.adbin, f.adrelid), d.description from pg_class c"
        " join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 left join pg_attrdef f on f.adrelid = c.oid and f.adnum = a.attnum"
        " join pg_description d on d.objoid = c.oid and d.objsubid = a.attnum where c.oid = 'mart.project'::regclass",
        30,
    ),
    "what is called so": ("select column_name from information_schema.columns where table_schema = 'mart'", 2000),
    "functions": ("select routine_name from information_schema.routines where routine_schema = 'mart'", 40),
    "what may be read": (
        "select c.relname from pg_class c where c.relnamespace = 'ref'::regnamespace and has_table_privilege(c.oid, 'select')",
        5,
    ),
    "keys": ("select constraint_name from information_schema.table_constraints where table_schema = 'mart'", 0),
}


@pytest.mark.parametrize("what", METADATA)
def test_a_tool_that_asks_what_there_is_is_answered(pristine_reader: sa.Engine, what: str) -> None:
    asked, least = METADATA[what]
    assert len(query(pristine_reader, asked).rows) >= least


def test_a_tool_is_shown_what_can_be_read_and_nothing_else(pristine_reader: sa.Engine) -> None:
    asked = (
        "select distinct table_schema from information_schema.tables where table_schema !~ '^(pg_|information_schema)'"
    )
    assert {name for (name,) in query(pristine_reader, asked).rows} == {"mart", "ref"}


def test_a_schema_that_is_open_to_all_is_closed(
    administrator: psycopg.Connection[tuple[object, ...]], warehouse: sa.Engine
) -> None:
    """As PostgreSQL 14 leaves it in every new database."""
    asked = "select has_schema_privilege('warehouse_reader', 'public', 'create')"
    administrator.execute("grant create on schema public to public")
    assert administrator.execute(asked).fetchone() == (True,)
    with warehouse.begin() as connection:
        roles.ensure_reader(connection)
    assert administrator.execute(asked).fetchone() == (False,)
