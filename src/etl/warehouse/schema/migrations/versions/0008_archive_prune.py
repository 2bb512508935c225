"""Periods whose archived files were removed on purpose, as written in 0008_archive_prune.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
