"""Obligations in versions; see 0015_obligation_versions.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0015"
down_revision = "0014"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
