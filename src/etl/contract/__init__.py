"""Contracts: the one description of every report; see `schema` for what a YAML may say, `catalog` for loading."""
