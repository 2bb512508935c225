"""Lines for a person, on standard output or beside it: takes texts that may quote anything, prints each as one line.

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


def take_any_letter() -> None:
    """Let standard output and error show a letter that the terminal's encoding lacks as its number, instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
