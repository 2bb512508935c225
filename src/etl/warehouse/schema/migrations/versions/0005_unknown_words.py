"""Headings and code words that no contract knows, as a view over what is kept of every report; see 0005_unknown_words.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
