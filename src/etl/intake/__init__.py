"""Pull the inbox: list what the counties put there, archive every file once under its sha256."""
