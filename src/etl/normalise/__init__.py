"""All tables of one report, stacked, to one typed frame and issues; column by column, never cell by cell."""
