"""Building the database: once, from the contracts, only ever adding; and at once done when nothing changed."""

import shutil
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog, load_catalog
from etl.errors import ConfigError, ContractError
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.schema.analyst_table import analyst
from etl.warehouse.schema.archive_tables import archive_prune
from etl.warehouse.schema.core_tables import core_metadata
from etl.warehouse.schema.edition_tables import edition, edition_row
from etl.warehouse.schema.explanation_table import explanation
from etl.warehouse.schema.mart_views import HeldViews
from etl.warehouse.schema.migrate import bring_up_to_date, migrate
from etl.warehouse.schema.notice_tables import notice, notice_item
from etl.warehouse.schema.tables import metadata
from etl.warehouse.schema.total_tables import TOTALS
from tests.integration.warehouse.nights import a_night, sales

WEIGHT = """\
  - name: weight_kg
    label: {zh: 重量, en: Weight}
    description: {zh: 重量，单位：千克, en: Weight in kilograms}
    type: number
    measure: flow
"""
VISIT = """
report: visit
title: {zh: 走访慰问, en: Visits}
description: {zh: 走访慰问的情况, en: Visits to households}
sheets: [走访慰问]
key: [visit_no]
columns:
  - {name: visit_no, label: {zh: 走访编号, en: Number}, description: {zh: 编号, en: Number}, type: text, required: true}
  - {name: gift_yuan, label: {zh: 慰问金额, en: Gift}, description: {zh: 慰问金, en: Gift}, type: amount, unit: 元}
  - {name: visited_on, label: {zh: 走访日期, en: Date}, description: {zh: 日期, en: Date}, type: date}
  - {name: score, label: {zh: 评分, en: Score}, description: {zh: 评分, en: Score}, type: number}
  - {name: kind, label: {zh: 类型, en: Kind}, description: {zh: 类型, en: Kind}, type: code, codes: {name: visit_kind,
     title: {zh: 走访类型, en: Kind}, codes: {old: {label: {zh: 敬老, en: Old}}, young: {label: {zh: 助学, en: Young}}}}}
"""


@pytest.fixture
def own_config(config: Path, tmp_path: Path) -> Path:
    """A copy of the configuration that a test may change."""
    return shutil.copytree(config, tmp_path / "config")


def read(engine: sa.Engine, query: str) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query))]


def change(path: Path, before: str, after: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, after), encoding="utf-8")


def test_migrating_twice_does_nothing_the_second_time(
    pristine: sa.Engine, catalog: Catalog, divisions: Divisions
) -> None:
    query = "select relname, oid::bigint, xmin::text from pg_class where relnamespace = 'mart'::regnamespace order by 1"
    before = read(pristine, query)
    assert not migrate(pristine, catalog, divisions)
    assert read(pristine, query) == before != []


def test_two_processes_may_migrate_at_once(database_url: str, catalog: Catalog, divisions: Divisions) -> None:
    built: list[bool] = []
    threads = [
        threading.Thread(target=lambda: built.append(migrate(connect(database_url), catalog, divisions)))
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(built) == [False, False, True]


def test_migrations_and_tables_say_the_same(pristine: sa.Engine, catalog: Catalog) -> None:
    everything = core_metadata(catalog)
    assert {notice, notice_item, analyst, archive_prune, explanation, edition, edition_row, *TOTALS} <= set(
        metadata.tables.values()
    )
    for table in metadata.tables.values():
        table.to_metadata(everything)
    own = {"ref", "ops", "core"}
    options = {
        "include_schemas": True,
        "include_name": lambda name, kind, parents: name in own if kind == "schema" else name != "migration",
    }
    with pristine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection, opts=options), everything) == []


@pytest.mark.parametrize("schema", ["ref", "ops", "core", "mart"])
def test_everything_has_a_chinese_comment(pristine: sa.Engine, schema: str) -> None:
    uncommented = read(
        pristine,
        f"""
        select c.relname, a.attname
        from pg_class c left join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
        where c.relnamespace = '{schema}'::regnamespace and c.relkind in ('r', 'v') and c.relname <> 'migration'
          and (coalesce(obj_description(c.oid), '') !~ '[一-龥]' or coalesce(col_description(c.oid, a.attnum), '') !~ '[一-龥]')
        """,
    )
    assert uncommented == []


def test_codes_and_units_stand_in_the_comments(pristine: sa.Engine) -> None:
    (comment,) = read(
        pristine,
        "select col_description('mart.sale'::regclass, attnum) from pg_attribute"
        " where attrelid = 'mart.sale'::regclass and attname = 'channel'",
    )
    assert "代码：online 线上，offline 线下" in comment[0]
    (comment,) = read(
        pristine,
        "select col_description('mart.project'::regclass, attnum) from pg_attribute"
        " where attrelid = 'mart.project'::regclass and attname = 'planned_yuan'",
    )
    assert "单位：元" in comment[0]


def test_a_tenth_report_is_one_yaml(warehouse: sa.Engine, own_config: Path, divisions: Divisions) -> None:
    (own_config / "contracts" / "visit.yaml").write_text(VISIT, encoding="utf-8")
    catalog = load_catalog(own_config)

    assert migrate(warehouse, catalog, divisions)

    columns = read(
        warehouse,
        "select attname, format_type(atttypid, atttypmod), col_description(attrelid, attnum) from pg_attribute"
        " where attrelid = 'core.visit'::regclass and attnum between 5 and 10",
    )
    assert columns == [
        ("visit_no", "text", "走访编号；编号"),
        ("gift_yuan", "numeric(18,2)", "慰问金额；慰问金；单位：元"),
        ("visited_on", "date", "走访日期；日期"),
        ("score", "numeric(18,4)", "评分"),
        ("kind", "text", "类型；代码：old 敬老，young 助学"),
        ("remark", "text", "备注；县里写的其他说明；身份证号已遮盖"),
    ]
    assert read(warehouse, "select * from mart.visit") == read(warehouse, "select * from mart.visit_as_of(now())") == []
    assert read(warehouse, "select title_zh from ref.report where report = 'visit'") == [("走访慰问",)]
    assert read(warehouse, "select label_zh from ref.code where code_list = 'visit_kind' order by position") == [
        ("敬老",),
        ("助学",),
    ]


def test_a_new_column_joins_the_rows_that_are_there(
    warehouse: sa.Engine, catalog: Catalog, own_config: Path, divisions: Divisions
) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    column = "  - {name: sold_kg, label: {zh: 重量, en: W}, description: {zh: 重量, en: W}, type: number}"
    change(own_config / "contracts" / "sale.yaml", "\ncolumns:\n", f"\ncolumns:\n{column}\n")
    changed = load_catalog(own_config)

    assert migrate(warehouse, changed, divisions)
    rows = sales([100]).assign(sold_kg=None)
    published = publish(warehouse, changed, a_night(2, 100, pull=1, fingerprint="contracts-2", rows={"sale": rows}))

    assert read(warehouse, "select sold_yuan, sold_kg from mart.sale") == [(1, None)]
    assert published.unchanged == 1  # a column that is blank makes no new version


def test_a_column_and_a_report_that_left_the_contracts_stay_in_core(
    warehouse: sa.Engine, catalog: Catalog, own_config: Path, divisions: Divisions
) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    (own_config / "contracts" / "activity.yaml").unlink()
    change(own_config / "contracts" / "sale.yaml", "product", "produce")

    assert migrate(warehouse, load_catalog(own_config), divisions)

    assert read(warehouse, "select product, produce from core.sale") == [("黑木耳0", None)]
    assert read(warehouse, "select count(*) from core.activity") == [(0,)]
    views = {name for (name,) in read(warehouse, "select viewname from pg_views where schemaname = 'mart'")}
    assert "sale" in views
    assert views.isdisjoint({"activity", "area_summary", "province_summary", "period_change"})
    assert {"reporting_status", "incubation_coverage", "project_funnel"} <= views


def test_a_column_that_a_written_mart_reads_may_not_leave(
    warehouse: sa.Engine, own_config: Path, divisions: Divisions
) -> None:
    change(own_config / "contracts" / "sale.yaml", "sold_yuan", "revenue_yuan")
    with pytest.raises(ContractError, match=r"summaries of mart cannot be made .*sale\.sold_yuan does not exist"):
        migrate(warehouse, load_catalog(own_config), divisions)


def test_a_changed_type_is_refused_and_nothing_changes(
    warehouse: sa.Engine, catalog: Catalog, own_config: Path, divisions: Divisions
) -> None:
    change(
        own_config / "contracts" / "sale.yaml",
        "type: amount\n    measure: flow\n    unit: 万元\n",
        "type: number\n    measure: flow\n",
    )

    with pytest.raises(ContractError, match=r"sale.sold_yuan is NUMERIC.*another name"):
        migrate(warehouse, load_catalog(own_config), divisions)
    assert not migrate(warehouse, catalog, divisions)


def test_a_report_may_not_take_the_name_of_a_view(warehouse: sa.Engine, own_config: Path, divisions: Divisions) -> None:
    path = own_config / "contracts" / "sale_history.yaml"
    path.write_text(VISIT.replace("report: visit", "report: sale_history"), encoding="utf-8")
    with pytest.raises(ContractError, match="called after another view of mart: sale_history"):
        migrate(warehouse, load_catalog(own_config), divisions)


@pytest.mark.long
def test_views_of_others_stay_and_see_what_is_new(
    warehouse: sa.Engine, own_config: Path, catalog: Catalog, divisions: Divisions
) -> None:
    """A report and a column more are made in place; a column that goes is not, but stops no night, and is said."""
    with warehouse.begin() as connection:
        connection.execute(sa.text("create schema analyst"))
        connection.execute(sa.text("create view analyst.mine as select * from mart.sale"))
        connection.execute(sa.text("create view analyst.again as select 报告期 from mart.sale_zh"))
    sale = own_config / "contracts" / "sale.yaml"
    (own_config / "contracts" / "visit.yaml").write_text(VISIT, encoding="utf-8")
    change(sale, "  - name: channel\n", f"{WEIGHT}  - name: channel\n")
    assert migrate(warehouse, load_catalog(own_config), divisions)
    with warehouse.connect() as connection:
        columns = 'select column_name from ref."column" where name = :name order by position'
        assert connection.scalars(sa.text(columns), {"name": "sale"}).all()[-1] == "weight_kg"
        assert "weight_kg" in connection.scalars(sa.text(columns), {"name": "sale_as_of"}).all()
        assert connection.scalar(sa.text("select count(*) from analyst.mine, mart.visit, analyst.again")) == 0

    change(sale, WEIGHT, "")
    with pytest.raises(HeldViews, match=r"view analyst\.mine depends on view mart\.sale"):
        migrate(warehouse, load_catalog(own_config), divisions)
    said: list[str] = []
    bring_up_to_date(warehouse, load_catalog(own_config), divisions, said.append)
    assert "view analyst.mine depends on view mart.sale" in said[0]
    assert said[0].endswith("; meanwhile this run goes on with views as they are")
    publish(warehouse, catalog, a_night(1, 300))
    with warehouse.begin() as connection:
        assert connection.scalar(sa.text("select count(*) from analyst.mine")) == 1
        connection.execute(sa.text("drop schema analyst cascade"))
    assert migrate(warehouse, load_catalog(own_config), divisions)


def test_only_a_database_in_utf8_will_do(
    postgres_url: str, make_database: Callable[[str | None], str], catalog: Catalog, divisions: Divisions
) -> None:
    url = make_database(None)
    name = sa.make_url(url).database
    with psycopg.connect(plain(postgres_url), autocommit=True) as server:
        server.execute(f"drop database {name}".encode())
        server.execute(
            f"create database {name} template template0 encoding 'SQL_ASCII' locale 'C' locale_provider libc".encode()
        )
        owner = sa.make_url(url).username
        if owner != sa.make_url(postgres_url).username:
            with pytest.raises(ConfigError, match=f"an administrator run: alter database {name} owner to {owner};"):
                migrate(connect(url), catalog, divisions)
        server.execute(f"alter database {name} owner to {owner}".encode())
    with pytest.raises(ConfigError, match="needs a database in UTF8, and this one is in SQL_ASCII"):
        migrate(connect(url), catalog, divisions)


def test_reference_data_follows_the_config(pristine: sa.Engine, catalog: Catalog) -> None:
    query = "select name, prefecture_name, designation from ref.county where code in ('510104', '513228') order by code"
    assert read(pristine, query) == [("锦江区", "成都市", None), ("黑水县", "阿坝藏族羌族自治州", "national")]
    assert read(pristine, "select count(*) from ref.county") == [(183,)]
    assert read(pristine, "select count(*) from ref.report") == [(len(catalog.contracts),)]
    query = (
        "select code_list, is_required, is_key from ref.report_column where report = 'sale' and column_name = 'channel'"
    )
    assert read(pristine, query) == [("sale_channel", True, True)]
