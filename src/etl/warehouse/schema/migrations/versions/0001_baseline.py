"""The first tables of ref and ops, as written in 0001_baseline.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
