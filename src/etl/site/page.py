"""Models of a page: what it says, block by block, before it is HTML. Frozen values; links are paths from the site's root."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import ClassVar, NamedTuple

from etl.site.figures import UNKNOWN, Figure

Sentence = tuple[str | Figure, ...]


class Cell(NamedTuple):
    """A cell of a table: its text, the value as the warehouse holds it, where it leads, how it looks, a bar of its share."""

    text: str
    value: str = ""
    href: str = ""
    look: str = ""
    share: float | None = None
    anchor: str = ""
    links: tuple["Link", ...] = ()  # in the place of the text, as far as it is their names

    @property
    def rest(self) -> str:
        """The text behind the links' names."""
        return self.text.removeprefix("、".join(link.text for link in self.links))


class Head(NamedTuple):
    """A column's heading; a number's stands on the right."""

    text: str
    is_number: bool = False


class Link(NamedTuple):
    """A place to go to, and what it is called."""

    text: str
    href: str


@dataclass(frozen=True)
class Paragraph:
    """A few sentences."""

    kind: ClassVar[str] = "paragraph"
    text: Sentence
    look: str = ""


@dataclass(frozen=True)
class KeyFigures:
    """A handful of figures, each with its name and the page that it comes from."""

    kind: ClassVar[str] = "key_figures"
    figures: tuple[tuple[str, Figure, str], ...]


@dataclass(frozen=True)
class Table:
    """A table whose first column names the row."""

    kind: ClassVar[str] = "table"
    caption: str
    heads: tuple[Head, ...]
    rows: Sequence[tuple[Cell, ...]]
    empty: str = "没有。"
    note: str = ""
    foot: tuple[Cell, ...] = ()
    files: tuple[Link, ...] = ()  # that stand beside it: with more than its rows, and with these

    @property
    def parts(self) -> tuple[tuple[str, Sequence[tuple[Cell, ...]]], ...]:
        """Its rows, and what they sum to, by the element that they stand in."""
        return (("tbody", self.rows), *((("tfoot", (self.foot,)),) if self.foot else ()))


@dataclass(frozen=True)
class Links:
    """Links beside one another."""

    kind: ClassVar[str] = "links"
    label: str
    links: tuple[Link, ...]


@dataclass(frozen=True)
class Hexagon:
    """A county on the map: its corners or its outline, and its middle, its name and state, a mark below the name, a title, its page."""

    points: str
    x: float
    y: float
    name: str
    state: str
    mark: str
    title: str
    href: str
    path: str = ""  # its real outline, in the place of corners

    @property
    def label(self) -> str:
        """Its name for those who hear it, which begins as it is shown: who speaks to a browser says what is to be seen."""
        return f"{self.name}{self.mark}，{self.title}"


@dataclass(frozen=True)
class Map:
    """A map of hexagons, the borders between prefectures, their names, and what the looks mean."""

    kind: ClassVar[str] = "map"
    title: str
    width: float
    height: float
    hexagons: tuple[Hexagon, ...]
    borders: str
    legend: tuple[tuple[str, str, Figure], ...]  # state, word, counties
    source: str = ""  # of real boundaries


@dataclass(frozen=True)
class Bar:
    """A bar of a small chart: its share of the highest, what stands above and below it."""

    height: float
    text: str
    label: str


@dataclass(frozen=True)
class Multiples:
    """Small column charts of the same periods, each of a measure."""

    kind: ClassVar[str] = "multiples"
    charts: tuple[tuple[str, tuple[Bar, ...]], ...]


@dataclass(frozen=True)
class Fold:
    """Blocks that stay folded until somebody opens them; print shows the line only."""

    kind: ClassVar[str] = "fold"
    summary: str
    blocks: tuple["Block", ...]


Block = Paragraph | KeyFigures | Table | Links | Map | Multiples | Fold


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    anchor: str
    heading: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Page:
    """One page: the question that it answers, the answer in a sentence, and the moment of its last change."""

    path: str
    title: str
    question: str
    headline: Sentence
    sections: tuple[Section, ...]
    moment: datetime | None = None
    trail: tuple[Link, ...] = ()
    remark: Sentence = field(default=())

    @property
    def root(self) -> str:
        """Steps from this page up to the site's root."""
        return "../" * self.path.count("/")


def said_by(page: Page) -> Iterator[str]:
    """All that a page says, a row of a table after the other: what tells two pages apart, without a second copy of a long one."""
    yield repr(replace(page, sections=()))
    for section in page.sections:
        yield repr(replace(section, blocks=()))
        yield from said_by_blocks(section.blocks)


def said_by_blocks(blocks: Iterable[Block]) -> Iterator[str]:
    """The same of blocks."""
    for block in blocks:
        if isinstance(block, Table):
            yield repr(replace(block, rows=()))
            yield from map(repr, block.rows)
        elif isinstance(block, Fold):
            yield f"{block.summary}("
            yield from said_by_blocks(block.blocks)
            yield ")"
        else:
            yield repr(block)


def number(figure: Figure, href: str = "", share: float | None = None) -> Cell:
    """A figure in a cell, on the right; one that is not known looks so, and leads nowhere."""
    if figure.text == UNKNOWN:
        return Cell(figure.text, figure.value, look="unknown", share=share)
    return Cell(figure.text, figure.value, href or figure.href, "number", share)
