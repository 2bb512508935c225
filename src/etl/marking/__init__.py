"""Marks in workbooks, spliced into their parts."""
