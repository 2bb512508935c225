"""Workbooks and receipts that go back to counties."""
