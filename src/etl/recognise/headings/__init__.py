"""Headings: where one stands, and what each of its columns means."""
