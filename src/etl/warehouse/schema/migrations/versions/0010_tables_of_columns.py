"""Files and rows of the tables in the column map; see 0010_tables_of_columns.sql."""

from etl.warehouse.schema.migrations.script import run_sql_beside

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Run the SQL beside this file as one script."""
    run_sql_beside(__file__)
