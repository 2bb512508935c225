"""The SQL of a migration: takes the place of its Python file, runs the SQL beside it in the migration's transaction."""

from pathlib import Path

from alembic import op

from etl.warehouse.engine import driver_of


def run_sql_beside(migration: str) -> None:
    """Run it as one script, which SQLAlchemy and its parameters know nothing of."""
    driver_of(op.get_bind()).execute(Path(migration).with_suffix(".sql").read_bytes())
