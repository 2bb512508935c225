"""Attempts that changed nothing are kept no more; see 0007_attempts_that_changed.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
