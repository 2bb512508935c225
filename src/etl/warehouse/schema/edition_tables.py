"""The tables of editions. Takes nothing, gives SQLAlchemy tables; triggers of migration 0016 let nobody change what stands in them."""

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import JSONB

from etl.warehouse.schema.ref_tables import column, metadata, moment, text

edition = sa.Table(
    "edition",
    metadata,
    text("edition", "名称，不重复", primary_key=True),
    text("period", "报告期，如 2024Q1"),
    moment("frozen_at", "数据时刻"),
    text("frozen_by", "定稿人"),
    text("reason", "理由"),
    moment("recorded_at", "何时定稿", server_default=sa.func.now()),
    schema="ref",
    comment="定稿版本：一期在某一时刻的数据，定下名称，此后不变",
)
edition_row = sa.Table(
    "edition_row",
    metadata,
    text("edition", "名称，见 ref.edition"),
    text("view_name", "mart 中汇总视图的名称"),
    text("area_code", "区划代码；空：不属于某一区划", nullable=True),
    column(JSONB(), "figures", "这一行的各列"),
    schema="ops",
    comment="定稿版本里各汇总视图当时的每一行",
)
sa.Index("edition_row_view", edition_row.c.edition, edition_row.c.view_name)
