"""Explanations of warnings, as written in 0013_explanations.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
