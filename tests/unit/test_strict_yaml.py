"""A YAML file is understood whole or refused with its name, the line and what stands there."""

import pytest
from pydantic import Field, ValidationError

from etl.errors import ContractError
from etl.strict_yaml import Strict, load_strict


class Shelf(Strict):
    width_mm: int
    books: dict[str, int] = Field(default_factory=dict)


def load(folder, content):
    path = folder / "shelf.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return load_strict(path, Shelf)


def test_a_file_becomes_a_frozen_model(tmp_path):
    shelf = load(tmp_path, "width_mm: 800\nbooks: {红楼梦: 2}\n")
    assert shelf == Shelf(width_mm=800, books={"红楼梦": 2})
    with pytest.raises(ValidationError, match="frozen"):
        shelf.width_mm = 900


def test_a_merged_mapping_may_be_overridden(tmp_path):
    shelf = load(tmp_path, "width_mm: 1\nbooks:\n  <<: {a: 1, b: 1}\n  a: 2\n")
    assert shelf.books == {"a": 2, "b": 1}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("width_mm: 1\nwidth_mm: 2", "shelf.yaml, line 2: the key 'width_mm' is written twice", id="twice"),
        pytest.param("width_mm: 1\nbooks: {a: 1, a: 1}", "line 2: the key 'a' is written twice", id="twice-inside"),
        pytest.param("width_mm: 1\n  books: 2", "shelf.yaml, line 2: mapping values are not allowed", id="not-yaml"),
        pytest.param("width_mm: !!python/name:os.system x", "shelf.yaml, line 1: could not determine", id="unsafe"),
        pytest.param("", "shelf.yaml: expected keys and values at the top", id="empty"),
        pytest.param("- 1", "shelf.yaml: expected keys and values at the top", id="list"),
        pytest.param("宽: 1".encode("gb18030"), "shelf.yaml is not YAML in UTF-8", id="gb18030"),
        pytest.param("width_mm: 1\ncolour: red", "shelf.yaml: colour: Extra inputs", id="unknown-key"),
        pytest.param(
            "books: {a: x}", "shelf.yaml: width_mm: Field required; books.a: Input should be", id="all-at-once"
        ),
    ],
)
def test_anything_else_is_refused(tmp_path, content, message):
    with pytest.raises(ContractError) as caught:
        load(tmp_path, content)
    assert message in caught.value.message


def test_a_missing_file_says_which_setting_to_change(tmp_path):
    with pytest.raises(ContractError, match=r"shelf\.yaml does not exist; set ETL_CONFIG"):
        load_strict(tmp_path / "shelf.yaml", Shelf)
