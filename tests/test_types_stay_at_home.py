"""A column type is known in its module of types/ and in the parser of the same name; everybody else asks it for a property.

So a new type is one module, one parser and one line in each registry.
"""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from etl.normalise.parsers.registry import PARSERS
from etl.types.column_type import ColumnType
from etl.types.registry import COLUMN_TYPES
from tests.source_trees import name_of, tree_of
from tests.test_architecture import MODULES, SRC

NAMES = {one.name for one in COLUMN_TYPES}
EVERYBODY = sorted([*MODULES, *SRC.parents[1].glob("benchmarks/*.py")])
GX = "expect_"  # an expectation has a type too, which is its name
TEXT_METHODS = {"startswith", "endswith", "removeprefix", "removesuffix"}


def may_know(path: Path) -> set[str]:
    """The types that a module may know by name."""
    if path == SRC / "types" / "registry.py":
        return NAMES
    return {path.stem} if path.parent in (SRC / "types", SRC / "normalise" / "parsers") else set()


def asks(tree: ast.AST, known: set[str]) -> list[str]:
    """Lines where a module asks for a type by its name or its constant."""
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in ast.walk(tree) if _asks(node, known)]  # type: ignore[attr-defined]


def _asks(node: ast.AST, known: set[str]) -> bool:
    if isinstance(node, ast.ImportFrom):
        return bool(_types_imported(node) - known)
    if isinstance(node, ast.Compare):
        sides = [node.left, *node.comparators]
        return any(map(_is_type, sides)) and any(map(_has_text, sides))
    if isinstance(node, ast.Match):
        return _is_type(node.subject)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.attr in TEXT_METHODS and _is_type(node.func.value)
    return isinstance(node, ast.Dict) and len(_names_in(node.keys) - known) > 1


def _types_imported(node: ast.ImportFrom) -> set[str]:
    """The types whose constants an import brings; what else stands beside one (a check digit) anybody may have."""
    if not (node.module or "").startswith("etl.types."):
        return set()
    found = (getattr(import_module(str(node.module)), alias.name) for alias in node.names)
    return {one.name for one in found if isinstance(one, ColumnType)}


def _is_type(node: ast.AST) -> bool:
    """True when an expression is x.type or x.type.name."""
    if isinstance(node, ast.Attribute) and node.attr == "name":
        node = node.value
    return isinstance(node, ast.Attribute) and node.attr == "type"


def _has_text(node: ast.AST) -> bool:
    texts = (part.value for part in ast.walk(node) if isinstance(part, ast.Constant))
    return any(isinstance(text, str) and not text.startswith(GX) for text in texts)


def _names_in(keys: list[ast.expr | None]) -> set[str]:
    return {key.value for key in keys if isinstance(key, ast.Constant) and key.value in NAMES}


def test_nobody_else_asks_for_a_type_by_its_name():
    assert {name_of(path): found for path in EVERYBODY if (found := asks(tree_of(path), may_know(path)))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from etl.types.amount import AMOUNT",
        "x = column.type == 'amount'",
        "x = column.type.name != 'amount'",
        "x = 'date' == kind.type",
        "x = column.type in ('number', 'integer')",
        "x = column.type not in {*NUMERIC, 'date'}",
        "match column.type:\n  case 'date': pass",
        "x = column.type.name.startswith('credit')",
        "SCALES = {'amount': 2, 'number': 4, **more}",
    ],
)
def test_every_way_to_ask_is_seen(line):
    assert len(asks(ast.parse(line), set())) == 1


@pytest.mark.parametrize(
    "line",
    [
        "from etl.types.credit_code import ALPHABET",
        "x = column.type.is_money and column.type.scale == 2",
        "x = types[field] == kind",
        "x = expectation.type == 'expect_column_values_to_be_in_set'",
        "x = {'code': c.code, 'name': c.name}",
    ],
)
def test_properties_may_be_asked(line):
    assert asks(ast.parse(line), set()) == []


def test_a_type_and_its_parser_bear_the_name_of_their_modules():
    for parser in PARSERS:
        assert parser.__module__ == f"etl.normalise.parsers.{parser.type.name}"
        assert parser.type in vars(import_module(f"etl.types.{parser.type.name}")).values()
    assert [parser.type for parser in PARSERS] == list(COLUMN_TYPES)
