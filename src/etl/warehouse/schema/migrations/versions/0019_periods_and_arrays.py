"""Found by period, and arrays that are not packed; see 0019_periods_and_arrays.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
