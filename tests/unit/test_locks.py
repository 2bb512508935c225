"""requirements.lock holds what runs and nothing else; requirements-dev.lock adds what tests and linters need, and contradicts it nowhere."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from itertools import chain
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from etl.settings import PROJECT
from supply_chain.lock import DEVELOPS, RUNS, pinned
from tests.source_trees import tree_of

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
REQUIRED = [
    *PYPROJECT["project"]["dependencies"],
    *chain.from_iterable(PYPROJECT["project"]["optional-dependencies"].values()),
    *GROUPS["build"],
]
TOOLS = [*GROUPS["test"], *GROUPS["lint"], *GROUPS["supply-chain"]]


def holding_here(requirements: Iterable[Requirement], extras: Iterable[str] = ()) -> list[Requirement]:
    environments = [{"extra": extra} for extra in extras] or [{"extra": ""}]
    return [r for r in requirements if r.marker is None or any(r.marker.evaluate(e) for e in environments)]


def names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(r.name) for r in holding_here(map(Requirement, requirements))}


def locked_here(lock: Path) -> set[str]:
    return names(f"{package.name} ; {package.marker}" if package.marker else package.name for package in pinned(lock))


def needed_by(direct: list[str]) -> set[str]:
    """Names of all packages that these come to on this platform, by what the installed ones say that they require."""
    found: set[tuple[str, str]] = set()
    waiting = [(r, extra) for r in map(Requirement, direct) for extra in ("", *r.extras)]
    while waiting:
        requirement, extra = waiting.pop()
        known = (canonicalize_name(requirement.name), extra)
        if known not in found:
            found.add(known)
            needed = holding_here(map(Requirement, requires(requirement.name) or []), [extra])
            waiting += [(r, inner) for r in needed for inner in ("", *r.extras)]
    return {name for name, _ in found}


@pytest.mark.parametrize("lock", [RUNS, DEVELOPS], ids=lambda lock: lock.name)
def test_every_package_is_pinned_and_hashed_and_no_index_is_named(lock):
    assert "://" not in lock.read_text(encoding="utf-8")
    for package in pinned(lock):  # which refuses any line that is no requirement
        assert package.hashes
        assert [h for h in package.hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", h)] == []


def test_both_locks_say_the_same_of_what_runs():
    """A marker may be wider in the second: a tool may need on every Python what the program needs on the older ones only."""
    runs, develops = ({(p.name, p.version): p.hashes for p in pinned(lock)} for lock in (RUNS, DEVELOPS))
    assert {pin: develops.get(pin) for pin in runs} == runs
    assert {name for name, _ in develops.keys() - runs.keys()} & {name for name, _ in runs} == set()


def test_what_runs_is_locked_and_nothing_else():
    try:
        assert locked_here(RUNS) == needed_by(REQUIRED)
    except PackageNotFoundError as missing:
        pytest.fail(f"{missing} is required and not locked: make lock")


def test_a_tool_of_tests_is_locked_for_development_only():
    tools = names(TOOLS)
    assert tools <= locked_here(DEVELOPS)
    assert tools & locked_here(RUNS) == {"cryptography", "psutil"}  # what runs requires these, too
    assert {"pytest", "hypothesis", "ruff", "mypy"} <= tools


def test_the_locked_versions_are_those_that_pyproject_asks_for():
    versions = {package.name: package.version for package in pinned(DEVELOPS)}
    for requirement in map(Requirement, [*REQUIRED, *TOOLS]):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def modules_imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).split(".")[0])
    return found


def test_the_program_imports_only_what_it_declares():
    owners = packages_distributions()
    declared = {canonicalize_name(Requirement(r).name) for r in REQUIRED}
    files = [*(PROJECT / "src" / "etl").rglob("*.py"), *(PROJECT / "flows").rglob("*.py")]
    imported = {(module, file.name) for file in files for module in modules_imported(file)}
    foreign = {(m, file) for m, file in imported if m not in {*sys.stdlib_module_names, "etl", "flows"}}
    assert {(m, file) for m, file in foreign if not declared & set(map(canonicalize_name, owners[m]))} == set()
