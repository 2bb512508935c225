"""Rules of reading: what may be found wrong in files, sheets, tables and single cells before any contract's rules look at them."""
