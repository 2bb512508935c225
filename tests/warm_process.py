"""Python programs in processes of their own that need not wait for their imports: takes a module, gives what it printed.

They are forked from `tests.warm_modules`, of which this process has one, begun by the first that asks. It ends with us.
"""

import atexit
import json
import os
import select
import signal
import subprocess
import sys
from dataclasses import dataclass, field
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from etl.settings import PROJECT
from flows.prefect_environment import ALWAYS

LONGEST = 300.0  # seconds; a program that takes longer hangs


@dataclass(frozen=True)
class Program:
    """A program that was begun."""

    command: tuple[str, ...]
    pid: int
    out: Path
    err: Path
    code: list[int] = field(default_factory=list)  # once somebody has waited for its end

    @property
    def output(self) -> str:
        """Text that it has written to stdout so far."""
        return self.out.read_text(encoding="utf-8")

    @property
    def errors(self) -> str:
        """Text that it has written to stderr so far."""
        return self.err.read_text(encoding="utf-8")

    def end(self) -> "subprocess.CompletedProcess[str]":
        """Wait for its end."""
        if not self.code:
            code = _warm_process().ask({"wait": self.pid})
            assert code, f"{' '.join(self.command)} does not end: {self.errors}"
            self.code.append(int(code))
        return subprocess.CompletedProcess(self.command, self.code[0], self.output, self.errors)

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to it, whose end nobody has waited for."""
        os.kill(self.pid, number)

    def kill(self) -> None:
        """Kill it with all it has started, unless somebody has waited for its end."""
        if not self.code:
            os.killpg(self.pid, signal.SIGKILL)
        self.end()


def begin(module: str, *arguments: str, environment: dict[str, str], has_children: bool = False) -> Program:
    """Begin `python -m module`, or a script by its path, and go on; if it `has_children`, they are warm too."""
    return _warm_process().begin((module, *arguments), environment, has_children)


class WarmProcess:
    """The handle on the process that the others are forked from."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory()
        self._numbers = count(1)
        self._process = subprocess.Popen(
            [sys.executable, "-c", "import gc; gc.disable(); from tests.warm_modules import main; main()"],
            cwd=PROJECT,
            env=os.environ | ALWAYS,  # which Prefect reads when it is imported
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._answer() == "ready"

    def begin(self, command: tuple[str, ...], environment: dict[str, str], has_children: bool) -> Program:
        out, err = (Path(self._folder.name) / str(next(self._numbers)) for _ in range(2))
        module, *arguments = command
        asked = {"module": module, "arguments": arguments, "environment": environment, "has_children": has_children}
        for path in (out, err):
            path.touch()
        return Program(command, int(self.ask(asked | {"out": str(out), "err": str(err)})), out, err)

    def ask(self, question: dict[str, object]) -> str:
        """The answer; nothing when none comes."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(question) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def end(self) -> None:
        """End it by ending its input."""
        with self._process:
            pass
        self._folder.cleanup()

    def _answer(self) -> str:
        assert self._process.stdout is not None
        if select.select([self._process.stdout], [], [], LONGEST)[0]:
            return self._process.stdout.readline().strip()
        os.killpg(self._process.pid, signal.SIGKILL)
        return ""


@cache
def _warm_process() -> WarmProcess:
    process = WarmProcess()
    atexit.register(process.end)
    return process
