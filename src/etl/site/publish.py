"""Publish the pages: takes the warehouse, the configuration and where they go, gives what was written there.

Whatever keeps them from being written fails no night: what stands in the warehouse is published, and the next run writes them.
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

import sqlalchemy as sa

from etl.errors import ConfigError, EtlError
from etl.intake.outbox import local_folder
from etl.night.request import Config
from etl.returned.addresses import address_of
from etl.settings import InboxAccess, Settings
from etl.site.build import site_files
from etl.site.facts import EARLIER_PERIODS, Audience, read_facts
from etl.site.folder import START, Outcome, Written, write_folder
from etl.site.remote import write_remote
from etl.text import without_password
from etl.warehouse.queries.county_rows import rows_of

if TYPE_CHECKING:  # it imports what reads and judges, which `etl site` never does
    from etl.night.context import RunContext

NO_ACCOUNT = InboxAccess()
NOWHERE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True)
class Pages:
    """The pages after a run: where they are opened, and why they are not as the warehouse is, if so."""

    link: str
    line: str
    trouble: str = ""


def publish_site(
    engine: sa.Engine,
    config: Config,
    target: str,
    audience: Audience = "internal",
    earlier: int = EARLIER_PERIODS,
    returned_at: Mapping[str, str] = NOWHERE,
    access: InboxAccess = NO_ACCOUNT,
) -> Outcome:
    """Write the pages of what stands in the warehouse now; all of it is read in one transaction."""
    with engine.connect() as connection:
        connection.execute(sa.text("set transaction isolation level repeatable read, read only"))
        facts = read_facts(connection, config, audience, earlier)
        if not facts.periods:
            raise ConfigError("nothing is due and nothing was received, so there are no pages; start with: etl run")
        if audience == "internal":
            facts = replace(facts, returned_at=returned_at)
        with ThreadPoolExecutor(max_workers=1) as pool:  # from here on it alone asks the connection
            try:
                return _write(target, site_files(facts, partial(rows_of, connection), pool), access)
            finally:
                pool.shutdown(cancel_futures=True)


def _write(target: str, files: Written, access: InboxAccess) -> Outcome:
    folder = local_folder(target)
    return write_remote(target, files, access) if folder is None else write_folder(folder, files)


def returned_to(settings: Settings, config: Config) -> dict[str, str]:
    """County code -> the address of its folder with what goes back; empty where nothing does."""
    return (
        {code: address_of(settings, county) for code, county in config.divisions.counties.items()}
        if settings.returns
        else {}
    )


def pages_after(context: "RunContext") -> Pages | None:
    """Write the pages after a run that stored something or could have; None where no place is set for them."""
    settings = context.settings
    if settings.site is None or context.request.is_preview:
        return None
    link = link_of(settings.site, settings.site_url)
    try:
        outcome = publish_site(
            context.engine,
            context.config,
            settings.site,
            settings.site_audience,
            settings.site_periods,
            returned_to(settings, context.config),
            settings,
        )
    except EtlError as error:
        return Pages(link, "", f"pages: not written: {error.message}; the next run writes them, or now: etl site")
    return Pages(link, outcome.line)


def link_of(target: str, url: str = "") -> str:
    """Address of the first page, for whoever opens it; of a folder of this machine's, as a file.

    >>> link_of("/srv/pages", "https://host/pages/"), link_of("/srv/pages")
    ('https://host/pages/index.html', 'file:///srv/pages/index.html')
    """
    if url:
        return url + START
    if (folder := local_folder(target)) is None:
        return f"{without_password(target).rstrip('/')}/{START}"
    return (folder.absolute() / START).as_uri()
