"""Arrival times of reports by the times of their files; see 0009_arrival_times.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
