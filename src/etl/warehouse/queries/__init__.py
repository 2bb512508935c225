"""Queries: the ledger, notices and marts -> plain values."""
