"""Files with the rows of a page's table: takes the table, gives a workbook and a CSV; figures as the table shows them."""

import hashlib
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from functools import partial

from etl.exports.sheet import Kind, Sheet, SheetColumn
from etl.site.county_files import csv_of, xlsx_of
from etl.site.figures import UNKNOWN
from etl.site.folder import Made
from etl.site.page import Block, Cell, Fold, Head, Page, Table


def table_files(page: Page, made_by: str = "") -> Iterator[tuple[str, Made]]:
    """The files of every table of a page that has a name, each by the digest of what stands in it."""
    for table in _named(tuple(block for section in page.sections for block in section.blocks)):
        said = f"{made_by} {table.caption} {table.heads!r} {_rows(table)!r}"
        key = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
        yield f"data/{table.name}.csv", Made(key, partial(_csv, table))
        yield f"data/{table.name}.xlsx", Made(key, partial(_xlsx, table))


def _csv(table: Table) -> bytes:
    return csv_of(_sheet(table))


def _xlsx(table: Table) -> bytes:
    return xlsx_of([_sheet(table)])


def _sheet(table: Table) -> Sheet:
    return Sheet(table.caption, tuple(map(_head, table.heads)), [tuple(map(_value, row)) for row in _rows(table)])


def _named(blocks: tuple[Block, ...]) -> Iterator[Table]:
    for block in blocks:
        if isinstance(block, Fold):
            yield from _named(block.blocks)
        elif isinstance(block, Table) and block.name and block.rows:
            yield block


def _rows(table: Table) -> list[tuple[Cell, ...]]:
    return [*table.rows, *([table.foot] if table.foot else [])]


def _head(head: Head) -> SheetColumn:
    return SheetColumn(head.text, Kind.NUMBER if head.is_number else Kind.TEXT)


def _value(cell: Cell) -> Decimal | str | None:
    """A figure as a number in the unit of its heading; what is not known is empty."""
    if cell.text == UNKNOWN:
        return None
    if cell.value and not cell.text.endswith("%"):
        try:
            return Decimal(cell.text.replace(",", ""))
        except InvalidOperation:
            return cell.text
    return cell.text or None
