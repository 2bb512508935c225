"""Give counties their workbooks back: takes what stands in the warehouse and a place, writes what is new there and removes what is mended.

What lies there from an earlier time is known by lists in ETL_HOME and at the place; nothing else there is touched. The place may be down: that is
raised as a TransientError, and the next call makes it good.
"""

import hashlib
from collections.abc import Collection
from contextlib import closing
from dataclasses import dataclass, field

import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError, TransientError
from etl.intake.outbox import Outbox, local_folder, open_outbox
from etl.returned.addresses import folder_of
from etl.returned.explanation import Explainer
from etl.returned.given_list import GivenList
from etl.returned.receipts import Receipts
from etl.returned.standing_returns import StandingReturns
from etl.settings import Settings
from etl.text import without_password
from etl.warehouse.queries.return_rows import first_run
from etl.workers.marking_process import MarkingProcess

MARKING_VERSION = "4"  # raise it when the same file with the same issues would be marked otherwise
RECEIPT_VERSION = "1"  # the same for receipts


@dataclass
class GivenBack:
    """Outcome of giving back: places below the folder of all counties."""

    written: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    receipts: list[str] = field(default_factory=list)  # written now
    lost: list[str] = field(default_factory=list)  # whose archived copy is gone

    @property
    def headline(self) -> str:
        """One sentence."""
        mended = f", {len(self.removed)} mended and removed" if self.removed else ""
        lost = f", {len(self.lost)} whose archived file is gone" if self.lost else ""
        receipts = f", {len(self.receipts)} receipts" if self.receipts else ""
        return f"{len(self.written)} returned workbooks written, {len(self.unchanged)} as they were{mended}{receipts}{lost}"


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
    known = GivenList(settings.home, out)
    try:
        with closing(open_outbox(out, settings)) as outbox, engine.connect() as connection:
            warehouse = first_run(connection)
            known.learn(outbox, warehouse)
            giving = _Giving(outbox, known, divisions)
            wanted = giving.workbooks(
                StandingReturns(connection, settings.archive, period, counties), Explainer(catalog), settings
            )
            wanted |= giving.receipts(Receipts(connection, period, counties), catalog)
            giving.remove_mended(wanted, counties, period)
            known.leave(outbox, warehouse)
    except OSError as error:
        raise TransientError(f"{without_password(out)} cannot be written: {error.strerror or error}") from error
    finally:
        known.keep()
    return giving.given


class _Giving:
    """One visit to a place."""

    def __init__(self, outbox: Outbox, known: GivenList, divisions: Divisions) -> None:
        self.given = GivenBack()
        self._outbox, self._known = outbox, known
        self._folders = {code: folder_of(county) for code, county in divisions.counties.items()}
        self._names = {code: county.name for code, county in divisions.counties.items()}

    def workbooks(self, standing: StandingReturns, explainer: Explainer, settings: Settings) -> set[str]:
        """Write the marked workbooks that are new or were taken away; gives the places of all."""
        self.given.lost = ["/".join(key) for key in standing.lost()]
        wanted: set[str] = set()
        with MarkingProcess(settings) as marking:
            for one in standing.of(explainer, self._names):
                place = f"{self._folders[one.source.county_code]}/{one.place}"
                wanted.add(place)
                rests_on = f"{MARKING_VERSION} {one.source.sha256} {one.plan!r}"
                if self._is_known(place, rests_on) and self._outbox.has(place):
                    self.given.unchanged.append(place)
                else:
                    self._put(place, rests_on, marking.marked(one.source, one.plan))
                    self.given.written.append(place)
        return wanted

    def receipts(self, receipts: Receipts, catalog: Catalog) -> set[str]:
        """Write the receipts that were never written; gives the places of all."""
        found = {
            key: (f"{self._folders.get(key[0], key[0])}/{key[1]}", f"{RECEIPT_VERSION} {rests_on}")
            for key, rests_on in receipts.known_by().items()
        }
        new = [key for key, (place, rests_on) in found.items() if not self._is_known(place, rests_on)]
        for key, content in receipts.pages(new, catalog, self._names):
            self._put(*found[key], content)
            self.given.receipts.append(found[key][0])
        return {place for place, _ in found.values()}

    def remove_mended(self, wanted: Collection[str], counties: Collection[str], period: str | None) -> None:
        """Remove what was written before and has nothing to say any more, of the counties and the period in question."""
        folders = {self._folders[code] for code in counties or self._folders}
        for place in [*self._known.places]:
            folder, of_period, *steps = place.split("/")
            is_ours = folder in folders and steps and ".." not in (of_period, *steps)
            if place not in wanted and is_ours and period in (None, of_period):
                self._outbox.remove(place)
                del self._known.places[place]
                self.given.removed.append(place)

    def _is_known(self, place: str, rests_on: str) -> bool:
        return self._known.places.get(place) == _digest(rests_on)

    def _put(self, place: str, rests_on: str, content: bytes) -> None:
        self._outbox.put(place, content)
        self._known.places[place] = _digest(rests_on)


def _digest(rests_on: str) -> str:
    return hashlib.sha256(rests_on.encode()).hexdigest()[:32]


def check_place(out: str, inbox: str | None) -> None:
    """Refuse a place inside the inbox: what lies there is read as a county's, and goes back again every night."""
    if inbox is None:
        return
    folder, of_inbox = local_folder(out), local_folder(inbox)
    if folder is None or of_inbox is None:
        is_inside = f"{out.rstrip('/')}/".startswith(f"{inbox.rstrip('/')}/")
    else:
        is_inside = folder.resolve().is_relative_to(of_inbox.resolve())
    if is_inside:
        raise ConfigError(
            f"{without_password(out)!r} lies inside the inbox; set ETL_RETURNS or --out to a place outside of it"
        )
