"""The nightly story as Prefect flows: takes settings, gives recorded runs, never does data work itself (that is `etl`)."""
