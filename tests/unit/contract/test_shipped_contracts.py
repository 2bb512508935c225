"""The shipped contracts: all nine reports, explained in two languages, nothing in them unused."""

import re
from pathlib import Path

import pytest

from etl.contract.catalog import Catalog, load_catalog
from etl.contract.schema import CodeList

CONFIG = Path(__file__).parents[3] / "config"
REPORTS = {"organization", "agreement", "project", "disbursement", "donation", "sale", "incubator", "need", "activity"}


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


def all_code_lists(catalog: Catalog) -> list[CodeList]:
    columns = [column for contract in catalog.contracts.values() for column in contract.columns]
    return [*catalog.code_lists.values(), *(column.codes for column in columns if isinstance(column.codes, CodeList))]


def test_all_nine_reports_are_there(catalog):
    assert set(catalog.contracts) == REPORTS
    assert {contract.frequency for contract in catalog.contracts.values()} == {"quarterly"}


def test_every_file_is_named_after_what_it_declares(catalog):
    assert {path.stem for path in (CONFIG / "contracts").glob("*.yaml")} == set(catalog.contracts)
    assert {path.stem for path in (CONFIG / "codes").glob("*.yaml")} == set(catalog.code_lists)


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_everything_is_explained_in_chinese_and_in_english(catalog, report):
    contract = catalog.contracts[report]
    explained = {f"{report}.title": contract.title, report: contract.description}
    for column in contract.columns:
        explained |= {f"{column.name}.label": column.label, column.name: column.description}
    chinese = re.compile("[\u4e00-\u9fff]")
    assert [name for name, words in explained.items() if not chinese.search(words.zh)] == []
    unclear = [name for name, words in explained.items() if not words.en.strip() or not words.en.isascii()]
    assert unclear == []


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_an_amount_says_that_it_is_stored_in_yuan(catalog, report):
    for column in catalog.contracts[report].columns:
        assert column.name.endswith("_yuan") == (column.type.is_money)
        if column.type.is_money:
            assert "单位：元" in column.description.zh
            assert "in yuan" in column.description.en
            assert column.unit in catalog.vocabulary.units


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_the_key_is_required_and_every_report_takes_a_remark(catalog, report):
    contract = catalog.contracts[report]
    assert [name for name in contract.key if not contract.column(name).required] == []
    assert contract.columns[-1].name == "remark"


def test_every_shared_code_list_is_shared(catalog):
    users = dict.fromkeys(catalog.code_lists, 0)
    for contract in catalog.contracts.values():
        for column in contract.columns:
            if isinstance(column.codes, str):
                users[column.codes] += 1
    assert [name for name, count in users.items() if count < 2] == []


def test_every_code_has_a_label_in_both_languages(catalog):
    labels = [(entry.label.zh, entry.label.en) for lst in all_code_lists(catalog) for entry in lst.codes.values()]
    assert all(zh.strip() and en.strip() and en.isascii() for zh, en in labels)


def test_no_two_code_lists_bear_one_name(catalog):
    names = [code_list.name for code_list in all_code_lists(catalog)]
    assert len(names) == len(set(names))


def test_rules_of_one_report_are_told_apart_by_their_ids(catalog):
    for contract in catalog.contracts.values():
        ids = [rule.id for rule in contract.rules if hasattr(rule, "id")]
        assert len(ids) == len(set(ids))


def test_reports_that_rules_tie_together_are_linked(catalog):
    tied = {"project", "agreement", "disbursement"}
    for report in REPORTS:
        assert catalog.linked[report] == (tied - {report} if report in tied else frozenset())


def test_the_codes_of_a_column_come_from_the_column_or_from_the_shared_list(catalog):
    project = catalog.contracts["project"]
    assert catalog.codes_of(project.column("field")) is catalog.code_lists["field"]
    assert "approval" in catalog.codes_of(project.column("stage")).codes


@pytest.mark.parametrize("report", sorted(REPORTS))
def test_every_figure_says_what_it_is(catalog, report):
    figures = [column for column in catalog.contracts[report].columns if column.type.is_figure]
    assert [column.name for column in figures if column.measure is None] == []


def test_what_adds_over_counties_and_periods(catalog):
    columns = {c.name: c for contract in catalog.contracts.values() for c in contract.columns if c.measure}
    assert {name for name, column in columns.items() if not column.adds_over_counties} == {"income_gain_yuan"}
    adds = {name for name, column in columns.items() if column.adds_over_periods}
    assert {"sold_yuan", "value_yuan"} <= adds
    assert not {"disbursed_yuan", "agreed_yuan"} & adds
