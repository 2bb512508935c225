"""Words that counties invent, for a person: a block a word, with the line to add. Takes InventedWords, gives lines."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from etl.foreign_text import visible
from etl.operations.headings import InventedWord


def lines(words: Sequence[InventedWord], config: Path) -> Iterator[str]:
    """Every word, those of most counties first within its report, and what to do with the lines."""
    for word in words:
        yield from map(visible, _word(word, config))
    yield ""
    yield "add the lines that are right (each is the whole line, with what stands there now), then: etl replay --preview"


def _word(word: InventedWord, config: Path) -> Iterator[str]:
    where = f"code word in {word.of_column}" if word.of_column else "heading"
    counts = f"{_many(word.counties, 'county', 'counties')}, {_many(word.files, 'file')}, {_many(word.cells, 'cell')}"
    yield f"{word.period} {word.report}: {where} “{word.word}”: {counts}"
    if (lesson := word.lesson) is None:
        yield "    nothing is near"
        return
    yield f"    nearest: {lesson.nearest}; {config / lesson.file}, {lesson.under}:"
    yield f"    {lesson.line}"


def _many(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
