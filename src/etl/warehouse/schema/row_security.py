"""Row security for analysts who see one prefecture: takes a connection, leaves views that show them its counties and nothing else.

A view reads with the rights of its owner, and the owner of tables passes by their policies. So the views of mart get an owner of their own,
who owns no table, and the policies ask who has logged in. Without such an analyst nothing is changed, and nothing costs anything.
"""

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import Driver, driver_of, failures_translated
from etl.warehouse.role_names import VIEWS

# say which organisations are national or eastern by the agreements of the whole province, in no county's name: by view what each reads
OF_THE_PROVINCE = {
    "organization_from_outside": "submission_in_use",
    "organization_from_outside_history": "submission_history",
    "organization_from_outside_as_first_reported": "submission_as_first_reported",
    "organization_from_outside_as_at_deadline": "submission_as_at_deadline",
}
_TOTALS = ("agreement_name", "organization_total")  # and what they read besides
_SEES_ALL = "(select ops.counties_seen()) is null"
_SEEN = "any(array(select unnest(ops.counties_seen())))"
_SEES_COUNTY = f"{_SEES_ALL} or county_code = {_SEEN}"
_SEES_AREA = f"""{_SEES_ALL} or area_code = {_SEEN}
    or area_code in (select c.prefecture_code from ref.county c where c.code = {_SEEN})"""
_SEES = {"county_code": _SEES_COUNTY, "area_code": _SEES_AREA}
_SEES_SUBMISSION = f"{_SEES_ALL} or submission_id in (select submission_id from ops.submission)"
_TABLES = """
select c.relname, (
    select a.attname from pg_attribute a
    where a.attrelid = c.oid and a.attname = any(%s) and not a.attisdropped order by a.attname desc limit 1
)
from pg_class c where c.relnamespace = 'ops'::regnamespace and c.relkind = 'r'
"""
# of no county by themselves, and shown as they are; rows of reports are shown with their submissions only
_TABLES_OF_TOTALS = r"""
select c.relname from pg_class c where c.relnamespace = 'core'::regnamespace and c.relkind = 'r' and c.relname like '%\_total'
"""
_VIEWS = """
select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
where c.relkind = 'v' and n.nspname in ('mart', 'ops') and c.relname <> all(%s)
    and c.relowner <> (select oid from pg_roles where rolname = %s)
"""
_RIGHTS = f"""
grant usage, create on schema mart, ops to {VIEWS};
grant usage on schema core, ref to {VIEWS};
grant select on all tables in schema mart, ops, core, ref to {VIEWS};
"""
OF_NO_COUNTY = ("validation_result",)  # counts over the whole province


def secure_rows(connection: sa.Connection) -> None:
    """Make policies and the owner of views, if any analyst sees one prefecture only; repeating it changes nothing.

    ConfigError, with what an administrator is to run, where this session may not.
    """
    driver = driver_of(connection)
    with failures_translated():
        if driver.execute("select exists (select from ops.analyst)").fetchone() != (True,):
            return
        _ensure_owner(driver)
        driver.execute(_RIGHTS)
        for table, column in driver.execute(_TABLES, [[*_SEES]]).fetchall():
            if column or table in OF_NO_COUNTY:
                _secure(driver, "ops", str(table), _SEES.get(str(column), _SEES_ALL))
        for (table,) in driver.execute(_TABLES_OF_TOTALS).fetchall():
            _secure(driver, "core", str(table), _SEES_SUBMISSION)
        for schema, view in driver.execute(_VIEWS, [list(OF_THE_PROVINCE), VIEWS]).fetchall():
            name = sql.Identifier(str(schema), str(view))
            driver.execute(sql.SQL("alter view {} owner to {}").format(name, sql.Identifier(VIEWS)))
        for view, read in OF_THE_PROVINCE.items():
            _see_the_province(driver, view, read)


def _see_the_province(driver: Driver, view: str, read: str) -> None:
    """Have a view read submissions and totals as its own owner, and not through views that show a part of them."""
    whole = _definition(driver, view)
    for part in (read, *_TOTALS):
        whole = whole.replace(f"mart.{part} ", f"({_definition(driver, part).rstrip(' ;')}) ")
    if whole:
        driver.execute(f"create or replace view mart.{view} as {whole}".encode())


def _definition(driver: Driver, view: str) -> str:
    """The query of a view of mart; nothing where there is none."""
    found = driver.execute("select pg_get_viewdef(to_regclass(%s))", [f"mart.{view}"]).fetchone()
    return str(found[0]) if found and found[0] else ""


def _secure(driver: Driver, schema: str, table: str, condition: str) -> None:
    name = sql.Identifier(schema, table)
    driver.execute(sql.SQL("alter table {} enable row level security").format(name))
    driver.execute(sql.SQL("drop policy if exists by_county on {}").format(name))
    driver.execute(sql.SQL("create policy by_county on {} for select using ({})").format(name, sql.SQL(condition)))


def _ensure_owner(driver: Driver) -> None:
    """Make the role that owns views, with this session's account as a member."""
    try:
        with driver.transaction():
            if driver.execute("select 1 from pg_roles where rolname = %s", [VIEWS]).fetchone() is None:
                driver.execute(f"create role {VIEWS} nologin".encode())
            if driver.execute("select pg_has_role(current_user, %s, 'member')", [VIEWS]).fetchone() != (True,):
                driver.execute(f"grant {VIEWS} to current_user".encode())
    except psycopg.errors.InsufficientPrivilege:
        raise ConfigError(
            f"analysts of one prefecture need a role that owns the views; have an administrator run: "
            f"create role {VIEWS} nologin; grant {VIEWS} to {driver.info.user};"
        ) from None
