"""Look at the places that a night writes to beside the warehouse: returned workbooks and pages -> findings. Writes nothing there."""

import os
from contextlib import closing
from pathlib import Path

from etl.commands.checkups.finding import Finding, ok, wrong
from etl.errors import EtlError
from etl.settings import Settings
from etl.text import without_password

NO_FILE = "etl-doctor"  # is looked for, to see whether a server answers


def returns(settings: Settings) -> Finding:
    """The place in ETL_RETURNS."""
    if settings.returns is None:
        return ok("returns", "no workbook goes back by itself: ETL_RETURNS is not set")
    from etl.returned.give_back import check_place

    try:
        check_place(settings.returns, settings.inbox)
    except EtlError as error:
        return wrong("returns", error.message)
    return _place(settings, "returns", settings.returns)


def site(settings: Settings) -> Finding:
    """The place in ETL_SITE."""
    if settings.site is None:
        return ok("site", "no pages are written: ETL_SITE is not set")
    return _place(settings, "site", settings.site)


def _place(settings: Settings, subject: str, place: str) -> Finding:
    """Finding on a place; its setting and its command are called as the subject is."""
    from etl.intake.outbox import local_folder, open_outbox

    shown, then = without_password(place), f"mend it or ETL_{subject.upper()}, then: etl {subject}"
    if (folder := local_folder(place)) is not None:
        return _folder(subject, folder.absolute(), then)
    try:
        with closing(open_outbox(place, settings)) as outbox:
            outbox.has(NO_FILE)
    except EtlError as error:
        return wrong(subject, f"{error.message}; {then}")
    except OSError as error:
        return wrong(subject, f"{shown} cannot be reached: {without_password(str(error.strerror or error))}; {then}")
    return ok(subject, f"{shown} answers; whether it takes files is seen when one goes there")


def _folder(subject: str, folder: Path, then: str) -> Finding:
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        return wrong(subject, f"{folder} cannot be written, as {there} is {_how_it_is(there)}; {then}")
    return ok(subject, f"{folder} {'can be written' if there == folder else 'is made by the first run'}")


def _how_it_is(there: Path) -> str:
    return "shut to this account, or read-only" if there.is_dir() else "no folder"
