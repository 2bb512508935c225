"""Arrivals before decisions, and what a resubmission changed, as written in 0003_arrivals_and_changes.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
