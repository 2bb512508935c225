"""Lines for a person, on standard output or beside it: takes texts that may quote anything, prints each as one line.

`note` is for how work goes, and says nothing once a command was asked to be quiet.

Tables and progress stand in `etl.console`, which needs rich. Nothing else prints what may be foreign.
"""

import io
import os
import stat
import sys
from typing import Any, TextIO

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


class _WhoeverReads(io.FileIO):
    """A pipe whose reader may leave, as `head` does: what comes after is for nobody, and the work goes on to its own end."""

    def write(self, data: Any, /) -> int:
        try:
            return super().write(data)
        except BrokenPipeError:
            nobody = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nobody, self.fileno())
            os.close(nobody)
            return super().write(data)


def outlive_readers() -> None:
    """Let nobody who stops reading what is printed end a command, a night least of all."""
    sys.stdout, sys.stderr = map(_outliving, (sys.stdout, sys.stderr))


def _outliving(stream: TextIO) -> TextIO:
    if not isinstance(stream, io.TextIOWrapper) or not stat.S_ISFIFO(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.flush()
    raw = _WhoeverReads(stream.fileno(), "w", closefd=False)
    return io.TextIOWrapper(
        io.BufferedWriter(raw), stream.encoding, stream.errors, line_buffering=stream.line_buffering, write_through=True
    )
