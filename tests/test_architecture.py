"""The law of the layers: a module imports only from a lower rank or its own room, and heavy libraries have one home each."""

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.source_trees import name_of, text_of, tree_of

SRC = Path(__file__).resolve().parents[1] / "src" / "etl"
FLOWS = SRC.parents[1] / "flows"
PAGE = (SRC.parents[1] / "docs" / "architecture.md").read_text(encoding="utf-8")

# room or module -> rank; the data goes up, imports point down (docs/architecture.md says what each takes and gives)
RANK = {
    "errors": 0, "cell_traits": -1, "cell_account": -1, "merged_ranges": -1, "model": 0, "text": 0, "foreign_text": 0, "terminal": 1, "stopping": 0, "disk_room": 0, "key_folding": 0, "secret_files": 0, "identity_marks": 0, "private_home": 0, "imported_later": 0, "garbage": 0, "template_marks": 0.5,
    "strict_yaml": 1,
    "types": 2, "identity_numbers": 2.5, "identity_columns": 2.6, "rules": 3, "channel_settings": 3.9, "settings": 4, "contract": 4, "config": 5,
    "intake": 6, "workbook": 7, "marking": 7.5, "recognise": 8, "set_aside": 8.5, "selection": 9, "templates": 9.5, "normalise": 10, "validate": 11, "workers": 12,
    "warehouse": 13, "console": 13, "exports": 13.5, "returned": 13.5, "night": 14, "operations": 15, "notices": 15, "site": 15.5, "flows": 16, "commands": 17, "cli": 18, "__main__": 19,
}  # fmt: skip

HOMES = {
    "python_calamine": {"workbook"},
    "great_expectations": {"validate"},
    # flows: the database of Prefect's own server
    "sqlalchemy": {"warehouse", "returned", "night", "notices", "site", "flows"},
    "psycopg": {"warehouse"},
    "msoffcrypto": {"workbook"},
    "olefile": {"workbook"},
    "alembic": {"warehouse", "flows"},
    "prefect": {"flows", "commands"},
    "typer": {"commands", "cli"},
    "jinja2": {"validate", "exports", "site"},
    "fsspec": {"intake"},
    "xlsxwriter": {"templates", "marking"},
    "smtplib": {"notices"},
    "apprise": {"notices"},
    "pyarrow": {"recognise", "normalise", "workers", "warehouse", "exports"},
    "pandas": {"normalise", "validate", "workers", "warehouse", "night", "commands"},
}
# lines of a person; JSON and CSV; a page and URLs of our own; the server's child, to its parent
PRINT = {"terminal.py", "output.py", "rules.py", "servers.py", "server_process.py"}
RESERVED_STEMS = {"utils", "helpers", "common", "misc", "manager", "base"}
MODULES = sorted([*SRC.rglob("*.py"), *FLOWS.glob("*.py")])


def room(path: Path) -> str:
    return "flows" if path.is_relative_to(FLOWS) else path.relative_to(SRC).parts[0].removesuffix(".py")


@cache
def imports(path: Path) -> frozenset[str]:
    """Every module that a file imports, anywhere in it, also for type checking only."""
    found: set[str] = set()
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return frozenset(found)


def own_rooms(modules: frozenset[str]) -> set[str]:
    rooms = {name.split(".")[1] for name in modules if name.startswith("etl.")}
    return (rooms & set(RANK)) | ({"flows"} if any(name.split(".")[0] == "flows" for name in modules) else set())


def points_up(importer: str, imported: str) -> bool:
    return importer != imported and RANK[imported] >= RANK[importer]


def test_imports_point_down():
    importers = [path for path in MODULES if path != SRC / "__init__.py"]
    assert {room(path) for path in importers} <= RANK.keys(), "give the room a rank"
    wrong = {
        name_of(path): up
        for path in importers
        if (up := sorted(imported for imported in own_rooms(imports(path)) if points_up(room(path), imported)))
    }
    assert wrong == {}, "these stand no lower"


def test_heavy_libraries_stay_at_home():
    used = ((path, name.split(".")[0]) for path in MODULES for name in imports(path))
    assert {(name_of(path), top) for path, top in used if top in HOMES and room(path) not in HOMES[top]} == set()


def test_a_file_has_one_subject():
    assert [name_of(path) for path in MODULES if path.stem in RESERVED_STEMS] == []
    assert [name_of(path) for path in MODULES if len(text_of(path).splitlines()) > 280] == []


def test_a_function_is_read_at_a_glance():
    """Its statements, that is: what a command can be called with is a list, long as it may be."""
    functions = (
        (path, node)
        for path in MODULES
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    )
    lines = {
        f"{name_of(path)}: {node.name}": (node.end_lineno or 0) - node.body[bool(ast.get_docstring(node))].lineno + 1
        for path, node in functions
        if len(node.body) > bool(ast.get_docstring(node))
    }
    assert {name: count for name, count in lines.items() if count > 40} == {}


def test_only_these_print():
    printing = {
        path.name
        for path in MODULES
        if any(isinstance(node, ast.Name) and node.id == "print" for node in ast.walk(tree_of(path)))
    }
    assert printing <= PRINT, "print through etl.terminal, which shows foreign text as text"


def test_the_page_names_every_room_in_the_order_of_the_ranks():
    rooms = PAGE.partition("## Rooms, by rank")[2].partition("## Processes")[0]
    rows = [line.split("|")[1] for line in rooms.splitlines() if line.startswith("| `")]
    named = [[name.rstrip("/") for name in re.findall(r"`(\w+/?)`", row)] for row in rows]
    assert sorted(room for row in named for room in row) == sorted(RANK), "name the room in docs/architecture.md"
    ranks = [max(RANK[room] for room in row) for row in named]
    assert ranks == sorted(ranks), "the rows of docs/architecture.md stand in the order of the ranks"


def test_the_page_names_every_room_within_a_room():
    within = [path.parent.name for path in SRC.glob("*/*/__init__.py")]
    assert [name for name in within if f"{name}/`" not in PAGE] == [], "name them in docs/architecture.md"


@pytest.mark.parametrize("place", sorted(set(re.findall(r"`((?:\w+/)+\w+\.py)`", PAGE))))
def test_the_page_names_files_that_are_there(place):
    assert any((folder / place).is_file() for folder in (SRC, SRC / "warehouse", SRC.parents[1]))


def test_the_readme_stays_short():
    assert len((SRC.parents[1] / "README.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_law_can_be_broken():
    assert points_up("workbook", "warehouse")
    assert points_up("recognise", "normalise")
    assert not points_up("night", "workbook")
    assert "etl.night.request" in imports(SRC / "commands" / "doctor.py"), "imports for type checking count"


@cache
def imported_at_once(module: str) -> frozenset[str]:
    """Modules of ours that importing one of them imports, itself and those in between included."""
    paths = {".".join(name_of(path).removeprefix("src/").removesuffix(".py").split("/")): path for path in MODULES}
    found, waiting = set(), [module]
    while waiting:
        name = waiting.pop()
        if name in found or name not in paths:
            continue
        found.add(name)
        for node in tree_of(paths[name]).body:
            if isinstance(node, ast.Import):
                waiting += [alias.name for alias in node.names]
            elif isinstance(node, ast.ImportFrom) and node.module:
                waiting += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return frozenset(found)


@pytest.mark.parametrize("flow", ["flows.nightly", "flows.rerun", "flows.replay"])
def test_a_run_imports_neither_how_files_are_read_nor_what_judges_them(flow):
    """They are imported where its children come from: half a second of every command's start."""
    imported = imported_at_once(flow)
    assert "etl.night.run" in imported
    assert (
        imported & {"etl.recognise.reading", "etl.workbook.read", "etl.validate.suite", "etl.marking.mark_workbook"}
        == set()
    )
