"""Base of every parser of a column type.

It reads one column of one report. It types at once all distinct cells that surely are what they look like, and reads
the others one by one: that is the rule, the first only a way to it. It reports nothing and never raises for a value.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar, Protocol

from etl.contract.catalog import Catalog
from etl.contract.schema import Column
from etl.model import Cell
from etl.normalise.dictionary_column import DictionaryColumn, no_word
from etl.normalise.figures import FigureReader
from etl.normalise.shown_numbers import DisplayNote
from etl.normalise.typed import Typed
from etl.rules.reading.values import VALUE_TYPE
from etl.types.column_type import ColumnType


@dataclass(frozen=True)
class Read:
    """One cell, read: the typed value, why it is none, what Excel cut off it, why it is not exact, and how it was rounded.

    `display` is what is said of a number that its cell shows otherwise; `is_masked` that an identity number was hidden;
    `is_taken_as_empty` that it holds a word for nothing; `aside` as what it was read, where a bracket says something else.
    """

    value: object = None
    problem: str | None = None
    loss: str | None = None
    approximate: str | None = None
    rounded: str | None = None
    display: DisplayNote | None = None
    is_masked: bool = False
    is_taken_as_empty: bool = False
    aside: str | None = None
    own_unit: str | None = None  # that the cell itself names

    @classmethod
    def none(cls, why: str, **words: object) -> "Read":
        """A cell without a value, for one of the reasons of the rule `type`."""
        return cls(problem=VALUE_TYPE.reason(why, **words))


@dataclass(frozen=True)
class Lexicon:
    """The words that parsers know, made ready once for all columns."""

    catalog: Catalog
    figures: FigureReader
    money: Mapping[str, Decimal]  # unit -> yuan
    no_blank: str  # a pattern found only in texts that are no word for nothing
    some_content: str  # found only in those that are none for nothing yet either, or for somewhere else
    no_content: frozenset[str]  # these words, folded
    references: frozenset[str]  # names of columns whose values stand in another report

    @classmethod
    def of(cls, catalog: Catalog) -> "Lexicon":
        """The words of a catalog."""
        vocabulary = catalog.vocabulary
        figures = FigureReader(vocabulary.units, vocabulary.measures)
        nothing = (*vocabulary.blanks, *vocabulary.placeholders, *vocabulary.nulls)
        no_content = (*vocabulary.nulls, *vocabulary.not_yet, *vocabulary.elsewhere)
        return cls(
            catalog,
            figures,
            vocabulary.units,
            no_word(nothing),
            no_word((*nothing, *no_content)),
            vocabulary.folded(no_content),
            frozenset(_references(catalog)),
        )


def _references(catalog: Catalog) -> Iterator[str]:
    for contract in catalog.contracts.values():
        for finding in (finding for rule in contract.rules for finding in rule.findings()):
            for own, there in finding.compares:
                if finding.reads[there].report is not None:
                    yield finding.reads[own].column


class Parser(Protocol):
    """Reads the cells of a column of its type."""

    type: ClassVar[ColumnType]

    def __init__(self, column: Column, lexicon: Lexicon) -> None: ...

    @property
    def claims(self) -> Container[str]:
        """Words, folded, that are values of this column although elsewhere they stand for nothing."""

    def at_once(self, cells: DictionaryColumn, unit: str) -> Typed:
        """The distinct cells that need no closer look, typed; in a column that is written in `unit`, "" unless of money."""

    def read(self, cell: Cell, unit: str) -> Read:
        """One cell that is not blank."""
