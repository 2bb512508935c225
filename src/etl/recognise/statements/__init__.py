"""Statements: what a sheet says of unit, period and standing, wherever it says it; texts in, frozen values out. Pure."""
