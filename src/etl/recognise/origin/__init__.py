"""Origin: which township's part of a county's report a file is."""
