"""Meaning of an invented word: the nearest free column or code, and nothing where two are as near."""

import pytest
import yaml

from etl.contract.catalog import load_catalog
from etl.operations.headings import invented_words
from etl.settings import PROJECT
from etl.warehouse.queries.unknown_words import SeenWord


@pytest.fixture(scope="module")
def catalog():
    return load_catalog(PROJECT / "config")


def seen(word, report="project", of_column=None, files=("513228/a.xlsx",), beside=(), missing=()):
    return SeenWord("2024Q1", report, of_column, word, 1, frozenset(files), frozenset(beside), frozenset(missing))


def nearest(catalog, *words):
    (word,) = invented_words(words, catalog)
    return word.lesson and word.lesson.nearest


@pytest.mark.parametrize(
    ("word", "field"),
    [
        (seen("投资总盘（万元）"), "planned_yuan"),
        (seen("投资总盘", beside=["planned_yuan"]), None),
        (seen("总盘子", missing=["planned_yuan"]), "planned_yuan"),
        (seen("总盘子", missing=["planned_yuan", "field"]), None),
        (seen("经办股室"), None),
        (seen("预计投资总盘"), None),
        (seen("上年同期 投资总盘"), None),
        (seen("承办人510105********1234"), None),
        (seen("带货间", "sale", "channel"), "online"),
        (seen("乡亲接龙", "sale", "channel"), None),
        (seen("长" * 60, "sale", "channel"), None),
    ],
    ids=[
        "alike", "alike-but-there", "the-one-missing", "two-missing", "nothing", "plan", "last-year", "masked", "code",
        "no-code", "cut",
    ],
)  # fmt: skip
def test_the_nearest_is_named_or_nothing(catalog, word, field):
    assert nearest(catalog, word) == field


@pytest.mark.parametrize(
    "word", [seen("计划投资（元）"), seen("实施单位"), seen("线上", "sale", "channel"), seen("x", "gone_report")]
)
def test_what_the_contracts_know_is_no_invention(catalog, word):
    assert invented_words([word], catalog) == []


def test_spellings_of_one_word_are_counted_together(catalog):
    files = ("513228/a.xlsx", "513228/b.xlsx"), ("513228/a.xlsx", "510823/a.xlsx")
    spellings = [seen("投资 总盘（万元）", files=files[0]), seen("投资总盘", files=files[1])]
    (word,) = invented_words(spellings, catalog)
    assert (word.word, word.counties, word.files, word.cells) == ("投资总盘", 2, 3, 2)


def test_the_line_keeps_what_stands_there(catalog):
    (word,) = invented_words([seen("投资总盘")], catalog)
    (aliases,) = yaml.safe_load(word.lesson.line).values()
    assert aliases == [*catalog.contracts["project"].column("planned_yuan").aliases, "投资总盘"]
    assert (word.lesson.file, word.lesson.under) == ("contracts/project.yaml", "column planned_yuan")


def test_a_shared_code_list_is_taught_in_its_own_file(catalog):
    (word,) = invented_words([seen("产业发展帮扶", of_column="field")], catalog)
    assert (word.lesson.file, word.lesson.under) == ("codes/field.yaml", "code industry")
