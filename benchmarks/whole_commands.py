"""A command of the program begun as an operator begins it: takes an environment and arguments, gives the process."""

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from etl.settings import PROJECT


def begin(environment: Mapping[str, str], *arguments: str, errors: int = subprocess.DEVNULL) -> "subprocess.Popen[str]":
    """Begin it by its installed name; `errors` is where what it says of its work goes."""
    return subprocess.Popen(
        [Path(sys.executable).with_name("etl"), *arguments],
        cwd=PROJECT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=errors,
        text=True,
    )


def lines(process: "subprocess.Popen[str]") -> Iterator[str]:
    """Lines that it says of its work."""
    assert process.stderr is not None
    yield from process.stderr
