"""Decisions of reading on one table and the lines around it, as the account of cells needs them. A plain value."""

from collections.abc import Sequence
from dataclasses import dataclass

from etl.model import Grid
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.preamble import Preamble
from etl.recognise.rows.taken_rows import TakenRows
from etl.recognise.rows.unread_cells import Named


@dataclass(frozen=True)
class TablePart:
    """One table on one grid; of tables beside each other each has a grid of its own.

    `lines` are the rows above its heading that were heard as lines, `preambles` what they and the lines between and below
    its rows say, `named` what issues name.
    """

    grid: Grid
    block: HeaderBlock
    lines: range
    taken: Sequence[TakenRows]
    preambles: Sequence[Preamble]
    named: Sequence[Named]
    is_nil: bool
