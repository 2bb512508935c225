"""One page that stands alone, for a mail or a file: takes a connection and what is asked for, gives HTML without links."""

import sqlalchemy as sa

from etl.errors import ArgumentError
from etl.night.request import Config
from etl.site.facts import Audience, read_reporting
from etl.site.pages.county import county_page
from etl.site.pages.start import start_page
from etl.site.rendering import Renderer


def status_html(
    connection: sa.Connection,
    config: Config,
    audience: Audience = "internal",
    *,
    county: str | None = None,
    period: str | None = None,
) -> str:
    """The first page, or that of a county, of the current period or the one asked for; ArgumentError when there is nothing."""
    facts = read_reporting(connection, config, audience, period=period)
    if not facts.standings:
        raise ArgumentError(f"nothing is due and nothing was received{f' for {period}' if period else ''}")
    page = county_page(facts, config.divisions.counties[county]) if county else start_page(facts, facts.period)
    return Renderer((), audience, linked=False).html(page).decode("utf-8")
