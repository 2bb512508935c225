"""Totals of reports of payments; see 0020_payments_total.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
