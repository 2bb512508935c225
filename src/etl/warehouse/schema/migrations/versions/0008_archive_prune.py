"""Periods whose archived files were removed on purpose, as written in 0008_archive_prune.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
