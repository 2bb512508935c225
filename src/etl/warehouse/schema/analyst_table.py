"""The table of analysts who see one prefecture only. Takes nothing, gives a SQLAlchemy table."""

import sqlalchemy as sa

from etl.warehouse.schema.ref_tables import metadata, moment, text

analyst = sa.Table(
    "analyst",
    metadata,
    text("account", "账户", primary_key=True),
    text("prefecture_code", "所看的市（州）代码"),
    moment("granted_at", "何时授予", server_default=sa.func.now()),
    schema="ops",
    comment="只看一个市（州）的分析账户；不在此列的分析账户看全省",
)
