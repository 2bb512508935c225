"""Notices: letters to counties and operators, when they are due, and how they are sent."""
