"""The dictionary: whole, not stale, and true of the sample province; and the tables of ref that say the same."""

from html.parser import HTMLParser

import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.exports.dictionary.entries import ViewEntry, dictionary
from etl.exports.dictionary.markdown import dictionary_page
from etl.exports.dictionary.page import dictionary_html
from etl.settings import PROJECT
from etl.warehouse.marts.described import mart_views
from etl.warehouse.marts.grains import KEYS, key_of
from etl.warehouse.queries.mart_rows import one_moment


@pytest.fixture
def entries(pristine_reader: sa.Engine, catalog: Catalog) -> tuple[ViewEntry, ...]:
    with one_moment(pristine_reader) as mart:
        return dictionary(catalog, mart.views)


def test_the_dictionary_is_not_stale(entries: tuple[ViewEntry, ...]) -> None:
    assert dictionary_page(entries) == (PROJECT / "docs" / "dictionary.md").read_text(encoding="utf-8"), (
        "write it again: make dictionary"
    )


def test_every_column_of_views_tables_and_functions_has_a_meaning(pristine_reader: sa.Engine) -> None:
    with pristine_reader.connect() as connection:
        lacking = "select name, column_name from ref.\"column\" where coalesce(meaning, '') = ''"
        assert connection.execute(sa.text(lacking)).all() == []
        kinds = connection.execute(sa.text('select kind, count(distinct name) from ref."column" group by 1')).all()
    assert {kind for kind, count in kinds if count >= 9} == {"view", "function"}


def test_every_view_says_its_key(entries: tuple[ViewEntry, ...], catalog: Catalog) -> None:
    assert [entry.name for entry in entries if entry.key is None] == [], "say it in etl.warehouse.marts.grains"
    assert set(KEYS) <= {entry.name for entry in entries}
    for entry in entries:
        assert set(entry.key or ()) <= {column.name for column in entry.columns}, entry.name
    assert key_of(catalog, "project") == ("county_code", "period", "project_no")


def test_the_page_says_what_the_text_says(entries: tuple[ViewEntry, ...]) -> None:
    words: list[str] = []
    parser = HTMLParser()
    parser.handle_data = words.append  # type: ignore[method-assign]
    parser.feed(dictionary_html(entries))
    said = "\n".join(words)
    assert all(column.name in said and column.heading in said for entry in entries for column in entry.columns)


def test_codes_stand_there_in_both_languages(entries: tuple[ViewEntry, ...]) -> None:
    (stage,) = [c for entry in entries if entry.name == "project" for c in entry.columns if c.name == "stage"]
    assert (stage.codes[0].code, stage.codes[0].zh, stage.codes[0].en) == ("approval", "审批", "Approval")
    assert "project.stage.code" in stage.rules
    assert stage.is_required


def test_periods_know_the_one_before_and_that_of_last_year(pristine_reader: sa.Engine) -> None:
    query = "select previous_period, same_period_last_year, ends_on::text from ref.period where period = :period"
    with pristine_reader.connect() as connection:
        found = {
            p: tuple(connection.execute(sa.text(query), {"period": p}).one()) for p in ("2024Q1", "2024-01", "2024")
        }
    assert found == {
        "2024Q1": ("2023Q4", "2023Q1", "2024-03-31"),
        "2024-01": ("2023-12", "2023-01", "2024-01-31"),
        "2024": ("2023", "2023", "2024-12-31"),
    }


def test_every_column_of_the_summaries_is_a_measure(pristine_reader: sa.Engine, divisions: Divisions) -> None:
    query = """
select column_name from ref."column" where name = 'province_summary' and column_name not in ('province_code', 'period')
except select measure from ref.measure"""
    with pristine_reader.connect() as connection:
        assert connection.scalars(sa.text(query)).all() == []


# by view and old name what took its place; each goes with the version after the one that is under way
OLD_NAMES = {
    ("project_funnel", "yuan"): {"needed_yuan", "planned_yuan"},
    ("submission_change", "kind"): {"change_kind"},
}


def test_names_that_go_are_marked_and_stand_beside_those_that_stay(pristine: sa.Engine) -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text(encoding="utf-8")
    with pristine.connect() as connection:
        views = mart_views(connection)
    marked = {
        (name, column) for name, view in views.items() for column, said in view.comments.items() if "旧名" in said
    }
    assert {(view, column) for view, column in marked if not view.endswith("_zh")} == OLD_NAMES.keys()
    for (view, old), new in OLD_NAMES.items():
        assert new <= views[view].types.keys()
        assert all(name in views[view].comments[old] for name in new)
        (line,) = [line for line in changelog.splitlines() if line.lstrip().startswith(f"| `{view}.{old}` |")]
        assert all(f"`{name}`" in line for name in new)
