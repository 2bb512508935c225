"""Entry of Alembic: takes the open connection that `migrate` hands over, never configures anything itself."""

from alembic import context

context.configure(
    connection=context.config.attributes["connection"],
    version_table="migration",
    version_table_schema="ops",
)
with context.begin_transaction():
    context.run_migrations()
