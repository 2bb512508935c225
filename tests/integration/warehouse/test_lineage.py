"""Origin of figures: rows that come to every summary's figure, and issues that say nothing of persons to those who may not know."""

from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.marts.mart_columns import MEASURES
from etl.warehouse.marts.measures import MADE_OF, RATES
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.lineage import LEVELS, area_code, cells_behind, rows_behind, summary_figure
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, issues
from tests.integration.warehouse.truth_corpus import publish_truth
from tests.postgres_urls import as_reader

AREAS = {"county_summary": "黑水县", "prefecture_summary": "阿坝藏族羌族自治州", "province_summary": None}


@pytest.fixture(scope="module")
def reader(make_database: Any, template_url: str, catalog: Catalog, divisions: Divisions, config: Any) -> sa.Engine:
    """The sample province after its first night, were it perfect, as an analyst sees it."""
    url = make_database(template_url)
    publish_truth(connect(url), catalog, divisions, config)
    return connect(as_reader(url))


@pytest.mark.parametrize("view", LEVELS)
def test_every_measure_is_what_its_rows_come_to(reader: sa.Engine, catalog: Catalog, view: str) -> None:
    with reader.connect() as connection:
        area = area_code(connection, LEVELS[view], AREAS[view]) if AREAS[view] else None
        for measure, made_of in MADE_OF.items():
            contract = catalog.contracts[made_of.report]
            rows = rows_behind(connection, contract, made_of, LEVELS[view], area, "2024Q1")
            values = [row["value"] for row in rows if row["value"] is not None]
            total = {"sum": sum(values) if made_of.counted == "sum" else None, "different": len(set(values))}
            figure = summary_figure(connection, view, measure, area, "2024Q1")
            assert total.get(made_of.counted, len(rows)) == figure, measure


def test_every_measure_is_explained() -> None:
    counted_reports = {name for name in MEASURES if name.startswith("reports_")} | {"on_time_rate", "period"}
    assert {*MADE_OF, *RATES, *counted_reports} == set(MEASURES)


def test_an_area_is_known_by_code_or_name(reader: sa.Engine) -> None:
    with reader.connect() as connection:
        assert area_code(connection, "county", "513228") == area_code(connection, "county", "黑水县") == "513228"
        assert area_code(connection, "county", "市中区") is None, "two counties bear this name"


def mapped(**more: Any) -> pd.DataFrame:
    column = {
        "county_code": COUNTY,
        "period": PERIOD,
        "report": "sale",
        "source_file": None,
        "sheet": "消费帮扶",
        "first_row": 2,
        "last_row": 9,
        "column_letters": "D",
        "heading": "成交额",
        "field": "sold_yuan",
        "unit": "万元",
        "unit_source": "sheet",
        "matched_by": "alias",
        "other_units": None,
    }
    return pd.DataFrame([column | more])


def test_a_column_that_the_file_lacks_has_no_cell(warehouse: sa.Engine, catalog: Catalog) -> None:
    about = {"county_code": COUNTY, "period": PERIOD, "report": "sale", "rule": "sale.sold_yuan.approximate"}
    about |= {"sheet": "消费帮扶", "source_row": 5, "column_name": "sold_yuan"}
    publish(warehouse, catalog, a_night(1, 300, column_map=mapped(), issues=issues([about], "accepted")))
    with warehouse.connect() as connection:
        key = connection.scalar(sa.text("select row_key from mart.lineage"))
        chosen = {"county_code": None, "period": None}
        (found,) = cells_behind(connection, catalog.contracts["sale"], key, "sold_yuan", chosen)
        (lacking,) = cells_behind(connection, catalog.contracts["sale"], key, "product", chosen)
        elsewhere = cells_behind(connection, catalog.contracts["sale"], key, "sold_yuan", chosen | {"period": "2023Q4"})
    assert (found["cell"], found["unit"], found["unit_source"]) == ("D5", "万元", "sheet")
    assert [issue["rule"] for issue in found["issues"]] == ["sale.sold_yuan.approximate"]
    assert (lacking["cell"], lacking["source_file"], lacking["sha256"]) == (None, "sale.xlsx", found["sha256"])
    assert lacking["issues"] == []
    assert elsewhere == []


@pytest.mark.parametrize(("row", "unit"), [(5, "元"), (6, "万元")])
def test_a_cell_that_names_another_unit_has_its_own(
    warehouse: sa.Engine, catalog: Catalog, row: int, unit: str
) -> None:
    publish(warehouse, catalog, a_night(1, 300, 400, column_map=mapped(unit_source="cell", other_units='{"5": "元"}')))
    query = sa.text("select unit from mart.lineage where column_name = 'sold_yuan' and source_row = :row")
    with warehouse.connect() as connection:
        assert connection.scalar(query, {"row": row}) == unit


def test_two_tables_on_one_sheet_are_told_apart_by_their_rows(warehouse: sa.Engine, catalog: Catalog) -> None:
    both = pd.concat([mapped(), mapped(first_row=20, last_row=30, column_letters="H")], ignore_index=True)
    publish(warehouse, catalog, a_night(1, 300, column_map=both))
    with warehouse.connect() as connection:
        assert [cell[0] for cell in connection.scalars(sa.text("select cell from mart.lineage"))] == ["D"]


@pytest.mark.parametrize(
    ("column", "value", "hidden"),
    [
        pytest.param("product", "花椒", False, id="of-nobody"),
        pytest.param("product", "张三13800138000", True, id="a-number-in-another-column"),
        pytest.param("phone", "张三", True, id="a-personal-column"),
        pytest.param(None, "填表人：张三", True, id="a-line-about-a-person"),
    ],
)
def test_issues_say_nothing_of_persons(
    warehouse: sa.Engine, reader_url: str, catalog: Catalog, column: str | None, value: str, hidden: bool
) -> None:
    one = {"county_code": COUNTY, "period": PERIOD, "report": "sale", "rule": "sale.x", "column_name": column}
    found = issues([one], "accepted").assign(value=value, message=f"D5 写的是“{value}”", column_name=column)
    if column == "phone":
        found = found.assign(report="organization")
    publish(warehouse, catalog, a_night(1, 1, issues=found))
    query = sa.text("select value, message, rule from mart.issue")
    for engine, sees in ((connect(reader_url), not hidden), (warehouse, True)):
        with engine.connect() as connection:
            (row,) = connection.execute(query).all()
            assert (row.value is not None, row.message is not None, row.rule) == (sees, sees, "sale.x")
