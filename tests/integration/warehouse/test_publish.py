"""Publishing: what is new is stored once, what is the same is not, and what is in use is decided by arrival."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.statistics import refresh_statistics
from tests.integration.warehouse.nights import COUNTY, PERIOD, a_night, at, issues, publication, sales


def all_rows(engine: sa.Engine, query: str, **values: Any) -> list[tuple[Any, ...]]:
    with engine.connect() as connection:
        return [tuple(row) for row in connection.execute(sa.text(query), values)]


def sold(engine: sa.Engine) -> list[Decimal]:
    return [amount for (amount,) in all_rows(engine, "select sold_yuan from mart.sale order by sold_yuan")]


def status(engine: sa.Engine) -> tuple[Any, ...]:
    (row,) = all_rows(engine, "select status, in_use from mart.reporting_status where report = 'sale'")
    return row


def state(engine: sa.Engine) -> dict[str, Any]:
    """Everything a publication may write, but for the run itself."""
    tables = ["core.sale", "ops.submission", "ops.issue", "ops.column_map", "ops.file", "ops.obligation", "ops.waiver"]
    return {table: sorted(map(repr, all_rows(engine, f"select * from {table}"))) for table in tables}


def test_what_is_published_can_be_read(warehouse: sa.Engine, catalog: Catalog) -> None:
    published = publish(warehouse, catalog, a_night(1, 4197, 100))

    assert published.new == {"accepted": 1}
    assert published.rows == {"sale": 2}
    query = "select county_name, designation, period, product, sold_yuan, source_file, source_sheet, source_row from mart.sale"
    assert all_rows(warehouse, f"{query} order by source_row") == [
        ("旺苍县", "provincial", PERIOD, "黑木耳0", Decimal("41.97"), "sale.xlsx", "消费帮扶", 5),
        ("旺苍县", "provincial", PERIOD, "黑木耳1", Decimal("1.00"), "sale.xlsx", "消费帮扶", 6),
    ]
    assert status(warehouse) == ("accepted", "this")


def test_the_planner_knows_of_what_was_published(warehouse: sa.Engine, catalog: Catalog) -> None:
    known = "select reltuples from pg_class where oid = 'ops.submission'::regclass"
    published = publish(warehouse, catalog, a_night(1, 4197, 100))
    refresh_statistics(warehouse, sum(published.new.values()))
    assert all_rows(warehouse, known) == [(1.0,)]

    publish(warehouse, catalog, a_night(2, 4198, 100, pull=1))
    refresh_statistics(warehouse, 0)  # nothing worth it
    assert all_rows(warehouse, known) == [(1.0,)]


def test_repeating_a_night_changes_nothing(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 4197, rules=["sale.unit"]))
    before = state(warehouse)

    published = publish(warehouse, catalog, a_night(2, 4197, pull=1, rules=["sale.unit"]))

    assert published.new == {}
    assert published.unchanged == 1
    assert state(warehouse) == before
    assert all_rows(warehouse, "select run_id, state from ops.run order by 1") == [
        ("run-1", "finished"),
        ("run-2", "finished"),
    ]


def test_the_order_of_rows_makes_nothing_new(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 1, 2, 3))
    turned = sales([1, 2, 3]).iloc[::-1]

    published = publish(warehouse, catalog, a_night(2, 1, 2, 3, pull=1, rows={"sale": turned}))

    assert published.unchanged == 1


def test_a_newer_version_replaces_the_older(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100, 200))
    publish(warehouse, catalog, a_night(2, 300))

    assert sold(warehouse) == [Decimal(3)]
    assert all_rows(warehouse, "select count(*) from core.sale") == [(3,)]


def test_a_returned_version_leaves_the_one_before_in_use(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    publish(warehouse, catalog, a_night(2, 200, status="returned", rules=["sale.required"]))

    assert sold(warehouse) == [Decimal(1)]
    assert status(warehouse) == ("returned", "earlier")
    (issue,) = all_rows(warehouse, "select run_id, rule, severity, report from ops.issue")
    assert issue == ("run-2", "sale.required", "critical", "sale")


def test_nil_takes_the_rows_before_out_of_use(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    publish(warehouse, catalog, a_night(2, status="nil"))

    assert sold(warehouse) == []
    assert status(warehouse) == ("nil", "this")


def test_as_of_shows_what_readers_saw_then(warehouse: sa.Engine, catalog: Catalog) -> None:
    first = publish(warehouse, catalog, a_night(1, 100)).decided_at
    second = publish(warehouse, catalog, a_night(2, 200)).decided_at

    def seen(moment: Any) -> list[tuple[Any, ...]]:
        return all_rows(warehouse, "select sold_yuan from mart.sale_as_of(:moment)", moment=moment)

    assert seen(first - timedelta(microseconds=1)) == []
    assert seen(first) == seen(second - timedelta(microseconds=1)) == [(Decimal(1),)]
    assert seen(second) == [(Decimal(2),)]
    query = "select sold_yuan, in_use_from, in_use_to from mart.sale_history order by in_use_from"
    assert all_rows(warehouse, query) == [(Decimal(1), first, second), (Decimal(2), second, None)]


@pytest.mark.parametrize("turned", [False, True], ids=["in-order", "older-last"])
def test_what_arrived_last_counts_whatever_is_judged_last(warehouse: sa.Engine, catalog: Catalog, turned: bool) -> None:
    older, newer = a_night(1, 100), a_night(2, 200)
    for one in (newer, older) if turned else (older, newer):
        publish(warehouse, catalog, one)

    assert sold(warehouse) == [Decimal(2)]
    assert status(warehouse) == ("accepted", "this")


def test_an_older_file_mended_by_new_rules_comes_into_use_behind_a_returned_one(
    warehouse: sa.Engine, catalog: Catalog
) -> None:
    publish(warehouse, catalog, a_night(1, status="returned", rules=["sale.required"]))
    publish(warehouse, catalog, a_night(2, status="returned", rules=["sale.unit"]))
    publish(warehouse, catalog, a_night(3, 100, pull=1, fingerprint="contracts-2"))

    assert sold(warehouse) == [Decimal(1)]
    assert status(warehouse) == ("returned", "earlier")


def test_an_older_file_judged_alike_twice_is_stored_once(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night, pull in ((1, 1), (2, 2), (3, 1), (4, 1)):
        publish(warehouse, catalog, a_night(night, pull, pull=pull, fingerprint=f"contracts-{night}"))

    assert all_rows(warehouse, "select count(*) from ops.submission") == [(2,)]


def test_the_same_content_again_counts_as_later_than_what_came_between(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100, content="same"))
    again = publish(warehouse, catalog, a_night(3, 100, content="same"))
    between = publish(warehouse, catalog, a_night(4, 200, pull=2))

    assert (again.unchanged, between.new) == (1, {"accepted": 1})
    assert sold(warehouse) == [Decimal(1)]


def test_content_that_returns_after_another_is_in_use_again(warehouse: sa.Engine, catalog: Catalog) -> None:
    for night, amount, content in ((1, 100, "A"), (2, 200, "B"), (3, 100, "A")):
        publish(warehouse, catalog, a_night(night, amount, content=content))

    assert sold(warehouse) == [Decimal(1)]


def test_a_clock_set_back_does_not_turn_history_round(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(9, 100, pull=1))
    publish(warehouse, catalog, a_night(2, 200))

    assert sold(warehouse) == [Decimal(2)]
    intervals = all_rows(warehouse, "select in_use_from < in_use_to from ops.submission order by submission_id")
    assert intervals == [(True,), (None,)]


def test_issues_and_columns_belong_to_their_submission(warehouse: sa.Engine, catalog: Catalog) -> None:
    column = {
        "county_code": COUNTY,
        "period": PERIOD,
        "report": "sale",
        "source_file": None,
        "sheet": "消费帮扶",
        "first_row": 2,
        "last_row": 2,
        "column_letters": "D",
        "heading": "成交额（万元）",
        "field": "sold_yuan",
        "unit": "万元",
        "unit_source": "heading",
        "matched_by": "label",
        "other_units": None,
    }
    published = publish(warehouse, catalog, a_night(1, 1, rules=["sale.unit"], column_map=pd.DataFrame([column])))

    (number,) = published.submission_ids.values()
    assert all_rows(warehouse, "select submission_id, waived from ops.issue") == [(number, None)]
    assert all_rows(warehouse, "select submission_id, field, unit from ops.column_map") == [
        (number, "sold_yuan", "万元")
    ]


def test_an_issue_of_a_whole_file_is_said_once_for_each_content(warehouse: sa.Engine, catalog: Catalog) -> None:
    broken = issues([{"county_code": COUNTY, "period": PERIOD, "rule": "file.unreadable"}])
    for night, content in ((1, "A"), (2, "A"), (3, "B")):
        publish(warehouse, catalog, a_night(night, 1, content=content, issues=broken))

    assert all_rows(warehouse, "select run_id, submission_id from ops.issue order by 1") == [
        ("run-1", None),
        ("run-3", None),
    ]


def test_an_issue_of_no_file_is_said_once(warehouse: sa.Engine, catalog: Catalog) -> None:
    unplaced = issues([{"rule": "inbox.unknown_county", "source_file": None, "value": "某某县"}])
    for night in (1, 2):
        publish(warehouse, catalog, publication(night, issues=unplaced))

    assert all_rows(warehouse, "select run_id, value from ops.issue") == [("run-1", "某某县")]


def test_a_file_is_remembered_with_the_contracts_that_judged_it(warehouse: sa.Engine, catalog: Catalog) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    publish(warehouse, catalog, a_night(2, 100, pull=1, fingerprint="contracts-2"))

    query = "select first_seen_run, first_seen_at, decided_run, decided_under, pull from ops.file"
    assert all_rows(warehouse, query) == [("run-1", at(1), "run-2", "contracts-2", 1)]


def test_nul_in_text_does_not_cost_the_night(warehouse: sa.Engine, catalog: Catalog) -> None:
    rows = sales([1]).assign(product="黑\0木耳", extra='{"a": "b\\u0000c\\\\u0000"}')
    publish(warehouse, catalog, a_night(1, 1, rows={"sale": rows}))

    assert all_rows(warehouse, "select product, extra from mart.sale") == [("黑木耳", {"a": "bc\\u0000"})]


def test_rows_of_no_accepted_submission_are_a_mistake_of_ours(warehouse: sa.Engine, catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="rows of sale: some belong to no accepted submission"):
        publish(warehouse, catalog, a_night(1, status="returned", rows={"sale": sales([1])}))


def test_frames_without_a_column_are_refused_by_name(warehouse: sa.Engine, catalog: Catalog) -> None:
    with pytest.raises(ValueError, match="files: columns are missing: sha256"):
        publish(warehouse, catalog, a_night(1, 1, files=a_night(1).files.drop(columns="sha256")))
