"""Getting figures out: files for people and programs outside, of what the warehouse shows."""
