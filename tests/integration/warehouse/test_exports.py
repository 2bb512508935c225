"""Exports of the sample province: Chinese headings and labels, one moment, and what was chosen; the `_zh` views behind them."""

import csv
from pathlib import Path
from types import SimpleNamespace

import pyarrow.parquet as pq
import pytest
import sqlalchemy as sa
from python_calamine import CalamineWorkbook

from etl.warehouse.engine import connect
from etl.warehouse.marts.chinese import SUFFIX
from etl.warehouse.marts.described import mart_views
from etl.warehouse.marts.grains import KEYS, key_of
from etl.warehouse.marts.headings import LONGEST
from tests.integration.operator import Operator
from tests.postgres_urls import as_reader


@pytest.fixture(scope="module")
def analyst(tmp_path_factory, make_database, truth_url):
    """Somebody who reads the warehouse after both nights of the sample province, were they perfect."""
    url = make_database(truth_url)
    folder = tmp_path_factory.mktemp("analyst")
    etl = Operator(folder, ETL_WAREHOUSE_URL=url, ETL_READER_URL=as_reader(url))
    return SimpleNamespace(etl=etl, url=url, reader=connect(as_reader(url)))


def csv_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_every_view_has_a_twin_with_chinese_names(analyst):
    with analyst.reader.connect() as connection:
        views = mart_views(connection)
        own = [name for name in views if not name.endswith(SUFFIX)]
        assert {f"{name}{SUFFIX}" for name in own} == set(views) - set(own)
        for name in own:
            twin = views[f"{name}{SUFFIX}"]
            assert list(twin.comments.values()) == list(views[name].comments.values())
            assert all(twin.comments.values()), name
            assert [h for h in twin.types if h.isascii() or len(h.encode()) > LONGEST] == [], name


def test_labels_stand_in_the_place_of_every_code(analyst):
    """No value of a column with labels is left as it was: what a view says in English says its twin in Chinese."""
    queries = {
        "reporting_status": ("报表", "状态", "在用的数据", "乡村振兴重点帮扶县"),
        "agreement": ("登记层级", "结对方式", "帮扶领域"),
        "organization_profile": ("登记层级", "组织类型", "年检结论"),
        "project_funnel": ("步骤",),
        "period_change": ("级别", "指标"),
        "incubation_coverage": ("孵化基地报表的状态",),
        "agreement_history": ("登记层级",),
        "submission_change": ("种类", "报表"),
    }
    with analyst.reader.connect() as connection:
        for view, headings in queries.items():
            for heading in headings:
                found = connection.scalars(sa.text(f'select distinct "{heading}" from mart.{view}{SUFFIX}')).all()
                assert [word for word in found if word is not None and word.isascii()] == [], (view, heading)


def test_a_view_as_a_workbook(analyst, tmp_path):
    done = analyst.etl("export", str(tmp_path), "project", "--period", "2024Q1", "--county", "黑水县")
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"{tmp_path / 'project.xlsx'}: 6 rows\n"
    book = CalamineWorkbook.from_path(tmp_path / "project.xlsx")
    assert book.sheet_names == ["帮扶项目台账", "说明"]
    heads, *rows = book.get_sheet_by_name("帮扶项目台账").to_python()
    row = dict(zip(heads, rows[0], strict=True))
    assert (row["县（市、区）名称"], row["报告期"]) == ("黑水县", "2024Q1")
    assert isinstance(row["计划投资（元）"], float)
    assert {dict(zip(heads, one, strict=True))["项目阶段"] for one in rows} <= {
        "审批",
        "实施",
        "资金拨付",
        "审计验收",
        "完成",
    }
    about = dict(book.get_sheet_by_name("说明").to_python())
    assert about["视图"] == "mart.project"
    assert about["筛选"] == "报告期 2024Q1；县代码 513228"
    assert "（北京时间）" in about["数据时刻"]
    assert about["计划投资（元）"].startswith("planned_yuan：计划投资")


def test_everything_of_a_county_as_csv(analyst, tmp_path):
    done = analyst.etl("export", str(tmp_path), "--format", "csv", "--county", "513228")
    assert done.returncode == 0, done.stderr
    assert "province_summary" in done.stderr, "what cannot be chosen from so is said"
    assert {row["县（市、区）名称"] for row in csv_of(tmp_path / "county_summary.csv")} == {"黑水县"}
    assert (tmp_path / "county_summary_说明.csv").exists()
    assert not list(tmp_path.glob(".*")), "nothing half written is left"
    assert not list(tmp_path.glob("*_zh*")) + list(tmp_path.glob("*_history*"))


def test_a_view_as_of_a_moment(analyst, tmp_path):
    night1 = sa.text("select finished_at from ops.run where run_id = 'run-1'")
    with connect(analyst.url).connect() as connection:
        moment = connection.scalar(night1).isoformat()
    done = analyst.etl("export", str(tmp_path), "agreement", "--format", "csv", "--as-of", moment)
    assert "171 rows" in done.stdout, done.stderr


def test_parquet_is_for_programs(analyst, tmp_path):
    assert analyst.etl("export", str(tmp_path), "mart.agreement", "--format", "parquet").returncode == 0
    table = pq.read_table(tmp_path / "agreement.parquet")
    assert str(sum(table.column("agreed_yuan").to_pylist())) == "368850000.00"
    assert set(table.column("register_level").to_pylist()) >= {"national", "eastern"}
    assert table.schema.metadata["视图".encode()] == b"mart.agreement"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["nothing"], "mart has no view nothing"),
        (["province_summary", "--county", "513228"], "mart.province_summary cannot be chosen from by county_code"),
        (["issue", "--as-of", "2024-04-10"], "mart.issue cannot be had as of a moment"),
        (["project", "--as-of", "gestern"], "is no moment"),
        (["project", "--format", "docx"], "unknown format"),
    ],
)
def test_a_mistake_is_said_and_nothing_is_written(analyst, tmp_path, arguments, says):
    done = analyst.etl("export", str(tmp_path / "out"), *arguments)
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_said(analyst, tmp_path):
    (tmp_path / "file").write_text("")
    done = analyst.etl("export", str(tmp_path / "file"), "project")
    assert done.returncode == 2
    assert "cannot be written" in done.stderr


def test_no_two_rows_have_one_key(analyst, catalog):
    with analyst.reader.connect() as connection:
        for view in (*catalog.contracts, *KEYS):
            if key := key_of(catalog, view):
                listed = ", ".join(key)
                query = f"select count(*), count(distinct ({listed}, 0)) from mart.{view}"
                rows, different = connection.execute(sa.text(query)).one()
                assert rows == different, view
