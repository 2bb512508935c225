"""Units that cells name themselves; see 0017_units_of_cells.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
