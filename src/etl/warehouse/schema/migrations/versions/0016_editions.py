"""Editions; see 0016_editions.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
