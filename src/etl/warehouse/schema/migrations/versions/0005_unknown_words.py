"""Headings and code words that no contract knows, as a view over what is kept of every report; see 0005_unknown_words.sql."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    script = Path(__file__).with_suffix(".sql").read_bytes()
    driver_of(op.get_bind()).execute(script)
