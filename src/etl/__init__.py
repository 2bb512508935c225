"""County spreadsheets to one province warehouse; see README.md for the way the data goes."""
