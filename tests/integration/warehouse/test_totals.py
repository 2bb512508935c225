"""Totals of submissions: what a publication works out beside its rows is what the server would make of them."""

from collections.abc import Callable

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect, driver_of
from etl.warehouse.publish.grouped import Grouped
from etl.warehouse.totals.in_columns import totals_of
from etl.warehouse.totals.specification import TOTALS
from etl.warehouse.totals.totals import sum_up_the_rest

TEXTS = st.none() | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=6)


@pytest.fixture(scope="module")
def province(make_database: Callable[[str | None], str], truth_url: str) -> sa.Engine:
    return connect(make_database(truth_url))


def test_the_server_sums_up_the_same(province: sa.Engine, catalog: Catalog) -> None:
    tables = [total.table for total in TOTALS]
    with province.connect() as connection:

        def stored() -> dict[str, list[str]]:
            return {
                table: sorted(str(tuple(row)) for row in connection.execute(sa.text(f"select * from core.{table}")))
                for table in tables
            }

        published = stored()
        assert all(published.values())
        for table in tables:
            connection.execute(sa.text(f"delete from core.{table}"))
        sum_up_the_rest(driver_of(connection), catalog)
        assert stored() == published
        connection.rollback()


@given(st.lists(st.tuples(TEXTS, TEXTS, st.integers(0, 10**12)), min_size=1, max_size=8))
def test_any_name_comes_out_of_an_array_as_it_went_in(
    province: sa.Engine, rows: list[tuple[str | None, str | None, int]]
) -> None:
    codes, names, numbers = zip(*rows, strict=True)
    texts = {"credit_code": codes, "org_name": names}
    whole = ("planned_yuan", "disbursed_yuan", "households", "persons", "jobs")
    columns = {name: pa.array(values, pa.large_string()) for name, values in texts.items()}
    columns |= {name: pa.array(numbers, pa.int64()) for name in whole} | {"stage": columns["org_name"]}
    totals = dict(totals_of("project", Grouped(columns, np.array([0, 0, len(rows)]))))["project_total"]
    (found_codes,), (found_names,) = (totals.columns[name].to_pylist() for name in ("credit_codes", "org_names"))
    with province.connect() as connection:
        query = "select cast(:codes as text[]), cast(:names as text[])"
        read = connection.execute(sa.text(query), {"codes": found_codes, "names": found_names}).one()
    assert set(zip(*read, strict=True)) == set(zip(codes, names, strict=True))
    assert totals.bounds.tolist() == [0, 0, 1]
