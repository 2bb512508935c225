"""Find the heading rows of a sheet and what every column under them means. Takes a grid, gives blocks; judges no data."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import ColumnMatch, Grid
from etl.recognise.cells import Row, filled, is_figure
from etl.recognise.header_block import ENOUGH, LONGEST_HEADING, MAX_HEADING_ROWS, HeaderBlock
from etl.recognise.headings.groups import first_row_of_others, is_anothers
from etl.recognise.headings.labels import (
    Merges,
    column_parts,
    columns_of_labels,
    digit_columns,
    label_of,
    may_be_group,
    shared_groups,
)
from etl.recognise.headings.meaning import NUMBER_BEHIND, Headings, Meaning
from etl.recognise.headings.near import NearHeadings
from etl.recognise.headings.near_columns import folded_parts, matched, with_near
from etl.recognise.headings.unit_rows import UnitRows
from etl.text import fold_label, remembering


class HeaderFinder:
    """Finds heading blocks; built once from the catalog."""

    def __init__(self, catalog: Catalog, headings: Headings) -> None:
        self._catalog = catalog
        self._headings = headings
        self._near = NearHeadings(catalog, headings)
        # 备注 and 说明 beside it are one remark
        self._joined = frozenset(
            c.name for c in catalog.vocabulary.shared_columns if c.type.is_text and not c.type.has_codes
        )
        self._meant = lru_cache(maxsize=4096)(self._find)
        # most files of a form have it in the same row and columns, and what is worked out from it stays with it
        self._placed = lru_cache(maxsize=1024)(
            lambda row, columns, *heading: (found := self._meant(*heading)) and found.at(row, columns)
        )
        self.reports_named = remembering(self._reports_named)
        self._has_ascii = any(heading.isascii() for heading in headings.known)  # else numbers need no folding
        self._unit_rows = UnitRows(headings, catalog.vocabulary.folded(catalog.vocabulary.blanks))
        self._names = {
            report: [fold_label(word) for word in (contract.title.zh, *contract.sheets)]
            for report, contract in catalog.contracts.items()
        }

    def _reports_named(self, text: str) -> frozenset[str]:
        """The reports whose title or sheet name stands in a text such as a sheet's name or title; the longest name wins."""
        folded = fold_label(text)
        found = {r: max((len(n) for n in names if n in folded), default=0) for r, names in self._names.items()}
        longest = max(found.values(), default=0)
        return frozenset(report for report, length in found.items() if length == longest > 0)

    def is_heading(self, folded: str) -> bool:
        """True for the folded text of a heading that some contract knows."""
        return self._headings.is_known(folded)

    def known_in(self, row: Row) -> tuple[tuple[int, str], ...]:
        """The cells of a row that are headings that some contract knows, folded, by column; () when there is only one."""
        texts = [
            (index, cell)
            for index, cell in enumerate(row)
            if cell
            and isinstance(cell, str)
            and len(cell) <= LONGEST_HEADING
            and (self._has_ascii or not cell.isascii())
        ]
        if len(texts) < 2:
            return ()
        folded = [(index, fold_label(cell)) for index, cell in texts]
        known = tuple((index, label) for index, label in folded if self._headings.is_known(label))
        return known if len(known) > 1 else ()

    def block_at(self, grid: Grid, top: int, named: frozenset[str]) -> HeaderBlock | None:
        """The heading block whose first row with known headings is `top`; None when it is no heading after all.

        Counties fill in the same forms, so what the same words in the same places mean is worked out once.
        """
        rows = grid.rows
        first, last = self._first(rows, top), self._last(rows, top)
        below = last + 1 if last + 1 < len(rows) and self._unit_rows.names_units(rows[last + 1]) else last
        spans = grid.merged.in_rows(first, below)
        columns = columns_of_labels(rows[first : below + 1], spans)
        place = {column: number for number, column in enumerate(columns)}
        words = tuple(
            tuple(label_of(row[c]) if c < len(row) else "" for c in columns) for row in rows[first : below + 1]
        )
        moved = tuple(
            (up - first, place[left], down - first, place[min(right, columns[-1])])
            for up, left, down, right in spans
            if left in place
        )
        return self._placed(first, tuple(columns), words, moved, top - first, last - first, named)

    def _find(
        self,
        rows: tuple[tuple[str, ...], ...],
        merges: Merges,
        top: int,
        bottom: int,
        named: frozenset[str],
    ) -> HeaderBlock | None:
        """The same for rows of labels that begin with the highest row of the heading, and counted from it; it ends in row
        `bottom` or above."""
        best: tuple[tuple[int, ...], HeaderBlock] | None = None
        fitting: tuple[tuple[int, ...], HeaderBlock] | None = None  # of the reports with all that they require
        for first in range(top, -1, -1):
            for last in range(top, min(bottom + 1, first + MAX_HEADING_ROWS)):
                parts = column_parts(rows, merges, first, last)
                for contract in self._contracts_in(parts):
                    block, rank = self._fit(contract, parts, first, last, named)
                    if best is None or rank > best[0]:
                        best = rank, block
                    if not rank[1] and (fitting is None or rank > fitting[0]):
                        fitting = rank, block
        if best and fitting and len(fitting[1].fields) >= ENOUGH and not best[1].has_key:
            best = fitting  # a sheet's name alone makes no report of another one's headings
        if best is None:
            return None
        rank, block = best
        if len(block.fields) < ENOUGH - (block.contract.report in named):
            return None
        block = self._under_groups(rows, merges, block)
        parts = column_parts(rows, merges, block.first, block.last)
        block = self._with_rivals(parts, block, rank, named)
        block, parts = self._with_unit_row(rows, merges, block, parts)
        return with_near(block, parts, self._headings, self._near)

    def _under_groups(self, rows: Sequence[tuple[str, ...]], merges: Merges, block: HeaderBlock) -> HeaderBlock:
        """The block with the rows above it, where a group there makes other figures of a column.

        By its fields alone such a row would be left out of the heading: it takes one away.
        """
        figures = [m.index for m in block.columns if m.field and block.contract.column(m.field).type.is_figure]
        first = first_row_of_others(rows[: block.first], figures)
        if first is None:
            return block
        parts = column_parts(rows, merges, first, block.last)
        return self._match(replace(block, first=first, columns=(), doubled=()), parts)

    def _first(self, rows: Sequence[Row], top: int) -> int:
        """The highest row of group headings directly above `top`: short texts, none of them a filler or a figure in a CSV."""
        for above in range(top - 1, max(top - MAX_HEADING_ROWS, -1), -1):
            cells = filled(rows[above])
            if not cells or not all(isinstance(c, str) and may_be_group(c) and not is_figure(c) for c in cells):
                return above + 1
        return max(top - MAX_HEADING_ROWS + 1, 0)

    def _last(self, rows: Sequence[Row], top: int) -> int:
        """The last row that may end the block: from `top` down to the one before the first with a figure or a date in it."""
        end = min(top + MAX_HEADING_ROWS, len(rows))
        for row in range(top + 1, end):
            cells = filled(rows[row])
            if not cells or any(not isinstance(cell, str) or cell.strip()[:1].isdigit() for cell in cells):
                return row - 1
        return end - 1

    def _contracts_in(self, parts: list[tuple[str, ...]]) -> list[Contract]:
        """The contracts that know at least two of the labels."""
        return [self._catalog.contracts[report] for report in self._headings.reports_with(parts, at_least=2)]

    def _fit(
        self, contract: Contract, parts: list[tuple[str, ...]], first: int, last: int, named: frozenset[str]
    ) -> tuple[HeaderBlock, tuple[int, ...]]:
        block = self._match(HeaderBlock(contract, first, last, (), ()), parts)
        missing = sum(column.required and column.name not in block.fields for column in contract.columns)
        bonus = 2 * (contract.report in named)
        # most headings understood (the report's name on the sheet weighs two), and those that a group above makes another's;
        # then fewest required ones missing, fewest doubled, fewest unknown, fewest rows
        unknown = sum(column.matched_by == "unknown" for column in block.columns)
        others = sum(is_anothers(folded_parts(labels), self._headings.is_known) for labels in parts)
        return block, (len(block.fields) + others + bonus, -missing, -len(block.doubled), -unknown, first - last)

    def _match(self, block: HeaderBlock, parts: list[tuple[str, ...]]) -> HeaderBlock:
        """The block with its columns, from the labels above them."""
        columns: list[ColumnMatch] = []
        doubled: list[tuple[ColumnMatch, ColumnMatch]] = []
        taken: dict[str, ColumnMatch] = {}
        serials: set[int] = set()
        shared, digits = shared_groups(parts), digit_columns(parts)
        for index, labels in enumerate(parts):
            folded = folded_parts(labels)
            if not folded:
                continue
            if index in digits:
                columns.append(ColumnMatch(index, _shown(labels), None, matched_by="unknown"))
                continue
            if self._headings.is_serial(folded[-1]):
                serials.add(index)
                continue
            heading = _shown(labels)
            meaning = self._headings.meaning(block.contract, folded, shared[index])
            if meaning is None or self._has_unclear_unit(block.contract, meaning, folded):
                columns.append(ColumnMatch(index, heading, None, matched_by="unknown"))
                continue
            match = matched(index, heading, meaning)
            other = taken.get(meaning.field)
            if other is None:
                taken[meaning.field] = match
                columns.append(match)
            elif meaning.field in self._joined and fold_label(other.heading) != fold_label(heading):
                columns.append(match)
            elif (better := self._better(block.contract, other, match)) is None:
                doubled.append((other, match))
            else:
                taken[meaning.field] = better
                columns = [_unknown(one) if one is other is not better else one for one in columns]
                columns.append(match if better is match else _unknown(match))
        return replace(block, columns=tuple(columns), doubled=tuple(doubled), serials=frozenset(serials))

    def _better(self, contract: Contract, one: ColumnMatch, other: ColumnMatch) -> ColumnMatch | None:
        """Choose of two columns of one field the field's: the official heading before an alias, of names and dates the
        alias that stands first in the contract; of figures nobody can tell. None where both are headed alike."""
        column = contract.column(str(one.field))
        places = {fold_label(word): place for place, word in reversed([*enumerate(column.headings())])}
        folded = [fold_label(match.heading) for match in (one, other)]
        spoken = [places.get(label, places.get(self._headings.split(label)[0])) for label in folded]
        numbered = [NUMBER_BEHIND.search(label) is not None for label in folded]
        if None not in spoken and numbered[0] != numbered[1]:
            return other if numbered[0] else one  # Excel calls a second 金额 金额2
        if None in spoken or spoken[0] == spoken[1]:
            return None
        if 0 not in spoken and column.type.is_figure:
            return None
        return one if spoken[0] < spoken[1] else other  # type: ignore[operator]

    def _has_unclear_unit(self, contract: Contract, meaning: Meaning, parts: tuple[str, ...]) -> bool:
        """True when a group names a unit that nobody can read over a figure: 资金情况（百元）, 受益情况（万人）."""
        is_figure = contract.column(meaning.field).type.is_figure
        return is_figure and meaning.unit is None and any(map(self._headings.speaks_of_unit, parts))

    def _with_rivals(
        self, parts: list[tuple[str, ...]], block: HeaderBlock, rank: tuple[int, ...], named: frozenset[str]
    ) -> HeaderBlock:
        rivals = tuple(
            contract.report
            for contract in self._contracts_in(parts)
            if contract.report != block.contract.report
            and self._fit(contract, parts, block.first, block.last, named)[1][:2] == rank[:2]
        )
        return replace(block, rivals=rivals)

    def _with_unit_row(
        self, rows: Sequence[Row], merges: Merges, block: HeaderBlock, parts: list[tuple[str, ...]]
    ) -> tuple[HeaderBlock, list[tuple[str, ...]]]:
        """The block and the labels above its columns with a row of units under it taken in."""
        below = block.last + 1
        known = {*(column.index for column in block.columns if column.field), *block.serials}
        if (
            below >= len(rows)
            or below - block.first > MAX_HEADING_ROWS
            or not self._unit_rows.is_one(rows[below], known)
        ):
            return block, parts
        units = self._unit_rows.units_of(column_parts(rows, merges, below, below))
        parts = [labels + unit for labels, unit in zip_longest(parts, units, fillvalue=())]
        return self._match(replace(block, last=below), parts), parts


def _unknown(match: ColumnMatch) -> ColumnMatch:
    return ColumnMatch(match.index, match.heading, None, matched_by="unknown")


@lru_cache(maxsize=16384)
def _shown(labels: tuple[str, ...]) -> str:
    return " ".join(labels)
