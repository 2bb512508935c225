"""Publish the pages: takes the warehouse, the configuration and a folder or URL, gives what was written there."""

from pathlib import Path

import sqlalchemy as sa

from etl.errors import ConfigError
from etl.night.request import Config
from etl.site.build import site_files
from etl.site.facts import EARLIER_PERIODS, Audience, read_facts
from etl.site.folder import Outcome, write_folder


def publish_site(
    engine: sa.Engine,
    config: Config,
    target: str,
    audience: Audience = "internal",
    earlier: int = EARLIER_PERIODS,
) -> Outcome:
    """Write the pages of what stands in the warehouse now; all of it is read in one transaction."""
    with engine.connect() as connection:
        connection.execute(sa.text("set transaction isolation level repeatable read, read only"))
        facts = read_facts(connection, config, audience, earlier)
    if not facts.periods:
        raise ConfigError("nothing is due and nothing was received, so there are no pages; start with: etl run")
    return write_folder(Path(target), site_files(facts))
