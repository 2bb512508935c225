"""The warehouse: one PostgreSQL, embedded or given. The only room that imports SQLAlchemy, psycopg and Alembic."""
