"""The handle on the process that `tests.warm_modules` is: takes a module and its arguments, gives what it printed.

One for all tests of this process, begun by the first that asks, and gone with us: it ends with its input.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from functools import cache
from tempfile import NamedTemporaryFile

from etl.settings import PROJECT
from flows.prefect_environment import ALWAYS

LONGEST = 300.0  # seconds; a program that takes longer hangs


def run_warm(module: str, *arguments: str, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    """Run `python -m module` to its end in a process of its own, without waiting for its imports."""
    with NamedTemporaryFile("r", encoding="utf-8") as out, NamedTemporaryFile("r", encoding="utf-8") as err:
        asked = {"module": module, "arguments": arguments, "environment": environment}
        answer = _ask(json.dumps(asked | {"out": out.name, "err": err.name}))
        assert answer, f"{module} {' '.join(arguments)} does not end: {out.read()}{err.read()}"
        return subprocess.CompletedProcess([module, *arguments], int(answer), out.read(), err.read())


@cache
def _process() -> "subprocess.Popen[str]":
    process = subprocess.Popen(
        [sys.executable, "-c", "from tests.warm_modules import main; main()"],
        cwd=PROJECT,
        env=os.environ | ALWAYS,  # which Prefect reads when it is imported
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    atexit.register(process.__exit__, None, None, None)
    assert _answer(process) == "ready"
    return process


def _ask(question: str) -> str:
    process = _process()
    assert process.stdin is not None
    process.stdin.write(question + "\n")
    process.stdin.flush()
    return _answer(process)


def _answer(process: "subprocess.Popen[str]") -> str:
    """The next line that it prints; nothing when none comes."""
    assert process.stdout is not None
    if select.select([process.stdout], [], [], LONGEST)[0]:
        return process.stdout.readline().strip()
    os.killpg(process.pid, signal.SIGKILL)
    return ""
