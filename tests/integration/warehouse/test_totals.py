"""Totals of submissions: what a publication works out beside its rows is what the server would make of them."""

import re
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from etl.contract.catalog import Catalog
from etl.returned.receipts import Receipts
from etl.warehouse.engine import connect, driver_of
from etl.warehouse.publish.grouped import Grouped
from etl.warehouse.totals.in_columns import totals_of
from etl.warehouse.totals.specification import TOTALS
from etl.warehouse.totals.totals import sum_up_the_rest

TOTAL = re.compile(r'<tr><th>([^<]+)</th><td class="n">([^<]+)</td>')
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
        said: list[str] = []
        sum_up_the_rest(driver_of(connection), catalog, said.append)
        assert stored() == published
        assert [line.split()[5] for line in said] == [total.report for total in TOTALS]
        assert said[0].startswith("summing up ")
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


def test_a_receipt_says_the_totals_that_summaries_are_made_of(province: sa.Engine, catalog: Catalog) -> None:
    with province.connect() as connection:
        receipts = Receipts(connection, None, ())
        pages = dict(receipts.pages(receipts.known_by(), catalog, {}))
        said: Counter[tuple[str, str]] = Counter()
        for page in pages.values():
            for section in page.decode().split("<h2>")[1:]:
                title = section.partition("<")[0]
                said.update({(title, label): Decimal(sum_.replace(",", "")) for label, sum_ in TOTAL.findall(section)})  # type: ignore[dict-item]
        compared = 0
        for total in TOTALS:
            of = "(select sum(one) from unnest({0}) one)" if total.is_listed else "{0}"
            contract = catalog.contracts[total.report]
            labels = {column.name: column.label.zh for column in contract.columns}
            for field, column in total.sums.items():
                summed = f"select sum({of.format(column)}) from core.{total.table}"
                assert said[contract.title.zh, labels[field]] == connection.scalar(sa.text(summed)), (
                    total.table,
                    field,
                )
                compared += 1
    assert compared > 10
