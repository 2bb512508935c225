"""Tables of nobody's report below a known one: takes rows, tells where such a table begins and which rows cannot be its. Pure.

A heading that no contract knows is a row of nothing but words, apart from the data above it; it stands over a row that is no
record either, and the two do not fit the known columns: words under a figure or a day, or a figure under a name.
"""

import re
from collections.abc import Callable, Sequence
from functools import cached_property

from etl.contract.schema import CodeList
from etl.model import Cell
from etl.recognise.cells import Row, is_blank, is_figure
from etl.recognise.header_block import HeaderBlock
from etl.recognise.rows.marking_words import Kind
from etl.recognise.rows.row_kinds import RowKinds
from etl.text import fold_label

LONGEST_LABEL = 20
# as a figure or a day may begin: 约12.5, ￥3, △3, 壹拾万元整, 二〇二四年
_BEGINS = re.compile(
    r"^[(（]?(?:人民币|rmb|约|近|[￥¥$△▲+-])?\s*[\d零〇一二三四五六七八九十壹贰叁肆伍陆柒捌玖拾]", re.IGNORECASE
)
_ABOVE = frozenset({Kind.BLANK, Kind.TOTAL, Kind.FOOTER, Kind.UNCLEAR})  # what may stand between two tables


class OtherTables:
    """Finds tables of nobody's below one known table."""

    def __init__(
        self, rows: Sequence[Row], block: HeaderBlock, kinds: RowKinds, is_heading: Callable[[str], bool]
    ) -> None:
        self._rows, self._block, self._kinds, self._is_heading = rows, block, kinds, is_heading
        self._measured = frozenset(block.measured)

    def begins_at(self, row: int, above: Kind) -> bool:
        """True when a row is the heading of such a table; `above` is the kind of the row above it."""
        if above not in _ABOVE or row + 1 >= len(self._rows):
            return False
        labels, below = _filled(self._rows[row]), _filled(self._rows[row + 1])
        texts = [fold_label(cell) for _, cell in labels if isinstance(cell, str)]
        if len(below) < 2 or not len(set(texts)) == len(texts) == len(labels) >= 2:
            return False
        if (
            not all(map(self._is_label, texts))
            or all(map(self._is_heading, texts))
            or self.is_record(row)
            or self.is_record(row + 1)
        ):
            return False
        names = self._block.layout.mapped - self._measured
        return any(index in self._measured for index, _ in labels) or any(
            index in names and is_figure(cell) for index, cell in below
        )

    def is_record(self, row: int) -> bool:
        """True when a row fills in all that a record of the known table must have, with what may stand in its columns."""
        layout, cells = self._block.layout, self._rows[row]
        return self._kinds.is_complete(cells, layout) and all(self._fits(i, cells[i]) for i in layout.required)

    @cached_property
    def _codes(self) -> dict[int, dict[str, str]]:
        """The codes of each column that has some, as they may be written."""
        return {
            match.index: codes.code_of()
            for match in self._block.columns
            if match.field and isinstance(codes := self._block.contract.column(match.field).codes, CodeList)
        }

    def _fits(self, index: int, cell: Cell) -> bool:
        """True when a cell begins as a figure or a day where one is asked for, and is a code where one is."""
        if index in self._measured:
            return not isinstance(cell, str) or _BEGINS.match(cell.strip()) is not None
        return index not in self._codes or fold_label(cell) in self._codes[index]

    def _is_label(self, text: str) -> bool:
        """True when a folded text may head a column of something else."""
        return 0 < len(text) <= LONGEST_LABEL and text not in self._block.labels and not any(map(str.isdigit, text))


def _filled(row: Row) -> list[tuple[int, Cell]]:
    return [(index, cell) for index, cell in enumerate(row) if not is_blank(cell)]
