"""Command blocks of a document: takes Markdown, gives each block's commands, what stands there of their output, and its marks.

A mark is a comment before a block: `<!-- not run here: needs root -->` says why nobody runs it, `<!-- happens: … -->` what
happens before it, as a county that sends its files.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

MARK = re.compile(r"<!-- (not run here|happens): (.+?) -->", re.DOTALL)
PROMPT = re.compile(r"[$#] ")
EXIT_CODE = re.compile(r"  # .*\bexit code (\d)")
CUT = "…"  # a line of nothing else stands for any number of lines, within a line for any text


@dataclass(frozen=True)
class Command:
    """A line that is typed, the exit code it has, and the lines it prints, if the document shows them."""

    typed: str
    shown: tuple[str, ...] | None

    @property
    def code(self) -> int:
        """Exit code that a remark beside it names, else 0."""
        named = EXIT_CODE.search(self.typed)
        return int(named[1]) if named else 0


@dataclass(frozen=True)
class Block:
    """Lines that are typed in a row, where they stand, why nobody runs them, and what happens before."""

    place: str
    commands: tuple[Command, ...]
    not_run: str | None
    happens: tuple[str, ...]


def blocks(document: Path) -> Iterator[Block]:
    """Every block of the document, in order."""
    marks: list[tuple[str, str]] = []
    for token in MarkdownIt("commonmark").parse(document.read_text(encoding="utf-8")):
        if token.type == "html_block":
            marks += MARK.findall(token.content)
        elif token.type in ("fence", "code_block"):
            not_run = " ".join(why for kind, why in marks if kind == "not run here") or None
            happens = tuple(what for kind, what in marks if kind == "happens")
            place = f"{document.name}:{1 + (token.map or [0])[0]}"
            yield Block(place, tuple(_commands(token)), not_run, happens)
            marks = []
        elif token.type in ("paragraph_open", "heading_open"):  # a mark is of the block that follows it
            assert not marks, f"{document.name}: no block follows {marks}"


def _commands(token: Token) -> Iterator[Command]:
    """Of a console what is typed after a prompt, with the lines below it; of any other block every line."""
    lines = token.content.splitlines()
    if token.info != "console":
        yield from (Command(line, None) for line in lines if line.strip())
        return
    begins = [number for number, line in enumerate(lines) if PROMPT.match(line)]
    for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True):
        yield Command(lines[begin][2:], tuple(lines[begin + 1 : end]))


def is_shown(shown: tuple[str, ...], printed: str) -> bool:
    """True when these lines are what was printed, but for what is cut and for blanks at the ends of lines.

    >>> is_shown(("… reports accepted", "…", "2024Q1: …"), "9 reports accepted\\nfiles: 1\\n2024Q1: 1 missing")
    True
    >>> is_shown(("… reports accepted",), "9 reports accepted\\nfiles: 1")
    False
    """
    lines = "".join(
        rf"{re.escape(line.rstrip()).replace(CUT, '.*')}\n" if line != CUT else r"(?:.*\n)*" for line in shown
    )
    return bool(re.fullmatch(lines, "".join(f"{line.rstrip()}\n" for line in printed.splitlines())))
