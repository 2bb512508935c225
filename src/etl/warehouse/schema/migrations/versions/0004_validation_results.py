"""Results of each expectation, run by run, as written in 0004_validation_results.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
