"""The commands by subject. Each loads what it needs when it is called: help and status wait for no pandas and no Prefect."""
