"""Names of roles stand in one module: whoever renames one renames it everywhere."""

import ast
from collections.abc import Iterator
from pathlib import Path

from etl.settings import PROJECT
from etl.warehouse import role_names
from tests.source_trees import tree_of

SOURCES = PROJECT / "src" / "etl"


def texts_of(path: Path) -> Iterator[str]:
    """The texts in a module but for docstrings."""
    tree = tree_of(path)
    spoken = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in spoken:
            yield node.value


def test_no_other_module_spells_a_role() -> None:
    home = Path(role_names.__file__)
    assert role_names.READERS in [*texts_of(home)]
    spelled = {
        path.relative_to(SOURCES).as_posix()
        for path in SOURCES.rglob("*.py")
        if path != home and any(role_names.READERS in text for text in texts_of(path))
    }
    assert spelled == set()
