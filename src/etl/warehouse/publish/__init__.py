"""Publication: everything a night brings, in one transaction."""
