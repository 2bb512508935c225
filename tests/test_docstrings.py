"""The law of docstrings: each leads with a verb or a noun, and every module, class and function that others use has one."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    path for folder in ("src/etl", "flows", "benchmarks", "supply_chain") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ASKS = re.compile(r"(what|whatever|who|whom|whose|whether|which|how|where|when|why)\b", re.IGNORECASE)

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def documented(tree: ast.Module) -> Iterator[tuple[Documented, str]]:
    """Everything in a module that may have a docstring, with its own or ""."""
    for node in ast.walk(tree):
        if isinstance(node, Documented):
            yield node, ast.get_docstring(node) or ""


def asking(tree: ast.Module) -> list[str]:
    """First lines of docstrings that lead with a question word."""
    return [text.splitlines()[0] for _, text in documented(tree) if ASKS.match(text)]


def undocumented(tree: ast.Module) -> list[str]:
    """Names of classes and functions that others may import and that have no docstring."""
    public = [node for node in tree.body if isinstance(node, Documented) and not node.name.startswith("_")]
    return [node.name for node in public if not ast.get_docstring(node)]


@pytest.mark.parametrize("path", [*MODULES, *TESTS], ids=name_of)
def test_docstrings_lead_with_a_verb_or_a_noun(path):
    assert asking(ast.parse(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_everything_public_has_a_docstring(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert ast.get_docstring(tree), "what it takes, gives and never does"
    assert undocumented(tree) == []


def test_the_law_can_be_broken():
    tree = ast.parse('"""Whose file it is."""\ndef known(): ...\n\ndef _kept():\n    """What is kept."""\n')
    assert asking(tree) == ["Whose file it is.", "What is kept."]
    assert undocumented(tree) == ["known"]
