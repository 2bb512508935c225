"""The views of mart: SQL files and the columns that every view of a report shares."""
