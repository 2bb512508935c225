"""Pages in a place on a server: takes paths and what makes them, writes what is new, the first page last.

What stands there is remembered in one file beside the pages, so that of an unchanged page nothing is made, read or written. It is
written last: what breaks off before is made good by the next run.
"""

import json
from contextlib import closing

from etl.errors import TransientError
from etl.intake.outbox import Outbox, open_outbox
from etl.settings import InboxAccess
from etl.site.folder import MARK, START, Outcome, Written
from etl.text import without_password


def write_remote(target: str, pages: Written, access: InboxAccess) -> Outcome:
    """Write the pages below a URL; ConfigError when it cannot be understood, TransientError when it cannot be reached."""
    shown = without_password(target).rstrip("/")
    with closing(open_outbox(target, access)) as place:
        try:
            return _write(place, pages, f"{shown}/{START}")
        except OSError as error:
            raise TransientError(f"the pages' place {shown} cannot be written: {error.strerror or error}") from error


def _write(place: Outbox, pages: Written, start: str) -> Outcome:
    before, now, changed = _remembered(place), dict[str, str](), 0
    first = None
    for path, content in pages:
        now[path] = content.key
        if path == START:
            first = content
        elif before.get(path) != content.key:
            place.put(path, content.make())
            changed += 1
    if first is not None and before.get(START) != first.key:
        place.put(START, first.make())
        changed += 1
    gone = before.keys() - now.keys()
    for path in gone:
        place.remove(path)
    if changed or gone:
        place.put(MARK, json.dumps(now).encode())
    return Outcome(start, len(now), changed, len(gone))


def _remembered(place: Outbox) -> dict[str, str]:
    try:
        found = json.loads(place.read(MARK) or b"{}")
    except ValueError:  # half written: everything is written again
        return {}
    return found if isinstance(found, dict) else {}
