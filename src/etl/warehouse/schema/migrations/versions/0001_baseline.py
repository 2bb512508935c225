"""The first tables of ref and ops, as written in 0001_baseline.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
