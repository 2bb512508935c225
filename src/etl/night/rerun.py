"""Files of a rerun: what waits in the warehouse, narrowed down to what an operator asked for. Reads, never writes."""

from collections.abc import Collection

from etl.config.divisions import county_code, load_divisions
from etl.settings import load_settings
from etl.warehouse.open_warehouse import open_warehouse
from etl.warehouse.queries.runs import run_asked
from etl.warehouse.queries.waiting import Waiting, waiting


def what_waits(
    run_id: str | None = None, period: str | None = None, counties: Collection[str] | None = None
) -> list[Waiting]:
    """The counties and periods that failed or were never judged; ConfigError when a county or run named does not exist."""
    settings = load_settings()
    divisions = load_divisions(settings.config)
    codes = {county_code(divisions, name) for name in counties or ()}
    with open_warehouse(settings) as engine, engine.connect() as connection:
        run_id = run_asked(connection, run_id) if run_id else None
        return [one for one in waiting(connection, run_id, period) if not codes or one.county_code in codes]
