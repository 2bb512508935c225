"""The account of cells for `etl check --account`: takes sheets as they were read and the issues of their file, gives plain dicts
and lines. Shows addresses and kinds, and no content of a cell."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from etl.cell_account import CellRun, TakenFor
from etl.model import SheetReading, address

Described = dict[str, Any]


def describe_sheet(sheet: SheetReading, issues: Sequence[Mapping[str, Any]]) -> Described:
    """A sheet and what it was taken for; with an account, what its cells were, and the rules that name totals which differ."""
    described: Described = {"sheet": sheet.sheet, "taken_for": sheet.taken_for}
    if sheet.cells:
        named = {str(one["cell"]): str(one["rule"]) for one in issues if one["sheet"] == sheet.sheet and one["cell"]}
        described["cells"] = [_run(run, named) for run in sheet.cells]
    return described


def _run(run: CellRun, named: Mapping[str, str]) -> Described:
    first, last = address(run.first_row, run.first_column), address(run.last_row, run.last_column)
    rules = [run.rule] if run.rule else sorted(_rules_of_total(run, named))
    return {
        "range": first if first == last else f"{first}:{last}",
        "taken_for": run.taken_for.value,
        "cells": run.cells,
        "rules": rules,
    }


def _rules_of_total(run: CellRun, named: Mapping[str, str]) -> Iterator[str]:
    """The rules whose issues stand at a total's cells: its figures are not the sums of their rows."""
    if run.taken_for is TakenFor.TOTAL:
        rows = range(run.first_row, run.last_row + 1)
        places = {address(row, column) for row in rows for column in range(run.first_column, run.last_column + 1)}
        yield from {rule for cell, rule in named.items() if cell in places}


def account_line(run: Mapping[str, Any]) -> str:
    """One rectangle of cells as a line of text."""
    rules = f" ({', '.join(run['rules'])})" if run["rules"] else ""
    return f"    {run['range']:<12} {run['cells']:>6}  {run['taken_for']}{rules}"
