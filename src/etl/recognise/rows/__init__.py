"""Rows under a heading: what each one is, and the table they make."""
