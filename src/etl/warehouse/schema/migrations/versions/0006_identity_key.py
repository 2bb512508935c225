"""Name of the key by which numbers of persons in keys are marked, as written in 0006_identity_key.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
