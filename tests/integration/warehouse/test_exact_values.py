"""Figures, days and text come out of the warehouse exactly as they went in."""

import json
from datetime import date
from decimal import Decimal

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.warehouse.engine import driver_of
from etl.warehouse.publish.arrow_columns import days, figures, json_text, text
from etl.warehouse.publish.copying import copy_columns
from tests.campaigns import examples

LARGEST = 10**18 - 1  # NUMERIC(18, s), in its smallest unit
ROW = st.tuples(
    st.none() | st.integers(-LARGEST, LARGEST),
    st.none() | st.integers(-LARGEST, LARGEST),
    st.none() | st.integers(-(2**63), 2**63 - 1),
    st.none() | st.dates(date(1, 1, 1), date(9999, 12, 31)),
    st.none() | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])),
    st.none()
    | st.dictionaries(
        st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"]))
    ),
)


@settings(max_examples=examples(60), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=20))
def test_what_goes_in_comes_out(warehouse: sa.Engine, rows: list[tuple[object, ...]]) -> None:
    amount, number, integer, day, words, extra = (
        pd.Series(list(column), dtype=object) for column in zip(*rows, strict=True)
    )
    columns = {
        "place": pa.array(range(len(rows))),
        "amount": figures(amount.astype("Int64"), 2),
        "number": figures(number.astype("Int64"), 4),
        "whole": figures(integer.astype("Int64"), 0),
        "day": days(day),
        "words": text(words),
        "extra": json_text(extra.map(_json)),
    }
    with warehouse.connect() as connection:
        driver = driver_of(connection)
        driver.execute(
            "create temp table exact (place int, amount numeric(18, 2), number numeric(18, 4), whole bigint, day date,"
            " words text, extra jsonb)"
        )
        copy_columns(driver, "pg_temp", "exact", columns)
        found = driver.execute("select amount, number, whole, day, words, extra from exact order by place").fetchall()
    assert found == [
        (_scaled(row[0], 2), _scaled(row[1], 4), row[2], row[3], row[4], _without_nul(row[5])) for row in rows
    ]


def test_days_of_datetime64_come_out_as_days() -> None:
    column = pd.Series([pd.Timestamp("2024-03-31"), pd.NaT])
    assert days(column).to_pylist() == [date(2024, 3, 31), None]


def test_every_kind_of_missing_text_is_null() -> None:
    assert text(pd.Series(["", None, float("nan"), pd.NA], dtype=object)).to_pylist() == ["", None, None, None]
    assert text(pd.Series(["a", None], dtype="str")).to_pylist() == ["a", None]


def _json(value: object) -> str | None:
    return None if value is None else json.dumps(value)


def _scaled(value: object, scale: int) -> Decimal | None:
    return None if value is None else Decimal(value).scaleb(-scale)  # type: ignore[arg-type]


def _without_nul(value: object) -> object:
    if not isinstance(value, dict):
        return value
    return {key.replace("\0", ""): words.replace("\0", "") for key, words in value.items()}
