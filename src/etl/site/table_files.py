"""Files with the rows of a page's tables: takes the page, gives it with links beside each, and one workbook and the CSVs that they lead to.

Figures stand in them as the tables show them.
"""

from collections import Counter
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from functools import partial

from etl.exports.sheet import Kind, Sheet, SheetColumn
from etl.site.county_files import csv_of, xlsx_of
from etl.site.figures import UNKNOWN
from etl.site.folder import Made, key_of
from etl.site.page import Block, Cell, Fold, Head, Link, Page, Section, Table, said_by_blocks

Named = dict[str, Table]  # path of a CSV -> its table


def with_files(page: Page, made_by: str = "") -> tuple[Page, list[tuple[str, Made]]]:
    """The page with links to the files of its tables, and these, each by the digest of what stands in it."""
    stem = f"data/{page.path.removesuffix('.html')}"
    tables: Named = {}
    book = f"{stem}.xlsx"
    linked = replace(page, sections=tuple(_linked(section, stem, book, tables) for section in page.sections))
    if not tables:
        return page, []
    keys = [_key(made_by, table) for table in tables.values()]
    files = [(path, Made(key, partial(_csv, table))) for key, (path, table) in zip(keys, tables.items(), strict=True)]
    return linked, [*files, (book, Made(key_of(keys), partial(_xlsx, [*tables.values()])))]


def _linked(section: Section, stem: str, book: str, tables: Named) -> Section:
    seen = Counter[str]()

    def linked(block: Block) -> Block:
        if isinstance(block, Fold):
            return replace(block, blocks=tuple(map(linked, block.blocks)))
        if not isinstance(block, Table) or not block.rows:
            return block
        seen["tables"] += 1
        number = f"-{seen['tables']}" if seen["tables"] > 1 else ""
        path = f"{stem}/{section.anchor}{number}.csv"
        tables[path] = block
        return replace(block, files=(*block.files, Link("xlsx", book), Link("CSV", path)))

    return replace(section, blocks=tuple(map(linked, section.blocks)))


def _key(made_by: str, table: Table) -> str:
    return key_of((made_by,), said_by_blocks((replace(table, files=()),)))


def _csv(table: Table) -> bytes:
    return csv_of(_sheet(table))


def _xlsx(tables: list[Table]) -> bytes:
    return xlsx_of([_sheet(table) for table in tables])


def _sheet(table: Table) -> Sheet:
    return Sheet(table.caption, tuple(map(_head, table.heads)), [tuple(map(_value, row)) for row in _rows(table)])


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
