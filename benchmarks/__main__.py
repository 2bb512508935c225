"""`python -m benchmarks`: build the workbooks, run floor and nights in turn, print the medians. See docs/performance.md."""

import argparse
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.table import Table

from benchmarks.commands import COMMANDS, command_seconds
from benchmarks.county_rows import FEWEST
from benchmarks.database import databases
from benchmarks.machine import machine
from benchmarks.machines import MODES, machine_seconds
from benchmarks.province import province
from benchmarks.report import figures_table, medians
from benchmarks.scenarios import SCENARIOS, BenchmarkError, Figures, Plan, run
from benchmarks.workbooks import inbox
from etl.console import screen
from etl.errors import EtlError

_MACHINE_LINES = (("total", ".1f"), ("read", ".1f"), ("rows", ",.0f"))
SIZES = {"small": (10, 100), "province": (183, 1000), "ten": (1830, 1000), "nation": (2843, 1000)}


def main(arguments: list[str] | None = None) -> int:
    """Run what was asked for; 0 when every run did what it should."""
    options = _parser().parse_args(arguments)
    counties, rows = SIZES[options.size]
    counties, rows = options.counties or counties, options.rows or rows
    if rows < FEWEST:
        print(f"benchmarks: --rows takes {FEWEST} or more, so that each report has some", file=sys.stderr)
        return 2
    wanted = SCENARIOS if "all" in options.scenario else tuple(name for name in SCENARIOS if name in options.scenario)
    plan = Plan(counties, rows, wanted, options.runs, options.workers)
    try:
        with _work_folder(options.work) as work:
            result = _measure(plan, work, set(options.scenario))
    except (BenchmarkError, EtlError, ValueError, OSError, subprocess.SubprocessError) as error:
        print(f"benchmarks: {error}", file=sys.stderr)
        return 1
    if options.json:
        options.json.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


def _measure(plan: Plan, work: Path, asked: set[str]) -> dict[str, Any]:
    """Everything that was asked for, printed, and as one value for JSON."""
    result: dict[str, Any] = {"counties": plan.counties, "rows a county": plan.rows}
    started = time.monotonic()

    def say(what: str) -> None:
        print(f"{time.monotonic() - started:7.1f} s  {what}", file=sys.stderr, flush=True)

    with databases(work) as server:
        result["machine"] = machine(server.version)
        runs: list[tuple[str, Figures]] = []
        for name, figures in run(plan, server, work, say) if plan.scenarios else ():
            say(f"{name}: {figures['total']:.2f} s")
            runs.append((name, figures))
        if "machines" in asked:
            where = province(plan.counties, work)
            workbooks = inbox(where, plan.rows, work, workers=plan.workers)
            result["machines"] = machine_seconds(where, workbooks, server, work, say)
    found = medians(runs, plan.counties * plan.rows)
    result |= {"runs": [{"what": name, **figures} for name, figures in runs], "medians": found}
    for name, value in result["machine"].items():
        screen().print(f"{name:12} {value}", highlight=False, soft_wrap=True)
    if found:
        screen().print(figures_table(_title(plan), found))
    if "machines" in asked:
        screen().print(_machines_table(plan, result["machines"]))
    if "commands" in asked:
        result["commands"] = command_seconds(work, plan.runs, say)
        screen().print(_commands_table(result["commands"]))
    return result


def _title(plan: Plan) -> str:
    return f"\n{plan.counties} counties, {plan.rows} rows each; median of {plan.runs} run{'s' * (plan.runs > 1)}"


def _machines_table(plan: Plan, found: dict[str, Figures]) -> Table:
    title = (
        f"\netl run as a whole, {plan.counties} counties, {plan.rows} rows each; the same warehouse in every mode; once"
    )
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("seconds")
    for name in ("total", "of them reading", "rows"):
        table.add_column(name, justify="right")
    for mode in MODES:
        table.add_row(mode, *(format(found[mode][key], form) for key, form in _MACHINE_LINES))
    return table


def _commands_table(seconds: Figures) -> Table:
    table = Table(title="\nwhole commands", title_justify="left", box=None, pad_edge=False)
    table.add_column("seconds")
    table.add_column("median", justify="right")
    for name in COMMANDS:
        table.add_row(name, f"{seconds[name]:.2f}")
    return table


@contextmanager
def _work_folder(asked: Path | None) -> Iterator[Path]:
    if asked is not None:
        asked.mkdir(parents=True, exist_ok=True)
        yield asked.resolve()
        return
    with tempfile.TemporaryDirectory(prefix="etl-benchmarks-", ignore_cleanup_errors=True) as folder:
        yield Path(folder).resolve()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small", help="counties and rows: " + _sizes())
    parser.add_argument("--counties", type=int, metavar="N", help="instead of the size's")
    parser.add_argument("--rows", type=int, metavar="N", help="of one county, all nine reports together")
    parser.add_argument(
        "--scenario",
        nargs="+",
        choices=(*SCENARIOS, "commands", "machines", "all"),
        default=["clean"],
        help="all: every night; commands: etl --help, status and run as whole processes; machines: threads, processes, Dask",
    )
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="floor and nights in turn, so often (3)")
    parser.add_argument("--work", type=Path, metavar="DIR", help="keep workbooks and server there for the next time")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure of every run")
    parser.add_argument("--workers", type=int, default=2, metavar="N", help="processes that build workbooks (2)")
    return parser


def _sizes() -> str:
    return "; ".join(f"{name} {counties} × {rows}" for name, (counties, rows) in SIZES.items())


if __name__ == "__main__":
    sys.exit(main())
