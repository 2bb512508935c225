"""Amounts of each household: what a cell says of whom must be what its heading says."""

import pytest

from etl.contract.catalog import load_catalog
from etl.normalise.parsers.amount import AmountParser
from etl.normalise.parsers.parser import Lexicon
from etl.settings import PROJECT

CATALOG = load_catalog(PROJECT / "config")


def read(column, cell):
    return AmountParser(CATALOG.contracts["project"].column(column), Lexicon.of(CATALOG)).read(cell, "元").value


@pytest.mark.parametrize("cell", ["2000元/户", "2000元/年", "2000 元/户/年", "0.2万元／户", "2000元"])
def test_what_the_heading_says_already_changes_nothing(cell):
    assert read("income_gain_yuan", cell) == 200_000


@pytest.mark.parametrize("cell", ["2000元/人", "2000元/亩", "2000元/月"])
def test_another_average_is_no_figure_of_the_column(cell):
    assert read("income_gain_yuan", cell) is None


def test_a_sum_is_no_average():
    assert read("planned_yuan", "2000元/户") is None
