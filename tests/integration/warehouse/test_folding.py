"""Keys and names are compared alike in Python and in SQL, and marts and changes are joined by what they come to."""

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.key_folding import fold_key, folding_table
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.queries.overview import changes_rows
from tests.integration.warehouse.nights import COUNTY, REPORT, a_night, sales
from tests.integration.warehouse.truth_corpus import publish_truth

LETTERS = [letter for letter in folding_table() if letter != "\0"]
TEXTS = st.text(
    st.one_of(st.sampled_from([*LETTERS, *"甲一龥鿿①ßİ'\\%\"$𝟏"]), st.characters(codec="utf-8")), max_size=12
)


def in_sql(engine: sa.Engine, texts: list[str]) -> list[str]:
    query = (
        "select mart.fold_key(text) from unnest(cast(:texts as text[])) with ordinality t(text, place) order by place"
    )
    with engine.connect() as connection:
        return [str(folded) for (folded,) in connection.execute(sa.text(query), {"texts": texts})]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(texts=st.lists(TEXTS.filter(lambda text: "\0" not in text), max_size=50))
def test_sql_folds_as_python_does(warehouse: sa.Engine, texts: list[str]) -> None:
    assert in_sql(warehouse, texts) == [fold_key(text) for text in texts]


def test_sql_folds_every_letter_as_python_does(warehouse: sa.Engine) -> None:
    letters = [chr(code) for code in range(1, 0x10000) if not 0xD800 <= code < 0xE000]
    assert in_sql(warehouse, letters) == [fold_key(letter) for letter in letters]


def test_nothing_is_folded_of_nothing_and_whoever_reads_marts_may_fold(pristine_reader: sa.Engine) -> None:
    with pristine_reader.begin() as connection:
        assert connection.scalar(sa.text("select mart.fold_key(null)")) is None
        assert (
            connection.scalar(sa.text("select mart.fold_key(' 四川省惠民\n协会（成都） ')")) == "四川省惠民协会(成都)"
        )


WRITTEN = [
    "org_name || E'\\u200b'",
    "replace(org_name, '协会', E'协\\n会')",
    "' ' || translate(org_name, '（）', '()')",
]


@pytest.fixture(scope="module")
def province(
    make_database: Callable[[str | None], str], template_url: str, catalog: Catalog, divisions: Divisions, config: Path
) -> sa.Engine:
    """The warehouse with the sample province, which tests leave as it is."""
    engine = connect(make_database(template_url))
    publish_truth(engine, catalog, divisions, config)
    return engine


@pytest.mark.parametrize("written", WRITTEN)
def test_donations_and_sales_belong_to_an_organisation_however_it_is_written(province: sa.Engine, written: str) -> None:
    totals = "select sum(donated_yuan), sum(sold_yuan) from mart.organization_profile where credit_code is not null"
    with province.connect() as connection:
        before = connection.execute(sa.text(totals)).one()
        for report in ("donation", "sale"):
            connection.execute(sa.text(f"update core.{report} set org_name = {written}"))
        assert connection.execute(sa.text(totals)).one() == before
        assert min(before) > Decimal(0)


def test_a_key_written_otherwise_is_a_change_of_its_cell(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    rows = sales([100]).assign(org_name="社会 组织", product="黑木耳０")
    publish(warehouse, catalog, a_night(2, 100, rows={REPORT: rows}))
    names = ("kind", "row_key", "column_name", "old_value", "new_value")
    with warehouse.connect() as connection:
        found = [tuple(row[name] for name in names) for row in changes_rows(connection, county=COUNTY)]
    key = "社会 组织 | 黑木耳０ | online"
    assert sorted(found) == [
        ("changed", key, "org_name", "社会组织", "社会 组织"),
        ("changed", key, "product", "黑木耳0", "黑木耳０"),
    ]
