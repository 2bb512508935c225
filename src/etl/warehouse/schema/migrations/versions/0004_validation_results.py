"""Results of each expectation, run by run, as written in 0004_validation_results.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
