"""Notices that were sent, as written in 0002_notices.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
