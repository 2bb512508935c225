"""Tables of core cost COPY as little as can be: a B-tree on one of them took a third to a half of the time again."""

from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from etl.warehouse.schema.core_tables import core_metadata


def test_rows_are_found_by_block_ranges_alone():
    tables = core_metadata(load_catalog(PROJECT / "config")).tables.values()
    assert {index.dialect_options["postgresql"]["using"] for table in tables for index in table.indexes} == {"brin"}
