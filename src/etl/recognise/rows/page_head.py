"""The head of a table's first page, found again above a heading that is repeated behind a page break.

Takes the rows of a sheet and the table's heading; gives where a repeated head begins, and whether it is another table's.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from etl.recognise.cells import Row, is_blank
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.labels import label_of
from etl.text import fold_label

CONTINUED = re.compile(
    r"[-(]*(?:接?[上前]页|(?:续|接)[上前]?表?[一二三四五六七八九十\d]*|第?[\d一二三四五六七八九十]+页?)?[-)]*"
)


class PageHead:
    """Head of one table: the rows above its heading."""

    def __init__(self, rows: Sequence[Row], block: HeaderBlock) -> None:
        self._rows, self._block = rows, block

    def again(self, first: int, lowest: int) -> int:
        """The highest row above a repeated heading in row `first` that is repeated too: its groups where nothing is merged, its
        title. None above row `lowest` is: what stands there was sorted with an earlier heading."""
        same = 0
        while same < min(self._block.first, first - lowest) and self._labels(
            self._block.first - same - 1
        ) == self._labels(first - same - 1):
            same += 1
        return first - same

    def is_of_another(self, between: Iterable[int]) -> bool:
        """True when words that do not stand above the first heading stand above a repeated one, in some rows: a title, a unit
        or a period of its own. Behind a page break the form's own head comes again, or nothing."""
        said = (cell for row in between for cell in self._rows[row] if not is_blank(cell))
        return any(
            label_of(cell) not in self._words and not _is_continued(self._block, fold_label(cell)) for cell in said
        )

    @cached_property
    def _words(self) -> set[str]:
        return {label_of(cell) for row in self._rows[: self._block.first] for cell in row if not is_blank(cell)}

    def _labels(self, row: int) -> list[str]:
        return [*map(label_of, self._rows[row])]


def _is_continued(block: HeaderBlock, folded: str) -> bool:
    """True when a title is the report's own and says at most that it goes on: 资金拨付明细（续）, 续表, 第2页."""
    for name in sorted(map(fold_label, (block.contract.title.zh, *block.contract.sheets)), key=len, reverse=True):
        folded = folded.replace(name, "")
    return CONTINUED.fullmatch(folded) is not None
