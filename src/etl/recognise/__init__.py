"""Grids and contracts to tables: which report, where the heading is, what each column means."""
