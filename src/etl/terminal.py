"""Lines for a person, on standard output or beside it: takes texts that may quote anything, prints each as one line.

`note` is for how work goes, and says nothing once a command was asked to be quiet.

Tables and progress stand in `etl.console`, which needs rich. Nothing else prints what may be foreign.
"""

import io
import sys
from typing import TextIO

from etl.foreign_text import visible


def tell(*lines: str, to: TextIO | None = None) -> None:
    """Print lines, on standard output unless told where."""
    for line in lines:
        print(visible(line), file=to or sys.stdout, flush=True)


def note(*lines: str) -> None:
    """Print lines on how work goes, beside the output, unless quiet."""
    if not is_quiet():
        tell(*lines, to=sys.stderr)


_quiet = [False]  # of this process, as the command line has it


def be_quiet(quiet: bool) -> None:
    """Say from now on only what was asked for, and what is in question."""
    _quiet[0] = quiet


def is_quiet() -> bool:
    """True when nobody wants to hear how work goes."""
    return _quiet[0]


def take_any_letter() -> None:
    """Let standard output and error show a letter that the terminal's encoding lacks as its number, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
