"""Personal columns of mart: members of warehouse_reader_personal see them, and nobody else, by any view or function of mart."""

import psycopg
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.query import query
from tests.integration.warehouse.nights import a_night

pytestmark = pytest.mark.campaign

NAME, PHONE, BESIDE = "欧阳某某", "13800001234", "028-86661234"
EXTRA = f'{{"联系人": "{NAME}", "说明": "传真{BESIDE}", "账号": "62220212345678901234", "备注二": "一般"}}'
FILL = f"""
insert into core.organization (submission_id, source_file, source_sheet, source_row, credit_code, org_name, org_type, register_level,
  legal_person, phone, extra)
select submission_id, null, '名录', 4, '5110000083DY1FUBJX', '甲协会', 'association', 'county', '{NAME}', '{PHONE}', '{EXTRA}'
from ops.submission where in_use_to is null;
insert into ops.change (submission_id, previous_id, kind, row_key, column_name, old_value, new_value, source_row)
select submission_id, submission_id, 'changed', '1', c, '{NAME}{PHONE}', '{NAME}', 4
from ops.submission, unnest(array['legal_person', 'phone']) c where in_use_to is null;
insert into ops.change (submission_id, previous_id, kind, row_key, column_name, old_value, new_value, source_row)
select submission_id, submission_id, 'changed', '1', 'extra', '{EXTRA}', null, 4 from ops.submission where in_use_to is null;
update ops.submission set report = 'organization' where in_use_to is null;
"""


@pytest.fixture
def filled(warehouse: sa.Engine, administrator: psycopg.Connection, catalog: Catalog) -> psycopg.Connection:
    """A superuser's session on a warehouse with one organisation, whose details changed."""
    publish(warehouse, catalog, a_night(1, 100))
    administrator.execute(FILL.encode())
    return administrator


def seen_by(owner: psycopg.Connection, *roles: str) -> dict[str, str]:
    """Everything that a login in some roles sees, by view and function of mart."""
    login = f"analyst_{owner.info.dbname}"
    views = [name for (name,) in owner.execute("select viewname from pg_views where schemaname = 'mart'")]
    moments = owner.execute(
        "select proname from pg_proc where pronamespace = 'mart'::regnamespace and proname like '%\\_as\\_of'"
    )
    sources = [*views, *(f"{name}(now())" for (name,) in moments)]
    owner.execute(f"create role {login} login in role {', '.join(roles)}".encode())
    try:
        owner.execute(f"set session authorization {login}".encode())
        return {one: repr(owner.execute(f"select * from mart.{one}".encode()).fetchall()) for one in sources}
    finally:
        owner.execute("reset session authorization")
        owner.execute(f"drop role {login}".encode())


def test_only_members_see_personal_columns(filled: psycopg.Connection) -> None:
    for source, rows in seen_by(filled, "warehouse_reader").items():
        assert [one for one in (NAME, PHONE, BESIDE) if one in rows] == [], source
    seen = seen_by(filled, "warehouse_reader", "warehouse_reader_personal")
    for source in ("organization", "organization_history", "organization_as_of(now())", "submission_change"):
        assert all(one in seen[source] for one in (NAME, PHONE, BESIDE)), source


def test_what_is_not_personal_is_seen_by_all(filled: psycopg.Connection) -> None:
    rows = seen_by(filled, "warehouse_reader")
    for source in ("organization", "organization_history", "organization_as_of(now())", "submission_change"):
        assert all(one in rows[source] for one in ("一般", "62220212345678901234")), source
    assert "甲协会" in rows["organization"]


@pytest.mark.usefixtures("filled")
def test_statements_of_analysts_see_what_readers_see(reader_url: str) -> None:
    answer = query(connect(reader_url), "select org_name, legal_person, phone from organization")
    assert answer.rows == [("甲协会", None, None)]


@pytest.mark.usefixtures("filled")
def test_the_account_that_loads_is_a_member(warehouse: sa.Engine) -> None:
    with warehouse.connect() as loader:
        member = "select pg_has_role(current_user, 'warehouse_reader_personal', 'MEMBER')"
        assert loader.scalar(sa.text(member)) is True
        found = loader.execute(sa.text("select legal_person, phone from mart.organization")).all()
    assert [tuple(row) for row in found] == [(NAME, PHONE)]


def test_comments_say_who_sees_them(filled: psycopg.Connection, catalog: Catalog) -> None:
    personal = {(n, c.name) for n, contract in catalog.contracts.items() for c in contract.columns if c.personal}
    assert personal == {("organization", "legal_person"), ("organization", "phone")}
    said = filled.execute(
        "select c.relname, a.attname from pg_attribute a join pg_class c on c.oid = a.attrelid"
        " where c.relnamespace = 'mart'::regnamespace and col_description(c.oid, a.attnum) like '%warehouse_reader_personal%'"
    ).fetchall()
    assert {(view, column) for report, column in personal for view in (report, f"{report}_history")} <= {*said}


def test_where_nobody_made_the_role_nobody_is_a_member(filled: psycopg.Connection) -> None:
    """A backup restored to another server: its views answer, and hide."""
    view = filled.execute("select pg_get_viewdef('mart.organization'::regclass)").fetchone()
    assert view is not None
    elsewhere = view[0].replace("warehouse_reader_personal", "nobody_made_this")
    assert NAME not in repr(filled.execute(elsewhere.encode()).fetchall())
