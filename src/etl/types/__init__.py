"""Column types: a module each, data only; `registry` lists them. The parser of the same name stands in normalise/parsers/."""
