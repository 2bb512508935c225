"""Alembic's scripts for ref and ops; `etl.warehouse.schema.migrate` runs them."""
