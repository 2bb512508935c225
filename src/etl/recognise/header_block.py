"""Heading of a table: its rows, the report it belongs to, the column under each of its labels. Pure values."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from etl.contract.schema import Contract
from etl.model import ColumnMatch
from etl.recognise.cells import Layout
from etl.text import fold_label

MAX_HEADING_ROWS = 5  # the most seen in 617 public Chinese tables and 42 real county forms
LONGEST_HEADING = 60
ENOUGH = 3  # headings of one contract in a row that make it a heading; 2 when the sheet or title names the report


@dataclass(frozen=True)
class Panel:
    """Columns of an indicator form that belong together: the indicators' names (group before leaf), their units, their figures.

    One of `figures` is read: none or several means that nobody can tell which. What stands in `beside` is kept in `extra`.
    """

    labels: tuple[int, ...]
    unit: int | None
    figures: tuple[ColumnMatch, ...]
    beside: tuple[ColumnMatch, ...]

    @property
    def indexes(self) -> tuple[int, ...]:
        """All its columns but those of codes."""
        unit = () if self.unit is None else (self.unit,)
        return (*self.labels, *unit, *(column.index for column in (*self.figures, *self.beside)))


_OF_NO_FIGURE = re.compile("序号|编号|备注|说明")


@dataclass(frozen=True)
class HeaderBlock:
    """The heading rows of one table: the report they fit best, its columns, and other reports that fit as well.

    Of an indicator form the columns say nothing yet, and `panels` tell what they are for.
    """

    contract: Contract
    first: int
    last: int
    columns: tuple[ColumnMatch, ...]
    doubled: tuple[tuple[ColumnMatch, ColumnMatch], ...]
    rivals: tuple[str, ...] = ()
    serials: frozenset[int] = frozenset()
    panels: tuple[Panel, ...] = ()

    def at(self, row: int, columns: Sequence[int]) -> "HeaderBlock":
        """The block of a list, found among some columns of the rows from `row` on, as it stands in the sheet."""

        def moved(match: ColumnMatch) -> ColumnMatch:
            return replace(match, index=columns[match.index])

        return replace(
            self,
            first=self.first + row,
            last=self.last + row,
            columns=tuple(map(moved, self.columns)),
            doubled=tuple((moved(first), moved(second)) for first, second in self.doubled),
            serials=frozenset(columns[index] for index in self.serials),
        )

    @cached_property
    def fields(self) -> frozenset[str]:
        """The fields of the contract that have a column."""
        return frozenset(column.field for column in self.columns if column.field)

    @property
    def has_key(self) -> bool:
        """True when every column of the report's key is there."""
        return self.fields.issuperset(self.contract.key)

    @cached_property
    def headed(self) -> tuple[int, ...]:
        """All columns under the heading, from left to right."""
        doubled = (second.index for _, second in self.doubled)
        return tuple(sorted({*(column.index for column in self.columns), *doubled, *self.serials}))

    @cached_property
    def measured(self) -> tuple[int, ...]:
        """The columns of figures and days."""
        measured = {column.name for column in self.contract.columns if not column.type.is_text}
        return tuple(column.index for column in self.columns if column.field in measured)

    @cached_property
    def amounts(self) -> Mapping[str, str]:
        """The amounts of money of its report with their units, whether they have a column or not."""
        return {column.name: str(column.unit) for column in self.contract.columns if column.type.is_money}

    @cached_property
    def amount_columns(self) -> tuple[ColumnMatch, ...]:
        """Its columns of such amounts."""
        return tuple(column for column in self.columns if column.field in self.amounts)

    @cached_property
    def main_unit(self) -> str:
        """The unit of most amounts; of several the first, "" for none."""
        return max(units := [*self.amounts.values()], key=units.count, default="")

    @cached_property
    def free_texts(self) -> tuple[int, ...]:
        """The columns of free texts: what a code or a credit code may be is held against its list."""
        types = {column.name: column.type for column in self.contract.columns if column.type.is_text}
        return tuple(c.index for c in self.columns if c.field in types and not types[c.field].checks)

    @cached_property
    def named(self) -> frozenset[int]:
        """The columns that name a record: those of the key, and the organisation's name."""
        return frozenset(c.index for c in self.columns if c.field in self.contract.key or c.field == "org_name")

    @cached_property
    def worded(self) -> tuple[int, ...]:
        """The columns that hold no figures: those of words and days, and of numbers that count the rows."""
        figures = {column.name for column in self.contract.columns if column.type.is_figure}
        texts = [
            c for c in self.columns if c.field not in figures and (c.field or _OF_NO_FIGURE.match(c.heading.strip()))
        ]
        return (*(column.index for column in texts), *self.serials)

    @cached_property
    def labels(self) -> frozenset[str]:
        """Its own words, folded."""
        return frozenset(fold_label(column.heading) for column in self.columns)

    @cached_property
    def layout(self) -> Layout:
        """Positions of the columns, for telling rows apart."""
        index_of = {column.field: column.index for column in self.columns if column.field}
        columns = {column.name: column for column in self.contract.columns}
        return Layout(
            mapped=frozenset(index_of.values()),
            required=tuple(index for name, index in index_of.items() if columns[name].required),
            figures=frozenset(index for name, index in index_of.items() if columns[name].type.is_figure),
            key=tuple(index_of[name] for name in self.contract.key if name in index_of),
            serials=self.serials,
            last=max(index for index in (*self.serials, *(c.index for c in self.columns))) + 1,
        )
