"""Find the heading rows of a sheet and what every column under them means. Takes a grid, gives blocks; judges no data."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import Cell, ColumnMatch
from etl.recognise.headings import Headings, Meaning
from etl.text import fold_label, tidy

MAX_HEADING_ROWS = 5  # the most seen in 617 public tables (design.md)
LONGEST_HEADING = 60
ENOUGH = 3  # headings of one contract in a row that make it a heading; 2 when the sheet or title names the report

Row = Sequence[Cell]
Merges = Sequence[tuple[int, int, int, int]]


@dataclass(frozen=True)
class HeaderBlock:
    """The heading rows of one table: the report they fit best, its columns, and other reports that fit as well."""

    contract: Contract
    first: int
    last: int
    columns: tuple[ColumnMatch, ...]
    doubled: tuple[tuple[ColumnMatch, ColumnMatch], ...]
    rivals: tuple[str, ...]

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(column.field for column in self.columns if column.field)


class HeaderFinder:
    """Finds heading blocks; built once from the catalog."""

    def __init__(self, catalog: Catalog, headings: Headings) -> None:
        self._catalog = catalog
        self._headings = headings
        self._names = {
            report: [fold_label(word) for word in (contract.title.zh, *contract.sheets)]
            for report, contract in catalog.contracts.items()
        }

    def reports_named(self, text: str) -> frozenset[str]:
        """The reports whose title or sheet name stands in a text such as a sheet's name or title; the longest name wins."""
        folded = fold_label(text)
        found = {r: max((len(n) for n in names if n in folded), default=0) for r, names in self._names.items()}
        longest = max(found.values(), default=0)
        return frozenset(report for report, length in found.items() if length == longest > 0)

    def hits(self, row: Row) -> int:
        """How many cells of a row are headings that some contract knows."""
        return sum(
            isinstance(c, str) and 0 < len(c) <= LONGEST_HEADING and self._headings.is_known(fold_label(c)) for c in row
        )

    def block_at(self, rows: Sequence[Row], merges: Merges, top: int, named: frozenset[str]) -> HeaderBlock | None:
        """The heading block whose first row with known headings is `top`; None when it is no heading after all."""
        best: tuple[tuple[int, ...], HeaderBlock] | None = None
        bottoms = self._bottoms(rows, top)
        for first in self._tops(rows, top):
            for last in bottoms[: MAX_HEADING_ROWS - (top - first)]:
                parts = column_parts(rows, merges, first, last)
                for contract in self._contracts_in(parts):
                    block, rank = self._fit(contract, parts, first, last, named)
                    if best is None or rank > best[0]:
                        best = rank, block
        if best is None:
            return None
        rank, block = best
        if len(block.fields) < ENOUGH - (block.contract.report in named):
            return None
        return self._with_unit_row(rows, merges, self._with_rivals(rows, merges, block, rank, named))

    def _tops(self, rows: Sequence[Row], top: int) -> list[int]:
        """`top`, and the rows of group headings directly above it: several short texts, none of them a filler."""
        tops = [top]
        for above in range(top - 1, max(top - MAX_HEADING_ROWS, -1), -1):
            texts = [cell for cell in rows[above] if isinstance(cell, str) and cell.strip()]
            if len(texts) < 2 or any(":" in fold_label(text) or len(text) > 20 for text in texts):
                break
            tops.append(above)
        return tops

    def _bottoms(self, rows: Sequence[Row], top: int) -> list[int]:
        """The rows that may end the block: from `top` down to the first row with a figure or a date in it."""
        bottoms = [top]
        for row in range(top + 1, min(top + MAX_HEADING_ROWS, len(rows))):
            cells = [cell for cell in rows[row] if cell not in (None, "")]
            if not cells or any(not isinstance(cell, str) or cell.strip()[:1].isdigit() for cell in cells):
                break
            bottoms.append(row)
        return bottoms

    def _contracts_in(self, parts: list[tuple[str, ...]]) -> list[Contract]:
        """The contracts that know at least two of the labels."""
        return [self._catalog.contracts[report] for report in self._headings.reports_with(parts, at_least=2)]

    def _fit(
        self, contract: Contract, parts: list[tuple[str, ...]], first: int, last: int, named: frozenset[str]
    ) -> tuple[HeaderBlock, tuple[int, ...]]:
        columns, doubled = self._match(contract, parts)
        fields = {column.field for column in columns if column.field}
        missing = sum(column.required and column.name not in fields for column in contract.columns)
        block = HeaderBlock(contract, first, last, columns, doubled, ())
        bonus = 2 * (contract.report in named)
        # most headings understood (the report's name on the sheet weighs two), then fewest required ones missing, fewest
        # doubled, fewest unknown, fewest rows
        unknown = sum(column.matched_by == "unknown" for column in columns)
        return block, (len(fields) + bonus, -missing, -len(doubled), -unknown, first - last)

    def _match(
        self, contract: Contract, parts: list[tuple[str, ...]]
    ) -> tuple[tuple[ColumnMatch, ...], tuple[tuple[ColumnMatch, ColumnMatch], ...]]:
        columns: list[ColumnMatch] = []
        doubled: list[tuple[ColumnMatch, ColumnMatch]] = []
        taken: dict[str, ColumnMatch] = {}
        for index, labels in enumerate(parts):
            folded = tuple(fold_label(label) for label in labels)
            if not folded or self._headings.is_serial(folded[-1]):
                continue
            meaning: Meaning | None = self._headings.meaning(contract, folded)
            heading = " ".join(labels)
            if meaning is None:
                columns.append(ColumnMatch(index, heading, None, matched_by="unknown"))
                continue
            source = "heading" if meaning.unit else None
            match = ColumnMatch(index, heading, meaning.field, meaning.unit, source, meaning.matched_by)
            if meaning.field in taken:
                doubled.append((taken[meaning.field], match))
                continue
            taken[meaning.field] = match
            columns.append(match)
        return tuple(columns), tuple(doubled)

    def _with_rivals(
        self, rows: Sequence[Row], merges: Merges, block: HeaderBlock, rank: tuple[int, ...], named: frozenset[str]
    ) -> HeaderBlock:
        parts = column_parts(rows, merges, block.first, block.last)
        rivals = tuple(
            contract.report
            for contract in self._catalog.contracts.values()
            if contract.report != block.contract.report
            and self._fit(contract, parts, block.first, block.last, named)[1][:2] == rank[:2]
        )
        return HeaderBlock(block.contract, block.first, block.last, block.columns, block.doubled, rivals)

    def _with_unit_row(self, rows: Sequence[Row], merges: Merges, block: HeaderBlock) -> HeaderBlock:
        """The block with a row of nothing but units under it taken in."""
        below = block.last + 1
        if below >= len(rows) or below - block.first >= MAX_HEADING_ROWS:
            return block
        cells = [fold_label(cell) for cell in rows[below] if cell not in (None, "")]
        if not cells or not all(self._headings.is_unit(cell) for cell in cells):
            return block
        columns, doubled = self._match(block.contract, column_parts(rows, merges, block.first, below))
        return HeaderBlock(block.contract, block.first, below, columns, doubled, block.rivals)


def column_parts(rows: Sequence[Row], merges: Merges, first: int, last: int) -> list[tuple[str, ...]]:
    """For every column the labels above it in rows `first` to `last`, group first; a merged label stands over its columns."""
    width = max((len(rows[row]) for row in range(first, last + 1)), default=0)
    labels = [[_label(row[c]) if c < len(row) else "" for c in range(width)] for row in rows[first : last + 1]]
    for top, left, bottom, right in merges:
        if bottom < first or top > last:
            continue
        text = labels[top - first][left] if top >= first and left < width else ""
        for row in range(max(top, first), min(bottom, last) + 1):
            for column in range(left, min(right + 1, width)):
                labels[row - first][column] = text if row == max(top, first) else ""
    _spread_groups(labels)
    return [tuple(dict.fromkeys(row[column] for row in labels if row[column])) for column in range(width)]


def _spread_groups(labels: list[list[str]]) -> None:
    """Where nothing is merged (CSV), a group heading stands over the blank cells to its right that have a label below."""
    for upper, lower in pairwise(labels):
        for column in range(1, len(upper)):
            if not upper[column] and lower[column] and upper[column - 1] and lower[column - 1]:
                upper[column] = upper[column - 1]


def _label(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, bool) else tidy(str(cell))
