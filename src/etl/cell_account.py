"""The account of cells: what every filled cell of a sheet was taken for. Plain values."""

from dataclasses import dataclass
from enum import StrEnum


class TakenFor(StrEnum):
    """Kind that reading took a cell for; every filled cell is exactly one of these."""

    TITLE = "title"
    UNIT = "unit line"
    PERIOD = "period line"
    SENDER = "sender line"
    STANDING = "standing line"
    LINE = "line without figures"
    HEADING = "heading"
    REPEATED_HEADING = "repeated heading"
    CODES = "column codes"
    EXAMPLE = "example row"
    SERIAL = "serial number or code"
    VALUE = "value of a field"
    EXTRA = "kept in extra"
    MERGED = "under a merge, same as its value"
    TOTAL = "total"
    GROUP = "group line"
    UNUSED = "unused row"
    FOOTER = "footer"
    NIL = "nothing to report"
    SET_ASIDE = "table set aside"
    HIDDEN_SHEET = "hidden sheet"
    GUIDANCE = "sheet of explanations"
    TEMPLATE = "sheet of our template's own"
    RETURNED = "sheet of ours, which went back with the file"
    ANSWER = "answer to a warning"
    ISSUE = "named by an issue"
    UNACCOUNTED = "unaccounted"


@dataclass(frozen=True, order=True)
class CellRun:
    """A rectangle whose filled cells were all taken for the same; `rule` is that of the issue which names them."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int
    taken_for: TakenFor
    rule: str = ""
    cells: int = 0  # filled ones in it
