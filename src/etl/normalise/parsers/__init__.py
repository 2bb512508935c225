"""Parsers: how the cells of a column are read, a module each type of the same name in types/; `registry` lists them."""
