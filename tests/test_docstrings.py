"""The law of docstrings: each leads with a verb or a noun, and every module, class and function that others use has one."""

import ast
import doctest
import importlib
import re
import warnings
from collections.abc import Iterator

from tests.source_trees import ROOT, name_of, tree_of

MODULES = sorted(
    path for folder in ("src/etl", "flows", "benchmarks", "supply_chain") for path in (ROOT / folder).rglob("*.py")
)
TESTS = sorted((ROOT / "tests").rglob("*.py"))
ASKS = re.compile(r"(what|whatever|who|whom|whose|whether|which|how|where|when|why)\b", re.IGNORECASE)

Documented = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef


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


def test_docstrings_lead_with_a_verb_or_a_noun():
    assert {name_of(path): found for path in [*MODULES, *TESTS] if (found := asking(tree_of(path)))} == {}


def test_everything_public_has_a_docstring():
    assert [name_of(path) for path in MODULES if not ast.get_docstring(tree_of(path))] == []  # takes, gives, never does
    assert {name_of(path): found for path in MODULES if (found := undocumented(tree_of(path)))} == {}


def test_the_law_can_be_broken():
    tree = ast.parse('"""Whose file it is."""\ndef known(): ...\n\ndef _kept():\n    """What is kept."""\n')
    assert asking(tree) == ["Whose file it is.", "What is kept."]
    assert undocumented(tree) == ["known"]


def test_examples_in_docstrings_hold():
    sources = ROOT / "src"
    modules = [
        ".".join(path.relative_to(sources).with_suffix("").parts)
        for path in MODULES
        if path.is_relative_to(sources) and ">>> " in path.read_text(encoding="utf-8")
    ]
    assert modules
    with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        imported = {name: importlib.import_module(name) for name in modules}
    wrong = {name: doctest.testmod(module).failed for name, module in imported.items()}
    assert {name: failed for name, failed in wrong.items() if failed} == {}
