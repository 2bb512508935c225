"""The order of a night stands once, in etl/night/run.py: whoever runs one calls `run_night`, and lines up no steps of its own."""

import ast
from collections.abc import Iterator

import pytest

from etl.night.steps import STEPS
from etl.settings import PROJECT
from tests.source_trees import name_of, tree_of

ORDER = PROJECT / "src" / "etl" / "night" / "run.py"
RUN_NIGHTS = (
    "flows/night_flow.py",
    "benchmarks/night.py",
    "tests/integration/one_night.py",
    "tests/integration/faults/warm.py",
)
PROGRAMS = sorted(
    path
    for folder in ("src", "flows", "benchmarks", "tests")
    for path in (PROJECT / folder).rglob("*.py")
    if path != ORDER
)
BUNDLE = {name: step.__name__ for name, step in vars(STEPS).items()}
Function = ast.FunctionDef | ast.AsyncFunctionDef


def lined_up(tree: ast.Module) -> dict[str, set[str]]:
    """By function the steps that it calls, itself or by way of others of its module, where they are more than one."""
    calls = {node.name: set(_called(node)) for node in ast.walk(tree) if isinstance(node, Function)}
    calls["the module"] = set(_called(tree))
    reached = {name: called & {*BUNDLE.values()} for name, called in calls.items()}
    for _ in calls:  # a chain is no longer than there are functions
        reached = {
            name: own.union(*(reached[other] for other in calls[name] & reached.keys() - {name}))
            for name, own in reached.items()
        }
    return {name: steps for name, steps in reached.items() if len(steps) > 1}


def _called(place: ast.AST) -> Iterator[str]:
    """The names of what is called, or submitted to a task runner, in a function itself; what is handed on is not called."""
    for node in ast.iter_child_nodes(place):
        if isinstance(node, Function):
            continue
        yield from _called(node)
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Name(id=name):
                    yield name
                case ast.Attribute(value=ast.Name(id="steps" | "STEPS"), attr=name):
                    yield BUNDLE.get(name, name)
                case ast.Attribute(value=ast.Name(id=name), attr="submit"):
                    yield name
                case ast.Attribute(attr=name):
                    yield name


def test_no_other_program_lines_up_steps():
    found = {name_of(path): lined_up(tree_of(path)) for path in PROGRAMS}
    assert {name: functions for name, functions in found.items() if functions} == {}


@pytest.mark.parametrize("path", RUN_NIGHTS)
def test_whoever_runs_a_night_calls_the_story(path):
    tree = tree_of(PROJECT / path)
    assert "run_night" in {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}


def test_the_story_has_every_step():
    (steps,) = {frozenset(steps) for steps in lined_up(tree_of(ORDER)).values() if len(steps) > 7}
    assert steps == set(BUNDLE.values())


@pytest.mark.parametrize(
    "source",
    [
        "fetched = fetch_files(context)\nreadings = read_files(context, fetched.to_read, readers)",
        "def night(context, steps):\n    return steps.publish(context, steps.fetch(context), [])",
        "def one():\n    fetch_files(context)\ndef other():\n    choose.choose_files(context)\ndef night():\n    one()\n    other()",
        "def one():\n    fetch_files(context)\ndef other():\n    publish_night(context)\ndef night():\n    one()\n    other.submit()",
    ],
    ids=["in-a-module", "by-the-bundle", "by-functions-of-its-own", "as-tasks"],
)
def test_a_copy_of_the_order_is_found(source):
    assert lined_up(ast.parse(source))


def test_one_step_alone_and_steps_that_are_handed_on_are_no_order():
    alone = "def broken_off():\n    fetch_files(context)\n"
    handed_on = "steps = replace(STEPS, read=partial(read_files, fan_out=threads), judge=partial(judge_reports))"
    assert lined_up(ast.parse(alone)) == lined_up(ast.parse(handed_on)) == {}
