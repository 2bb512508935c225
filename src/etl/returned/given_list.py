"""List of what was written to a place, in ETL_HOME and at the place itself: takes both, gives what is there by our own knowledge.

The one at the place is for a home that was lost, or restored as it was earlier: from it only places are learned, never that a file
is as it should be. It names the warehouse whose it is, so that nobody takes away what another warehouse gave.
"""

import json
from pathlib import Path

from etl.intake.outbox import Outbox
from etl.text import without_password

LIST, LIST_THERE = "returned.json", ".returned.json"


class GivenList:
    """Places below one place, each with what it was written from; kept for every place that was ever written to."""

    def __init__(self, home: Path, out: str) -> None:
        self._path = home / LIST
        self._all: dict[str, dict[str, str]] = {}
        if self._path.exists():
            try:
                self._all = json.loads(self._path.read_text(encoding="utf-8"))
            except ValueError:
                self._all = {}  # everything is written again
        self.places = self._all.setdefault(without_password(out), {})
        self._there: bytes | None = None
        self._is_of_others = False

    def learn(self, outbox: Outbox, warehouse: str) -> None:
        """Take up the places that the list at the place has and we have not."""
        self._there = outbox.read(LIST_THERE)
        try:
            found = json.loads(self._there or b"{}")
        except ValueError:
            return
        if not isinstance(found, dict) or not isinstance(places := found.get("places", []), list):
            return
        self._is_of_others = found.get("warehouse", warehouse) != warehouse
        if not self._is_of_others:
            for place in places:
                self.places.setdefault(str(place), "")

    def leave(self, outbox: Outbox, warehouse: str) -> None:
        """Write the list at the place, where it says something new and is not another warehouse's."""
        content = json.dumps({"warehouse": warehouse, "places": sorted(self.places)}, ensure_ascii=False, indent=0)
        if self._is_of_others or content.encode() == self._there or not (self.places or self._there):
            return
        outbox.put(LIST_THERE, content.encode())

    def keep(self) -> None:
        """Write the list in the home, whole or not at all."""
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(self._all, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
        beside.replace(self._path)
