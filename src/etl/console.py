"""Tables, and the progress of work: a bar for each stage on a terminal, plain lines in a log.

A text may be foreign (a name, a value): it stays on its line, commands no terminal and is no markup.
"""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from etl import terminal
from etl.foreign_text import visible
from etl.terminal import tell

WIDE = 160  # columns where there is no terminal to ask: a log or a file is not cut at 80


class Screen(Console):
    """A console on which a `str` is text: rich makes of it what stands on the screen here, in tables and their titles too."""

    def render_str(self, text: str, **options: Any) -> Text:
        """The text on one line, without markup; what is to have several is given as a `Text`."""
        return super().render_str(visible(text), **{**options, "markup": False, "emoji": False})


def screen() -> Screen:
    """The console that tables are printed on: as wide as the terminal, wide in a log."""
    return Screen(width=None if sys.stdout.isatty() else WIDE)


class Bar(Protocol):
    """One stage's progress."""

    def expect(self, total: int) -> None: ...

    def advance(self, steps: int = 1) -> None: ...


class Progress:
    """The stages of a run; `stage` shows one while it lasts, `bar` finds it from another thread."""

    def __init__(self, *, is_quiet: bool = False) -> None:
        self._console = Console(stderr=True)
        self._is_quiet = is_quiet or terminal.is_quiet()
        self._on_terminal = self._console.is_terminal and not self._is_quiet
        self._bars: dict[str, Bar] = {}
        self.seconds: dict[str, float] = {}

    def bar(self, stage: str) -> Bar:
        """The bar of a stage that is under way."""
        return self._bars.get(stage) or _Silent()

    def say(self, line: str) -> None:
        """One line beside the stages."""
        if not self._is_quiet:
            tell(line, to=sys.stderr)

    @contextmanager
    def stage(self, name: str, total: int = 0) -> Iterator[Bar]:
        """Show a stage of `total` steps while the block runs, and keep how long it took."""
        started = time.monotonic()
        try:
            if self._on_terminal:
                with self._drawn(name, total) as bar:
                    yield bar
            else:
                self._bars[name] = bar = _Counted(total)
                yield bar
                if not self._is_quiet:
                    done = f"{bar.done}/{bar.total} in " if bar.total else ""
                    tell(f"{name}: {done}{time.monotonic() - started:.1f} s", to=sys.stderr)
        finally:
            self._bars.pop(name, None)
            self.seconds[name] = time.monotonic() - started

    @contextmanager
    def _drawn(self, name: str, total: int) -> Iterator[Bar]:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description:<8}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
        )
        with Bars(*columns, console=self._console) as bars:
            self._bars[name] = bar = _Drawn(bars, name, total)
            yield bar


class _Drawn:
    def __init__(self, bars: Bars, name: str, total: int) -> None:
        self._bars = bars
        self._task = bars.add_task(name, total=total or None)

    def expect(self, total: int) -> None:
        self._bars.update(self._task, total=total)

    def advance(self, steps: int = 1) -> None:
        self._bars.advance(self._task, steps)


class _Counted:
    def __init__(self, total: int) -> None:
        self.total = total
        self.done = 0

    def expect(self, total: int) -> None:
        self.total = total

    def advance(self, steps: int = 1) -> None:
        self.done += steps


class _Silent:
    def expect(self, total: int) -> None:
        pass

    def advance(self, steps: int = 1) -> None:
        pass
