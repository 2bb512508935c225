"""Find the heading of an indicator form (指标名称 | 计量单位 | 代码 | 数量) and the report it is. Takes a grid, reads no figure.

The words of the heading say little, so the rows decide: enough of their labels are indicators of one contract.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import Cell, ColumnMatch, Grid
from etl.recognise.cells import Row, is_blank
from etl.recognise.forms.indicators import Indicators
from etl.recognise.header_block import ENOUGH, LONGEST_HEADING, MAX_HEADING_ROWS, HeaderBlock, Panel
from etl.recognise.headings.labels import column_parts, merged_tops
from etl.text import fold_label, tidy

Tops = Mapping[tuple[int, int], int]  # a cell under a vertical merge -> the row that has its value


class Role(StrEnum):
    """Role of a column of a form."""

    LABEL = "label"
    UNIT = "unit"
    CODE = "code"
    FIGURE = "figure"
    OTHER = "other"


@dataclass(frozen=True)
class _Headed:
    """A column, the names that its heading goes by (folded, the leaf first) and what they make of it."""

    match: ColumnMatch
    names: tuple[str, ...]
    role: Role


class FormFinder:
    """Finds the headings of indicator forms; built once from the catalog."""

    def __init__(self, catalog: Catalog, indicators: Indicators) -> None:
        vocabulary, self._indicators = catalog.vocabulary, indicators
        self._figures = vocabulary.folded(vocabulary.form.figures)
        named = [word for c in indicators.contracts for word in (*c.figures.read, *c.figures.beside)]
        self._words = {
            Role.LABEL: vocabulary.folded(vocabulary.form.labels),
            Role.UNIT: vocabulary.folded(vocabulary.form.units),
            Role.CODE: vocabulary.folded(vocabulary.form.codes),
            Role.FIGURE: self._figures | vocabulary.folded(tuple(named)),
        }

    def is_heading(self, folded: str) -> bool:
        """True when a folded text may stand over the indicators of a form, or over their figures."""
        return bool(self._indicators.contracts) and self._role((folded,)) in (Role.LABEL, Role.FIGURE)

    def may_begin(self, row: Row) -> bool:
        """True when a row may be the first of a form's heading: one of its cells stands over indicators."""
        return bool(self._indicators.contracts) and any(self._role_of_cell(cell) is Role.LABEL for cell in row)

    def block_at(self, grid: Grid, top: int, named: frozenset[str]) -> HeaderBlock | None:
        """The heading whose first row is `top`; None when it is none after all. `named` are the reports that are expected."""
        if not self.may_begin(grid.rows[top]):
            return None
        last = self._last(grid, top)
        columns = self._columns(column_parts(grid.rows, grid.merged.in_rows(top, last), top, last))
        if not _is_form([column.role for column in columns]):
            return None
        fits: list[tuple[tuple[int, int], HeaderBlock]] = []
        for contract in self._indicators.contracts:
            block = _block(contract, top, last, columns, self._figures)
            fields = self._fields_below(grid, block)
            if len(fields) >= ENOUGH - (contract.report in named):
                missing = sum(column.required and column.name not in fields for column in contract.columns)
                fits.append(((len(fields) + 2 * (contract.report in named), -missing), block))
        if not fits:
            return None
        best, block = max(fits, key=lambda fit: fit[0])
        rivals = tuple(b.contract.report for rank, b in fits if rank == best and b is not block)
        return HeaderBlock(
            block.contract, top, last, block.columns, (), rivals, serials=block.serials, panels=block.panels
        )

    def _last(self, grid: Grid, top: int) -> int:
        """The last row of the heading: rows of words without a label belong to it (本期数, 累计数 under 数量)."""
        labels = [i for i, cell in enumerate(grid.rows[top]) if self._role_of_cell(cell) is Role.LABEL]
        last = top
        for number in range(top + 1, min(top + MAX_HEADING_ROWS, len(grid.rows))):
            row = grid.rows[number]
            cells = [cell for cell in row if not is_blank(cell)]
            has_label = any(index < len(row) and not is_blank(row[index]) for index in labels)
            if has_label or not cells or any(not isinstance(c, str) or c.strip()[:1].isdigit() for c in cells):
                break
            last = number
        return last

    def _columns(self, parts: Sequence[tuple[str, ...]]) -> list[_Headed]:
        """Every column down to the one after the last that is headed: what stands there belongs to the table still."""
        headed = max((index for index, labels in enumerate(parts) if labels), default=-1)
        return [self._headed(index, parts[index] if index < len(parts) else ()) for index in range(headed + 2)]

    def _headed(self, index: int, labels: tuple[str, ...]) -> _Headed:
        split = [self._indicators.split(fold_label(label)) for label in labels]
        unit = next((unit for _, unit in reversed(split) if unit), None)
        match = ColumnMatch(index, " ".join(labels), None, unit, matched_by="unknown")
        bare = [name for name, _ in split]
        names = tuple(dict.fromkeys(filter(None, (*bare[-1:], "".join(bare), *reversed(bare)))))
        return _Headed(match, names, self._role(names))

    def _role_of_cell(self, cell: Cell) -> Role:
        if not isinstance(cell, str) or not 0 < len(cell) <= LONGEST_HEADING:
            return Role.OTHER
        return self._role((self._indicators.split(fold_label(cell))[0],))

    def _role(self, names: Sequence[str]) -> Role:
        return next((role for name in names for role, words in self._words.items() if name in words), Role.OTHER)

    def _fields_below(self, grid: Grid, block: HeaderBlock) -> set[str]:
        """The indicators of a contract named in the rows under a heading, down to the next heading of a form."""
        fields: set[str] = set()
        tops = label_tops(grid, block)
        for number in range(block.last + 1, len(grid.rows)):
            if _is_form([self._role_of_cell(cell) for cell in grid.rows[number]]):
                break
            for panel in block.panels:
                labels = labels_of(grid.rows, number, panel, tops)
                if meaning := self._indicators.meaning(block.contract, labels):
                    fields.add(meaning.field)
        return fields


def label_tops(grid: Grid, block: HeaderBlock) -> Tops:
    """The vertical merges of a form's labels and units."""
    columns = {index for panel in block.panels for index in (*panel.labels, panel.unit) if index is not None}
    return merged_tops(grid.merges, columns, len(grid.rows))


def labels_of(rows: Sequence[Row], number: int, panel: Panel, tops: Tops) -> tuple[str, ...]:
    """Labels of a row at the left of a panel, group before leaf; none where the row has nothing of its own there."""
    row = rows[number]
    if all(index >= len(row) or is_blank(row[index]) for index in panel.indexes):
        return ()
    cells = [value_at(rows, tops.get((number, index), number), index) for index in panel.labels]
    return tuple(tidy(str(cell)) for cell in cells if not is_blank(cell) and not isinstance(cell, bool))


def value_at(rows: Sequence[Row], row: int, column: int) -> Cell:
    """The cell at a place; None beyond the end of a ragged row."""
    return rows[row][column] if column < len(rows[row]) else None


def _is_form(roles: Sequence[Role]) -> bool:
    """True when a column of figures follows one of labels."""
    return Role.LABEL in roles and Role.FIGURE in roles[roles.index(Role.LABEL) :]


def _block(contract: Contract, top: int, last: int, columns: Sequence[_Headed], figures: frozenset[str]) -> HeaderBlock:
    """The heading as one contract reads it."""
    starts = [0]
    for index, column in enumerate(columns):
        roles = [c.role for c in columns[starts[-1] : index]]
        if column.role is Role.LABEL and _is_form(roles) and _is_form([c.role for c in columns[index:]]):
            starts.append(index)
    ends = [*starts[1:], len(columns)]
    panels = tuple(_panel(contract, columns[start:end], figures) for start, end in zip(starts, ends, strict=True))
    headed = tuple(column.match for column in columns if column.match.heading)
    codes = frozenset(column.match.index for column in columns if column.role is Role.CODE)
    return HeaderBlock(contract, top, last, headed, (), serials=codes, panels=panels)


def _panel(contract: Contract, columns: Sequence[_Headed], figures: frozenset[str]) -> Panel:
    """The columns that belong together: the contract says which figures are read, else the vocabulary's words do."""
    roles = [column.role for column in columns]
    first = roles.index(Role.FIGURE, roles.index(Role.LABEL))
    labels = tuple(column.match.index for column in columns[:first] if column.role is Role.LABEL)
    unit = next((column.match.index for column in columns if column.role is Role.UNIT), None)
    beside_words = frozenset(map(fold_label, contract.figures.beside))
    wanted = frozenset(map(fold_label, contract.figures.read)) or figures
    read = tuple(
        column.match
        for column in columns
        if column.role is Role.FIGURE and not wanted.isdisjoint(column.names) and column.names[0] not in beside_words
    )
    known = {*labels, unit, *(match.index for match in read)}
    beside = tuple(c.match for c in columns if c.match.index not in known and c.role is not Role.CODE)
    return Panel(labels, unit, read, beside)
