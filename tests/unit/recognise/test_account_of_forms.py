"""Law 1 over indicator forms of any shape: labels, units, figures, notes and junk in any row."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.contract.catalog import Catalog
from etl.model import Grid
from etl.recognise.account.sheet_account import account_of
from etl.recognise.sheet import Recogniser
from tests.indicator_form import HEADING, ROWS, catalog_with_form
from tests.unit.recognise.account_law import breaches, kinds_of
from tests.unit.recognise.random_sheets import FIGURES, LEADS, NAMES, NOTHING


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Recogniser:
    catalog: Catalog = catalog_with_form(tmp_path_factory.mktemp("forms"))
    return Recogniser(catalog)


CELLS = st.one_of(*(st.sampled_from(words) for words in (NAMES, LEADS, NOTHING, FIGURES, ["个", "人", "万元"])))
LINES = st.one_of(st.sampled_from(ROWS), st.lists(CELLS, max_size=6))
HEADINGS = st.sampled_from([HEADING, [*HEADING, "备注"], [*HEADING[:3], "本期数", "累计数"], [*HEADING, *HEADING]])


@given(above=st.lists(st.lists(CELLS, max_size=3), max_size=3), heading=HEADINGS, lines=st.lists(LINES, max_size=8))
def test_every_cell_of_a_form_is_accounted_for(forms: Recogniser, above, heading, lines):
    grid = Grid("概况表", [*above, heading, *ROWS, *lines])
    result = forms.sheet(grid)
    kinds = kinds_of(grid, account_of(grid, result, forms.unread))
    figures = tuple(place for place, label in enumerate(heading) if label in ("数量", "本期数", "累计数"))
    rules = {issue.rule for issue in result.issues}
    assert [*breaches(grid, kinds, rules, [(len(above), figures)])] == []
