"""Columns that hold telephone numbers, known by their headings: takes the catalog, gives their labels. Pure."""

from etl.contract.catalog import Catalog

PHONE_WORDS = ("电话", "手机", "联系方式", "传真")


def phone_columns(catalog: Catalog) -> dict[tuple[str, str], str]:
    """Report and column -> the column's Chinese label."""
    return {
        (report, column.name): column.label.zh
        for report, contract in catalog.contracts.items()
        for column in contract.columns
        if any(word in heading for word in PHONE_WORDS for heading in column.headings())
    }
