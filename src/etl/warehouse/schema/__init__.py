"""The warehouse's schemas: tables, roles, reference rows, and bringing a database up to them."""
