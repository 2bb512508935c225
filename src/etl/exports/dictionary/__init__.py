"""The dictionary: every view, column and code of the warehouse, from contracts and what the database says of itself."""
