"""List of what people should look at: every kind of finding from one delivery, and nothing of a delivery that is as it should be."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from tests.integration.warehouse.deliveries import delivery
from tests.integration.warehouse.nights import at
from tests.postgres_urls import as_reader

A, B, NOW, BEFORE = "510821", "510104", "2024Q1", "2023Q4"


def org(name: str = "甲协会", code: str = "code-1") -> dict[str, Any]:
    return {"org_name": name, "credit_code": code}


def project(number: str, **more: Any) -> dict[str, Any]:
    return org() | {"project_no": number, "stage": "approval", "planned_yuan": 60, "disbursed_yuan": 0} | more


def payment(number: str, project_no: str) -> dict[str, Any]:
    return {"voucher_no": number, "project_no": project_no, "paid_yuan": 7, "paid_on": date(2024, 2, 1)}


def donation(name: str, day: date) -> dict[str, Any]:
    return {"donation_no": f"JZ {name} {day}", "org_name": name, "donated_on": day, "value_yuan": 5}


SALE = {"org_name": "甲协会", "product": "花椒", "channel": "online", "sold_yuan": 3}
NEED = {"need_no": "XQ1", "need_name": "修路", "status": "open", "needed_yuan": 5}
UNITS: dict[Any, Any] = {
    (A, NOW, "organization"): [org()],
    (A, NOW, "agreement"): [org("甲 协会") | {"agreement_no": "XY1", "register_level": "county", "agreed_yuan": 100}],
    (A, NOW, "project"): [project("XM1", agreement_no="XY1"), project("XM2", agreement_no="ＸＹ1")],
    (A, NOW, "disbursement"): [payment("PZ1", "xm1"), payment("PZ2", "XM9")],
    (B, NOW, "project"): [project("ＸＭ1", org_name="乙商会")],
    (B, NOW, "disbursement"): [payment("PZ1", "ＸＭ1")],
    (A, NOW, "donation"): [donation("甲协会", date(2024, 1, 1)), donation("无名会", date(2023, 12, 31))],
    (A, BEFORE, "sale"): [SALE],
    (A, NOW, "sale"): [SALE],
    # what a state is may be what it was
    (A, BEFORE, "need"): [NEED],
    (A, NOW, "need"): [NEED],
    # as many rows of the same sum, each of which was there before, but not so often
    (B, BEFORE, "sale"): [SALE, SALE, SALE | {"product": "苹果"}],
    (B, NOW, "sale"): [SALE, SALE | {"product": "苹果"}, SALE | {"product": "苹果"}],
    (B, BEFORE, "disbursement"): [payment("PZ1", "ＸＭ1")],
}
FOUND = {
    ("payment_without_project", A, NOW, "disbursement", "XM9", "凭证 PZ2", 1, 7),
    ("credit_code_with_several_names", None, NOW, None, "code-1", "乙商会；甲 协会；甲协会", 4, None),
    ("number_in_several_counties", None, NOW, "project", "XM1", "旺苍县、锦江区", 2, 120),
    ("number_in_several_counties", None, NOW, "disbursement", "PZ1", "旺苍县、锦江区", 2, 14),
    ("agreement_exceeded", A, NOW, "agreement", "XY1", "协议金额100.00元，其项目的计划投资合计120.00元", 2, 20),
    ("name_in_no_register", A, NOW, "donation", "无名会", "本期的登记表和协议、项目里都没有这个名称", 1, 5),
    ("name_in_no_register", A, BEFORE, "sale", "甲协会", "本期的登记表和协议、项目里都没有这个名称", 1, 3),
    ("name_in_no_register", B, BEFORE, "sale", "甲协会", "本期的登记表和协议、项目里都没有这个名称", 3, 9),
    ("same_as_period_before", A, NOW, "sale", None, "各行与 2023Q4 相同", 1, None),
    ("same_as_period_before", B, NOW, "disbursement", None, "各行与 2023Q4 相同", 1, None),
    ("outside_period", A, NOW, "donation", "donated_on", "最早 2023-12-31", 1, 5),
}


LIST = "select finding, county_code, period, report, subject, detail, rows, yuan_in_question from mart.review_list"


@pytest.fixture(scope="module")
def url(make_database: Callable[[str | None], str], template_url: str, catalog: Catalog) -> str:
    """A warehouse with all that is to be found after the first night; in the second a county sends other sales than its last period's."""
    made = make_database(template_url)
    engine = connect(made)
    publish(engine, catalog, delivery(1, catalog, UNITS))
    publish(engine, catalog, delivery(2, catalog, {(A, NOW, "sale"): [SALE | {"sold_yuan": 9}]}))
    return made


def rows(url: str, query: str) -> set[tuple[Any, ...]]:
    with connect(url).connect() as connection:
        return {tuple(row) for row in connection.execute(sa.text(query))}


@pytest.fixture(scope="module")
def found(url: str) -> set[tuple[Any, ...]]:
    """The list as it was after the first night, which an analyst reads."""
    return rows(as_reader(url), f"{LIST}_as_of('{at(1) + timedelta(hours=6)}')")


@pytest.mark.parametrize("kind", sorted({row[0] for row in FOUND}))
def test_each_kind(found: set[tuple[Any, ...]], kind: str) -> None:
    assert {row for row in found if row[0] == kind} == {row for row in FOUND if row[0] == kind}


def test_what_a_county_has_mended_is_no_more_on_it(url: str) -> None:
    assert rows(as_reader(url), LIST) == {row for row in FOUND if row[:4] != ("same_as_period_before", A, NOW, "sale")}


def test_nothing_else(found: set[tuple[Any, ...]]) -> None:
    assert found == FOUND
