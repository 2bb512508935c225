"""The embedded PostgreSQL: its cluster, the account it runs as, the server."""
