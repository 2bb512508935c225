"""A kind of rule is known in its module of rules/, in the check of the same name and in the registry; nobody else asks for it.

Whatever else wants to know something of a rule asks the rule, so that a new kind is one module and one line.
"""

import ast
from pathlib import Path

import pytest

from etl.rules.registry import RULE_KINDS
from etl.validate.cross_checks import CHECKS
from tests.source_trees import name_of, tree_of
from tests.test_architecture import MODULES, SRC

HOMES = {kind.__module__: kind for kind in RULE_KINDS}
CLASSES = {kind.__name__ for kind in RULE_KINDS}
NAMES = {module.rpartition(".")[2] for module in HOMES}
ASKING = {"isinstance", "issubclass"}
TEXT_METHODS = {"startswith", "endswith", "removeprefix", "removesuffix"}


def knows_rules(path: Path) -> bool:
    """True for a module that may know a kind of rule by its name."""
    return path.parent == SRC / "rules" or (path.parent == SRC / "validate" and path.stem in NAMES)


def asks(tree: ast.AST) -> list[str]:
    """Lines where a module asks for a kind of rule: by its module, its class, or its name."""
    return [f"line {node.lineno}: {ast.unparse(node)}" for node in ast.walk(tree) if _asks(node)]  # type: ignore[attr-defined]


def _asks(node: ast.AST) -> bool:
    if isinstance(node, ast.ImportFrom):
        return node.module in HOMES or (
            node.module == "etl.rules" and any(f"etl.rules.{alias.name}" in HOMES for alias in node.names)
        )
    if isinstance(node, ast.Import):
        return any(alias.name in HOMES for alias in node.names)
    if isinstance(node, ast.Compare):
        return any(_names_a_kind(side) for side in (node.left, *node.comparators))
    if isinstance(node, ast.MatchValue | ast.MatchClass):
        return _names_a_kind(node.value if isinstance(node, ast.MatchValue) else node.cls)
    if isinstance(node, ast.Call):
        function = node.func
        if isinstance(function, ast.Name) and function.id in ASKING:
            return any(map(_names_a_kind, node.args))
        return (
            isinstance(function, ast.Attribute) and function.attr in TEXT_METHODS and any(map(_names_a_kind, node.args))
        )
    return False


def _names_a_kind(node: ast.AST) -> bool:
    """True when an expression has the class or the name of a kind anywhere in it."""
    return any(
        (isinstance(part, ast.Name) and part.id in CLASSES)
        or (isinstance(part, ast.Attribute) and part.attr in CLASSES)
        or (isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value.rpartition(".")[2] in NAMES)
        for part in ast.walk(node)
    )


def test_nobody_else_asks_for_a_kind_of_rule():
    others = (path for path in MODULES if not knows_rules(path))
    assert {name_of(path): found for path in others if (found := asks(tree_of(path)))} == {}


@pytest.mark.parametrize(
    "line",
    [
        "from etl.rules.stays import Stays",
        "from etl.rules import stays",
        "import etl.rules.stays",
        "x = isinstance(rule, schema.Stays | Key)",
        "x = rule.rule == 'refers_to'",
        "x = check in ('required', 'total')",
        "x = rule_id.endswith('.never_falls')",
        "match rule:\n  case Stays(): pass",
        "match rule.rule:\n  case 'stays': pass",
    ],
)
def test_every_way_to_ask_is_seen(line):
    assert len(asks(ast.parse(line))) == 1


def test_a_check_stands_in_the_module_of_its_rule():
    for check in CHECKS:
        assert check.check.__module__.rpartition(".")[2] == check.kind.__module__.rpartition(".")[2]


def test_a_kind_that_a_contract_writes_is_named_after_its_module():
    for module, kind in HOMES.items():
        assert kind.written_as() in (None, module.rpartition(".")[2])
    assert len(HOMES) == len(RULE_KINDS)
