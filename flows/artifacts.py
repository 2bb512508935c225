"""Artifacts of a night at Prefect: its page, a table of the counties that need something, its progress while it reads.

Takes summaries and counts. A clean night makes one, its page, and a link where province pages are written: each costs Prefect's server some 30 ms.
"""

import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING
from uuid import UUID

import httpx
from prefect.artifacts import (
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)

from etl.foreign_text import visible
from etl.night.needs import Need, needs
from etl.night.night_page import night_page
from etl.night.summary import Summary

if TYPE_CHECKING:
    from etl.site.publish import Pages

LONG_SECONDS = 15.0  # reading that has gone on for so long gets a bar
STEP_SECONDS = 5.0
ROWS = 500  # of the table; a browser is slow with thousands


def keep_artifacts(summary: Summary, pages: "Pages | None" = None) -> None:
    """The artifacts of a run that came to its end."""
    create_markdown_artifact(key="night", markdown=night_page(summary), description=summary.headline)
    if pages is not None:
        create_link_artifact(pages.link, link_text="报送", key="pages", description=pages.trouble or pages.line)
    if found := needs(summary):
        more = f"; the first {ROWS} of {len(found)}" if len(found) > ROWS else ""
        description = f"{summary.headline}: counties that need something{more}"
        create_table_artifact(key="counties", table=[_row(need) for need in found[:ROWS]], description=description)


def _row(need: Need) -> dict[str, str]:
    return {name: visible(text) for name, text in vars(need).items()}


class ReadingProgress:
    """A bar at Prefect for reading that takes long; most nights are over before it is made."""

    def __init__(self, long_seconds: float = LONG_SECONDS, step_seconds: float = STEP_SECONDS) -> None:
        self._step_seconds = step_seconds
        self._total = self._done = 0
        self._due_at = time.monotonic() + long_seconds
        self._artifact: UUID | None = None
        self._counting, self._one_writes = threading.Lock(), threading.Lock()

    def expect(self, total: int) -> None:
        """Begin to count: so many files will be read."""
        self._total = total

    def advance(self, files: int = 1) -> None:
        """Count files, from any thread; whoever finds the bar out of date brings it up to date, and nobody waits for it."""
        with self._counting:
            self._done += files
        if time.monotonic() < self._due_at or not self._one_writes.acquire(blocking=False):
            return
        try:
            self._due_at = time.monotonic() + self._step_seconds
            self._show(f"reading: {self._done} of {self._total} files")
        finally:
            self._one_writes.release()

    def finish(self) -> None:
        """Fill the bar, if there is one."""
        if self._artifact is not None:
            self._done = self._total
            self._show(f"read: {self._total} files")

    def _show(self, description: str) -> None:
        percent = min(100.0, round(100 * self._done / max(self._total, 1), 1))
        with suppress(httpx.HTTPError):  # no night fails for a bar
            if self._artifact is None:
                self._artifact = create_progress_artifact(percent, key="reading", description=description)
            else:
                update_progress_artifact(self._artifact, percent, description=description)
