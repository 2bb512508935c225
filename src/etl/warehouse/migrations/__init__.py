"""Alembic's scripts for ref and ops; `etl.warehouse.migrate` runs them."""
