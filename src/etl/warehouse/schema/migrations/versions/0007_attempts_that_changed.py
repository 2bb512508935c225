"""Attempts that changed nothing are kept no more; see 0007_attempts_that_changed.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
