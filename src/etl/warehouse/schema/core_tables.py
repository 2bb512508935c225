"""The tables of core: takes contracts, gives SQLAlchemy tables with Chinese comments. Never looks at a database."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from etl.contract.catalog import Catalog
from etl.warehouse.report_columns import SOURCE_COMMENTS, column_comment, report_comment, sql_type


def core_metadata(catalog: Catalog) -> sa.MetaData:
    """One table for each contract."""
    metadata = sa.MetaData()
    for contract in catalog.contracts.values():
        table = sa.Table(
            contract.report,
            metadata,
            sa.Column("submission_id", sa.BigInteger(), nullable=False, comment=SOURCE_COMMENTS["submission_id"]),
            sa.Column("source_file", sa.Text(), comment=SOURCE_COMMENTS["source_file"]),
            sa.Column("source_sheet", sa.Text(), nullable=False, comment=SOURCE_COMMENTS["source_sheet"]),
            sa.Column("source_row", sa.Integer(), nullable=False, comment=SOURCE_COMMENTS["source_row"]),
            *(
                sa.Column(column.name, sql_type(column.type), comment=column_comment(catalog, column))
                for column in contract.columns
            ),
            sa.Column("extra", JSONB(), comment=SOURCE_COMMENTS["extra"]),
            schema="core",
            comment=report_comment(contract),
        )
        # rows arrive in the order of submission_id, so block ranges find them, and cost COPY nothing (a B-tree: 30 to 50 %); those of all
        # counties are looked for once, by mart.submission_span
        sa.Index(
            f"{contract.report}_submission",
            table.c.submission_id,
            postgresql_using="brin",
            postgresql_with={"pages_per_range": 32},
        )
    return metadata
