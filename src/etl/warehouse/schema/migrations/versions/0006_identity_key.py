"""Name of the key by which numbers of persons in keys are marked, as written in 0006_identity_key.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
