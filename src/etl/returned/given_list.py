"""List of what was written to a place, in ETL_HOME: takes the home and the place, gives what is there by our own knowledge."""

import json
from pathlib import Path

from etl.text import without_password

LIST = "returned.json"


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

    def keep(self) -> None:
        """Write the list, whole or not at all."""
        beside = self._path.with_suffix(".part")
        beside.write_text(json.dumps(self._all, ensure_ascii=False, indent=0, sort_keys=True), encoding="utf-8")
        beside.replace(self._path)
