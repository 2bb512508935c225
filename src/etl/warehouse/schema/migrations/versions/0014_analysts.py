"""Analysts who see one prefecture; see 0014_analysts.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
