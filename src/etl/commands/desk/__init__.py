"""Desk: a page on this machine, or in the office, where a clerk drops a file and gets it back with its faults marked."""
