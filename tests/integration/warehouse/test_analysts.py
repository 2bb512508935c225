"""Analysts of one prefecture: its counties through every view and function, whole figures of these, and nothing of the province."""

import os
from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ArgumentError, ConfigError
from etl.settings import Settings
from etl.warehouse.address import plain
from etl.warehouse.analysts import grant_account
from etl.warehouse.editions import Edition, freeze
from etl.warehouse.embedded import server
from etl.warehouse.engine import connect
from etl.warehouse.marts.described import mart_views
from etl.warehouse.publish.publish import publish
from etl.warehouse.role_names import READERS
from etl.warehouse.schema.analyst_table import analyst as analyst_table
from etl.warehouse.schema.migrate import migrate
from etl.warehouse.schema.row_security import OF_THE_PROVINCE as OF_THE_WHOLE
from etl.warehouse.schema.row_security import secure_rows
from tests.integration.warehouse.nights import a_night
from tests.postgres_urls import as_reader, elsewhere

ABA = "513200"
ACCOUNT = f"analyst_{os.getpid()}"
OF_ALL = (
    "area",
    *OF_THE_WHOLE,
)  # no county's figures: divisions, and which organisations are from outside
OF_THE_PROVINCE = ("province_summary", "organization_profile", "validation_result")


@pytest.fixture(scope="module")
def urls(make_database: Any, truth_url: str, postgres_url: str) -> Iterator[tuple[str, str]]:
    """The sample province after both nights, and the same as an analyst of one prefecture logs in to it."""
    url = make_database(truth_url)
    with connect(url).begin() as connection:
        connection.execute(sa.insert(analyst_table).values(account=ACCOUNT, prefecture_code=ABA))
        secure_rows(connection)
    with psycopg.connect(plain(postgres_url), autocommit=True) as administrator:
        if administrator.execute("show is_superuser").fetchone() != ("on",):
            pytest.skip("needs a superuser")
        administrator.execute(f"create role {ACCOUNT} login password 'geheim' in role {READERS}".encode())
        yield url, elsewhere(url, username=ACCOUNT, password="geheim")  # noqa: S106
        administrator.execute(f"drop role {ACCOUNT}".encode())


def rows(url: str, query: str) -> list[tuple[Any, ...]]:
    with connect(url).connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def test_no_view_shows_another_prefecture(urls: tuple[str, str]) -> None:
    _, own = urls
    with connect(own).connect() as connection:
        for name, view in mart_views(connection).items():
            if name.removesuffix("_zh") in OF_ALL:
                continue
            for column in ("county_code", "prefecture_code"):
                if column in view.types:
                    seen = connection.scalars(sa.text(f"select distinct {column} from mart.{name}")).all()
                    assert [code for code in seen if code is None or code[:4] != ABA[:4]] == [], (name, column)
            named = f"select count(*) from mart.{name} v where v::text ~ '锦江区|旺苍县|色达县|越西县|凉山|甘孜藏族'"
            assert connection.scalar(sa.text(named)) == 0, name
            if "submission_id" in view.types:
                foreign = f"select count(*) from mart.{name} where submission_id not in (select submission_id from mart.submission_decided)"
                assert connection.scalar(sa.text(foreign)) == 0, name
        for name in OF_THE_PROVINCE:
            assert connection.scalar(sa.text(f"select count(*) from mart.{name}")) == 0, name


def test_who_is_from_outside_is_what_the_whole_province_says(urls: tuple[str, str]) -> None:
    whole, own = urls
    query = "select count(*) from mart.organization_from_outside"
    assert rows(own, query) == rows(as_reader(whole), query) == [(59,)]


def test_functions_show_no_other_either(urls: tuple[str, str], catalog: Catalog) -> None:
    _, own = urls
    for report in catalog.contracts:
        (counted,) = rows(
            own, f"select count(*), count(*) filter (where prefecture_code = '{ABA}') from mart.{report}_as_of(now())"
        )
        assert counted[0] == counted[1] > 0, report


def test_an_edition_shows_no_more(urls: tuple[str, str]) -> None:
    whole, own = urls
    freeze(connect(whole), Edition("公报", "2024Q1", "处长", "公布"))
    seen = rows(own, "select county_code, sold_yuan from mart.county_summary_in('公报') order by 1")
    query = (
        f"select county_code, sold_yuan from mart.county_summary_in('公报') where prefecture_code = '{ABA}' order by 1"
    )
    assert seen == rows(as_reader(whole), query) != []
    assert rows(own, "select prefecture_code from mart.prefecture_summary_in('公报')") == [(ABA,)]
    for view in ("province_summary", "organization_profile"):
        assert rows(own, f"select count(*) from mart.{view}_in('公报')") == [(0,)]
        assert rows(as_reader(whole), f"select count(*) from mart.{view}_in('公报')") != [(0,)]


@pytest.mark.parametrize("standing", ["_as_of(now())", "_as_first_reported", "_as_at_deadline"])
def test_summaries_as_they_stood_are_whole_figures_of_the_own_counties(urls: tuple[str, str], standing: str) -> None:
    """National or eastern is what the agreements of the whole province said then."""
    whole, own = urls
    query = f"select national_eastern_projects, agreed_yuan from mart.prefecture_summary{standing} where prefecture_code = '{ABA}'"
    assert rows(own, query) == rows(as_reader(whole), query) != []
    for view in ("province_summary", "organization_profile") if "as_of" in standing else ("province_summary",):
        assert rows(own, f"select count(*) from mart.{view}{standing}") == [(0,)]


@pytest.mark.parametrize(
    "view", ["county_summary", "prefecture_summary", "project_funnel", "incubation_coverage", "basis"]
)
def test_figures_of_the_own_counties_are_whole(urls: tuple[str, str], view: str) -> None:
    whole, own = urls
    where = f"where prefecture_code = '{ABA}'"
    if view == "basis":
        where = f"where level <> 'province' and area_code like '{ABA[:4]}%'"
    seen = rows(own, f"select * from mart.{view} order by 1, 2, 3, 4, 5, 6, 7, 8")
    assert seen == rows(as_reader(whole), f"select * from mart.{view} {where} order by 1, 2, 3, 4, 5, 6, 7, 8")
    assert seen


@pytest.mark.parametrize(
    "attack",
    [
        f"set role {READERS}",
        "set role none",
        "reset session authorization",
        "set row_security = off",
        "set search_path = pg_temp, mart",
    ],
)
def test_no_setting_widens_it(urls: tuple[str, str], attack: str) -> None:
    _, own = urls
    with psycopg.connect(plain(own), autocommit=True) as session:
        session.execute(attack.encode())
        try:
            seen = session.execute("select distinct prefecture_code from mart.project").fetchall()
        except psycopg.errors.InsufficientPrivilege:
            seen = [(ABA,)]
        assert seen == [(ABA,)]


@pytest.mark.parametrize(
    "attack",
    [
        "delete from ops.analyst",
        "select * from ops.analyst",
        "select * from core.project",
        "select * from ops.submission",
        "drop policy by_county on ops.submission",
        "alter table ops.submission disable row level security",
        "set session authorization etl_loader",
        "set role warehouse_views",
        "create function mart.f() returns int language sql as 'select 1'",
    ],
)
def test_what_holds_it_is_out_of_reach(urls: tuple[str, str], attack: str) -> None:
    _, own = urls
    with psycopg.connect(plain(own), autocommit=True) as session, pytest.raises(psycopg.Error):
        session.execute(attack.encode())


def test_everybody_else_sees_what_he_saw_and_nights_go_on(
    urls: tuple[str, str], catalog: Catalog, divisions: Divisions
) -> None:
    whole, own = urls
    assert rows(as_reader(whole), "select paired_orgs, projects from mart.province_summary") == [(118, 300)]
    with connect(whole).begin() as connection:
        connection.execute(sa.text("delete from ops.applied"))
    assert migrate(connect(whole), catalog, divisions), "views of another owner are replaced"
    before = rows(own, "select count(*) from mart.sale")
    publish(connect(whole), catalog, a_night(9, 100, 200, period="2023Q4"))
    assert rows(own, "select count(*) from mart.sale") == before
    assert rows(as_reader(whole), "select count(*) from mart.sale where period = '2023Q4'") == [(2,)]


def test_an_account_of_the_embedded_server(tmp_path: Any, catalog: Catalog, divisions: Divisions) -> None:
    settings = Settings(home=tmp_path / "家", warehouse_url=None)
    with server.serving(settings) as url:
        migrate(connect(url), catalog, divisions)
        with pytest.raises(ConfigError, match="etl warehouse stop, and then this"):
            grant_account(settings, "zhang", None, personal=False)
    with pytest.raises(ArgumentError, match="cannot be an analyst's account"):
        grant_account(settings, "etl_loader", None, personal=False)
    password = grant_account(settings, "zhang", ABA, personal=True)
    again = grant_account(settings, "zhang", ABA, personal=False)
    with server.serving(settings) as url:
        own = elsewhere(url, username="zhang", password=again)
        assert rows(own, "select session_user::text, count(*) from mart.project") == [("zhang", 0)]
        assert rows(own, "select pg_has_role('warehouse_reader_personal', 'member')") == [(False,)]
        with pytest.raises(ConfigError, match="lets nobody in as zhang"):
            rows(elsewhere(url, username="zhang", password=password), "select 1")
        assert rows(url, "select array_length(ops.counties_seen(), 1) from ops.analyst") == [(None,)]


def test_an_account_of_a_postgresql_of_ones_own(
    make_database: Any, template_url: str, postgres_url: str, tmp_path: Any
) -> None:
    """Making of an account where the owner of the warehouse may make no roles: what an administrator is told to run is all that is lacking."""
    url, name = make_database(template_url), f"li_{os.getpid()}"
    settings = Settings(home=tmp_path, warehouse_url=url)
    with psycopg.connect(
        plain(elsewhere(postgres_url, database=str(sa.make_url(url).database))), autocommit=True
    ) as administrator:
        if administrator.execute("show is_superuser").fetchone() != ("on",):
            pytest.skip("needs a superuser")
        try:
            password = grant_account(settings, name, ABA, personal=True)
        except ConfigError as error:
            told = str(error).partition("have an administrator run: ")[2]
            administrator.execute(told.replace("'…'", "'geheim'").encode())
            password = "geheim"  # noqa: S105
        own = elsewhere(url, username=name, password=password)
        try:
            of_a_part = "select session_user::text, count(*) from mart.area where level = 'province'"
            assert rows(own, of_a_part) == [(name, 0)]
            assert rows(url, of_a_part)[0][1] > 0
        finally:
            administrator.execute(f"drop role if exists {name}".encode())
