"""Give counties their workbooks back: takes what stands in the warehouse and a place, writes what is new there and removes what is mended.

What lies there from an earlier time is known by a list in ETL_HOME; nothing else there is touched. The place may be down: that is
raised as a TransientError, and the next call makes it good.
"""

import hashlib
import json
from collections.abc import Collection, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError, TransientError
from etl.intake.outbox import Outbox, open_outbox
from etl.returned.addresses import folder_of
from etl.returned.explanation import Explainer
from etl.returned.standing_returns import StandingReturn, StandingReturns
from etl.settings import Settings
from etl.text import without_password
from etl.workers.marking_process import MarkingProcess

MARKING_VERSION = "1"  # raise it when the same file with the same issues would be marked otherwise
LIST = "returned.json"


@dataclass
class GivenBack:
    """Outcome of giving back: places below the folder of all counties."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)  # whose archived copy is gone

    @property
    def headline(self) -> str:
        """One sentence."""
        mended = f", {len(self.removed)} mended and removed" if self.removed else ""
        lost = f", {len(self.lost)} whose archived file is gone" if self.lost else ""
        return f"{len(self.written)} returned workbooks written, {len(self.unchanged)} as they were{mended}{lost}"


def give_back(
    settings: Settings,
    engine: sa.Engine,
    catalog: Catalog,
    divisions: Divisions,
    out: str,
    *,
    period: str | None = None,
    counties: tuple[str, ...] = (),
) -> GivenBack:
    """Bring a place up to date for some counties and a period, or for all."""
    check_place(out, settings.inbox)
    with engine.connect() as connection:
        standing = StandingReturns(connection, settings.archive, period, counties)
    names = {code: county.name for code, county in divisions.counties.items()}
    folders = {code: folder_of(county) for code, county in divisions.counties.items()}
    known = _Known(settings.home, out)
    given = GivenBack(lost=["/".join(key) for key in standing.lost()])
    try:
        with closing(open_outbox(out, settings)) as outbox, MarkingProcess(settings) as marking:
            wanted: set[str] = set()
            for one in standing.of(Explainer(catalog), names):
                place = f"{folders[one.source.county_code]}/{one.place}"
                wanted.add(place)
                _write(one, place, outbox, marking, known, given)
            _remove(
                _mended(known.places, wanted, {folders[code] for code in counties or folders}, period),
                outbox,
                known,
                given,
            )
    except OSError as error:
        raise TransientError(f"{without_password(out)} cannot be written: {error.strerror or error}") from error
    finally:
        known.keep()
    return given


def check_place(out: str, inbox: str | None) -> None:
    """Refuse a place inside the inbox: what lies there is read as a county's, and goes back again every night."""
    if inbox is None:
        return
    if "://" in out or "://" in inbox:
        is_inside = f"{out.rstrip('/')}/".startswith(f"{inbox.rstrip('/')}/")
    else:
        is_inside = Path(out).expanduser().resolve().is_relative_to(Path(inbox).expanduser().resolve())
    if is_inside:
        raise ConfigError(
            f"{without_password(out)!r} lies inside the inbox; set ETL_RETURNS or --out to a place outside of it"
        )


def _write(
    one: StandingReturn, place: str, outbox: Outbox, marking: MarkingProcess, known: "_Known", given: GivenBack
) -> None:
    fingerprint = hashlib.sha256(f"{MARKING_VERSION} {one.source.sha256} {one.plan!r}".encode()).hexdigest()
    if known.places.get(place) == fingerprint and outbox.has(place):
        given.unchanged.append(place)
        return
    outbox.put(place, marking.marked(one.source, one.plan))
    known.places[place] = fingerprint
    given.written.append(place)


def _mended(
    known: Mapping[str, str], wanted: Collection[str], folders: Collection[str], period: str | None
) -> list[str]:
    """Places that were written before and have nothing to say any more, of the counties and period in question."""
    return [
        place
        for place in known
        if place not in wanted and place.split("/")[0] in folders and (period is None or place.split("/")[1] == period)
    ]


def _remove(places: Collection[str], outbox: Outbox, known: "_Known", given: GivenBack) -> None:
    for place in places:
        outbox.remove(place)
        del known.places[place]
        given.removed.append(place)


class _Known:
    """Files that were written to a place, by the list in ETL_HOME."""

    def __init__(self, home: Path, out: str) -> None:
        self._path = home / LIST
        self._key = without_password(out)
        self._all: dict[str, dict[str, str]] = {}
        if self._path.exists():
            try:
                self._all = json.loads(self._path.read_text(encoding="utf-8"))
            except ValueError:
                self._all = {}  # everything is written again
        self.places = self._all.setdefault(self._key, {})

    def keep(self) -> None:
        """Write the list, whole or not at all."""
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(self._all, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
        beside.replace(self._path)
