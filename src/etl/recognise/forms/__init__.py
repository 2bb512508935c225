"""Indicator forms: a figure a row instead of a record a row."""
