"""config/ besides contracts: calendar, divisions, obligations, contacts, waivers -> frozen, strict models."""
