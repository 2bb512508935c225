"""Rows of a period are found without B-trees; see 0018_rows_of_a_period.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
