"""Table of the periods whose archived files were removed on purpose, as 0008 makes it."""

import sqlalchemy as sa

from etl.warehouse.schema.ref_tables import metadata, moment, text

archive_prune = sa.Table(
    "archive_prune",
    metadata,
    text("period", "报告期", primary_key=True),
    moment("pruned_at", "何时清除"),
    schema="ops",
    comment="存档文件已按要求清除的报告期：不能再追溯到文件，也不再重新判定",
)
