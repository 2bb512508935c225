"""requirements.lock holds what runs and nothing else; requirements-dev.lock adds what tests and linters need, and contradicts it nowhere."""

import ast
import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from etl.settings import PROJECT

PYPROJECT = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = PYPROJECT["dependency-groups"]
RUNS = [*PYPROJECT["project"]["dependencies"], *PYPROJECT["project"]["optional-dependencies"]["dask"], *GROUPS["build"]]
TOOLS = [*GROUPS["test"], *GROUPS["lint"], *GROUPS["supply-chain"]]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(file: str) -> dict[str, list[str]]:
    """The hashes of each locked requirement, by the requirement as it is written."""
    joined = (PROJECT / file).read_text(encoding="utf-8").replace("\\\n", "")
    lines = [re.split(r"\s+--hash=", line.strip()) for line in joined.splitlines()]
    return {requirement: hashes for requirement, *hashes in lines}


def holding_here(requirements: Iterable[Requirement], extras: Iterable[str] = ()) -> list[Requirement]:
    environments = [{"extra": extra} for extra in extras] or [{"extra": ""}]
    return [r for r in requirements if r.marker is None or any(r.marker.evaluate(e) for e in environments)]


def names(requirements: Iterable[str]) -> set[str]:
    return {canonicalize_name(r.name) for r in holding_here(map(Requirement, requirements))}


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


@pytest.mark.parametrize("file", LOCKS)
def test_every_package_is_pinned_and_hashed_and_no_index_is_named(file):
    assert "://" not in (PROJECT / file).read_text(encoding="utf-8")
    for requirement, hashes in locked(file).items():
        assert re.fullmatch(r"[a-z0-9-]+==[\w.]+( ; .+)?", requirement)
        assert hashes
        assert [h for h in hashes if not re.fullmatch(r"sha256:[0-9a-f]{64}", h)] == []


def test_both_locks_say_the_same_of_what_runs():
    """A marker may be wider in the second: a tool may need on every Python what the program needs on the older ones only."""
    runs, develops = ({r.split(" ; ")[0]: hashes for r, hashes in locked(file).items()} for file in LOCKS)
    assert {pin: develops.get(pin) for pin in runs} == runs
    assert {pin.split("==")[0] for pin in develops.keys() - runs.keys()} & {pin.split("==")[0] for pin in runs} == set()


def test_what_runs_is_locked_and_nothing_else():
    try:
        assert names(locked("requirements.lock")) == needed_by(RUNS)
    except PackageNotFoundError as missing:
        pytest.fail(f"{missing} is required and not locked: make lock")


def test_a_tool_of_tests_is_locked_for_development_only():
    tools = names(TOOLS)
    assert tools <= names(locked("requirements-dev.lock"))
    assert tools & names(locked("requirements.lock")) == {"cryptography", "psutil"}  # what runs requires these, too
    assert {"pytest", "hypothesis", "ruff", "mypy"} <= tools


def test_the_locked_versions_are_those_that_pyproject_asks_for():
    versions = dict(re.split("==| ; ", requirement)[:2] for requirement in locked("requirements-dev.lock"))
    for requirement in map(Requirement, [*RUNS, *TOOLS]):
        assert requirement.specifier.contains(versions[canonicalize_name(requirement.name)]), requirement


def modules_imported(file: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(str(node.module).split(".")[0])
    return found


def test_the_program_imports_only_what_it_declares():
    owners = packages_distributions()
    declared = {canonicalize_name(Requirement(r).name) for r in RUNS}
    files = [*(PROJECT / "src" / "etl").rglob("*.py"), *(PROJECT / "flows").rglob("*.py")]
    imported = {(module, file.name) for file in files for module in modules_imported(file)}
    foreign = {(m, file) for m, file in imported if m not in {*sys.stdlib_module_names, "etl", "flows"}}
    assert {(m, file) for m, file in foreign if not declared & set(map(canonicalize_name, owners[m]))} == set()
