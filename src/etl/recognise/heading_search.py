"""The search for headings on one grid: row by row, of lists and of indicator forms, with the title above as a hint. Bounded.

Takes a grid and a file's name, gives heading blocks. A row that holds words of a contract is looked at closely only while
rows like it may still be a heading, so that a long sheet that is no report costs little.
"""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from etl.model import Grid
from etl.recognise.forms.form_heading import FormFinder
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.header_finder import HeaderFinder
from etl.recognise.headings.preamble import PreambleReader

HEADING_WITHIN_ROWS = 5_000  # filled ones; a sheet that goes on so long without a heading is no report
MOST_FAILURES = 20  # of rows with the same known words in the same columns: they are values of a table
TITLE_ROWS = 4  # rows above a heading that may bear the title; what stands higher belongs to something else


@dataclass(frozen=True)
class Finders:
    """Finders of headings; built once a process."""

    lists: HeaderFinder
    forms: FormFinder
    preambles: PreambleReader

    def is_heading(self, folded: str) -> bool:
        """True for the folded text of a heading of a list or of a form."""
        return self.lists.is_heading(folded) or self.forms.is_heading(folded)


class HeadingSearch:
    """The search on one grid; remembers which rows of known words turned out to be no heading."""

    def __init__(self, finders: Finders, grid: Grid, file_name: str) -> None:
        self.grid = grid
        self._finders, self._file_name = finders, file_name
        self._failures: Counter[tuple[tuple[int, str], ...]] = Counter()

    @cached_property
    def first(self) -> HeaderBlock | None:
        """The first heading block of the grid."""
        return self.next_block()

    def next_block(self, start: int = 0, lines: int = 0) -> HeaderBlock | None:
        """The first heading block from row `start` on; its title stands no higher than row `lines`."""
        rows, filled = self.grid.rows, 0
        for row in range(start, len(rows)):
            filled += any(rows[row])
            if filled > HEADING_WITHIN_ROWS:
                break
            if (block := self.block_at(row, title_from=lines)) is not None:
                return block
        return None

    def block_at(self, row: int, title_from: int | None = None) -> HeaderBlock | None:
        """The heading block that a row begins; the title above it, from a row on, may say which report is meant."""
        grid, finders = self.grid, self._finders
        known = finders.lists.known_in(grid.rows[row])
        is_list = bool(known) and self._failures[known] < MOST_FAILURES
        if not is_list and not finders.forms.may_begin(grid.rows[row]):
            return None
        named = frozenset[str]() if title_from is None else self._named(row, title_from)
        if (form := finders.forms.block_at(grid, row, named)) is not None:
            return form
        if not is_list:
            return None
        block = finders.lists.block_at(grid, row, named)
        self._failures[known] += block is None
        return block

    def _named(self, row: int, title_from: int) -> frozenset[str]:
        """The reports that the title above a row names, else the sheet, else the file."""
        titles = self._finders.preambles.read(self.grid.rows, range(max(title_from, row - TITLE_ROWS), row)).titles
        hints = (" ".join(titles), self.grid.sheet, self._file_name)
        return next(filter(None, map(self._finders.lists.reports_named, hints)), frozenset())
