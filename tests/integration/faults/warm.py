"""Nights without Prefect, each in a process of its own, forked from this one, in which everything is imported already.

`main` takes a line of JSON for each night on standard input, says the pid of its process, and ends with its input. A night
leaves the stages it came to, what it printed and its exit code in the folder it was given.
"""

import tests.quick_imports  # noqa: F401  # isort: skip - before Great Expectations
import gc
import json
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import etl.validate.judge
import etl.warehouse.schema.build  # noqa: F401
from etl.errors import EtlError
from etl.night.context import open_night
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.night.steps import STEPS, Steps
from etl.night.summary import Summary
from tests.own_fork_server import begin_fork_server

T = TypeVar("T")


def main() -> None:
    """Fork a night for every line."""
    gc.freeze()  # as tests.warm_modules does
    gc.enable()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the system collects them
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _be_a_night(json.loads(line))
        print(pid, flush=True)


def _be_a_night(order: dict[str, Any]) -> None:
    code = 70
    try:
        os.setsid()  # its processes are found by their session
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        folder = Path(order["folder"])
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        for number, name in ((1, "stdout"), (2, "stderr")):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_APPEND), number)
        os.environ.update(order["environment"])
        begin_fork_server()
        code = _told(order, folder)
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        (folder / "exit").write_text(str(code))
        os._exit(code)


def _told(order: dict[str, Any], folder: Path) -> int:
    """The night as `etl run` tells it: a summary, or one sentence, and the exit code."""
    try:
        summary = _night(order, folder)
    except EtlError as error:
        print(f"etl: {error.message}", file=sys.stderr)
        return error.exit_code
    print("\n".join(summary.lines()))
    return 1 if summary.failed else 0


def _night(order: dict[str, Any], folder: Path) -> Summary:
    """A night whose every step says that it begins, and waits for leave where it is to hold."""

    def stage(name: str) -> None:
        with (folder / "stages").open("a") as stages:
            stages.write(f"{name} {time.monotonic()}\n")
        while name == order["hold"] and not (folder / "go").exists():
            time.sleep(0.01)

    def held(name: str, step: Callable[..., T]) -> Callable[..., T]:
        def after_its_stage(*values: Any) -> T:
            stage(name)
            return step(*values)

        return after_its_stage

    stage("open")
    with open_night(RunRequest(datetime.fromisoformat(order["now"]), order["kind"])) as context:
        return run_night(context, Steps(**{name: held(name, step) for name, step in vars(STEPS).items()}))
