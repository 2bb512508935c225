"""Marked workbooks that go with a county's mail: takes what stands in the warehouse, gives names and bytes up to a size.

None goes that may hold an identity number; a county finds that one where its mail says. Nothing here keeps a mail back.
"""

import posixpath
from collections.abc import Iterator

import sqlalchemy as sa

from etl.errors import EtlError
from etl.identity_numbers import mask
from etl.night.request import Config
from etl.returned.explanation import Explainer
from etl.returned.standing_returns import StandingReturns
from etl.settings import Settings
from etl.workers.marking_process import MarkingProcess

MOST = 10  # of one mail


def workbooks_by_mail(
    settings: Settings, engine: sa.Engine, config: Config, county: str, marking: MarkingProcess
) -> Iterator[tuple[str, bytes]]:
    """Workbooks that go back to a county as things stand, those with something to mend first, as far as it has room in a mail.

    `marking` serves all counties: it begins with the first that is asked for.
    """
    left = settings.mail_attach_mb * 1_000_000
    if not left:
        return
    names = {code: one.name for code, one in config.divisions.counties.items()}
    with engine.connect() as connection:
        standing = StandingReturns(connection, settings.archive, None, (county,))
        found = [*standing.of(Explainer(config.catalog), names)]
    found.sort(key=lambda one: not any(mark.is_critical for mark in one.plan.marks))
    try:
        for one in found[:MOST]:
            content = marking.for_mail(one.source, one.plan)
            if content is not None and len(content) <= left:
                left -= len(content)
                yield mask(posixpath.basename(one.place)), content
    except EtlError:
        return  # the mail says where the others lie
