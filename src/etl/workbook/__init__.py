"""Bytes of one file to grids of cells with their addresses; refuses what is unsafe."""
