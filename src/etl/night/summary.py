"""Summary of a night for the operator: a headline, and facts that are lines of a terminal, a log or a journal.

Every trouble stands beside the one command that looks at it or mends it. Never contains figures of a county's report.
Its page for Prefect stands in `night_page`.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from etl.night.impact_report import impact_lines
from etl.warehouse.publish.impact import NO_IMPACT, Impact

OLDER = "another came after it under this name, and counts; a county that goes back to it sends it under another name"
ADD_YEAR = (
    "add it to config/calendar.yaml, and until then no county gets mail on days of such a year; what it would get: "
    "etl remind --dry-run"
)
SET_CLOCK = "what came in a later run counts as later all the same; set the machine's clock"
EMPTY = "see that it is mounted and that ETL_INBOX names it; the next night reads it when it is back, or now: etl run"
GONE = "its folder is in the inbox no more; mount it, or make an empty one; the next night looks again, or now: etl run"
HELD = "by the changed rules it would be returned, and it stays in use; look at it with: etl replay --preview"
SHOWN = 40  # troubles listed by name; the rest is counted, and `etl issues` shows all


@dataclass(frozen=True)
class Fact:
    """One line of a summary; `kind` is that of a trouble, such as failed or returned, or '' when it is none."""

    text: str
    kind: str = ""

    @property
    def line(self) -> str:
        """The line as it is printed."""
        return f"  {self.kind:<9} {self.text}" if self.kind else self.text


@dataclass(frozen=True)
class Returned:
    """One report that goes back to its county, with the first critical issue."""

    county_code: str
    county_name: str
    period: str
    report: str
    title: str
    source_file: str
    critical_issues: int
    message: str


@dataclass(frozen=True)
class UnreadFile:
    """A file in which nothing was found, and why."""

    county: str  # "513228 黑水县"
    period: str
    message: str

    @property
    def line(self) -> str:
        """The file as a summary names it."""
        return f"{self.county} {self.period} {self.message}"

    @property
    def whose(self) -> str:
        """Clause on who acts, and how an operator looks at it."""
        return f"the county's to send again; what it is told: etl issues --county {self.county.split()[0]}"


@dataclass(frozen=True)
class Summary:
    """The counts and lists of one run; `standing` counts the statuses of each period after the run."""

    run_id: str
    kind: str
    inbox: str
    files_seen: int
    files_read: int
    seconds: float
    accepted: int = 0
    nil: int = 0
    unchanged: int = 0  # judged again with the same outcome, and not stored again
    rows: int = 0
    warnings: int = 0
    waived: int = 0  # of the warnings: critical issues that a waiver softens
    returned: tuple[Returned, ...] = ()
    held: tuple[str, ...] = ()  # accepted reports that changed rules would return, and that stay in use
    wait_for_replay: tuple[str, ...] = ()  # sentences on files of periods past due that other rules judged
    unread: tuple[UnreadFile, ...] = ()
    failed: dict[str, str] = field(default_factory=dict)  # "513228 黑水县" -> why
    unplaced: tuple[str, ...] = ()
    superseded_files: tuple[
        str, ...
    ] = ()  # files of the inbox whose content came before another one under the same name
    inbox_is_empty: bool = False  # though earlier nights found files
    folders_gone: tuple[str, ...] = ()  # "513228 黑水县": counties whose folder was in the inbox and is there no more
    expired: tuple[str, ...] = ()  # waivers that ran out in the last days
    lapsed: tuple[str, ...] = ()  # waivers that are over and still soften what was accepted, until a replay
    clock: str = ""  # how far the clock of the run lies before what was published last
    unknown_year: str = ""  # the year whose working days cannot be told, and what it lacks
    standing: dict[str, dict[str, int]] = field(default_factory=dict)  # period -> status -> reports
    impact: Impact = NO_IMPACT  # of a replay: the verdicts and figures that it changes
    is_preview: bool = False  # nothing was stored
    not_kept: str | None = None  # why the validation results are not in the warehouse, though all else is
    note: str | None = None  # why nothing was done

    @classmethod
    def of_nothing(cls, note: str) -> "Summary":
        """The summary of a run that had nothing to do."""
        return cls(run_id="", kind="", inbox="", files_seen=0, files_read=0, seconds=0.0, note=note)

    @property
    def nothing_new(self) -> bool:
        return not self.files_read and not self.failed

    @property
    def is_ours(self) -> bool:
        """True when something of ours is in question, and the run counts as failed though it published."""
        return bool(self.failed or self.inbox_is_empty or self.folders_gone)

    @property
    def headline(self) -> str:
        """One sentence: the run's final state in Prefect's words."""
        if self.note:
            return self.note
        gone = f"{len(self.folders_gone)} county {'folder' if len(self.folders_gone) == 1 else 'folders'} gone"
        return f"{self._found}, {gone}" if self.folders_gone else self._found

    @property
    def _found(self) -> str:
        """The headline of what lies in the inbox or the archive."""
        if self.inbox_is_empty and self.nothing_new:
            return f"the inbox {self.inbox} is empty, and earlier nights found files in it"
        if not self.files_seen and not self.failed:
            if self.kind == "replay":
                return "nothing to replay: the archive holds no file of these counties and periods"
            return f"nothing to read: the inbox {self.inbox} holds no file in a folder <county>/<period>"
        if self.nothing_new:
            return f"nothing new: {self.files_seen} files in the inbox, all decided before"
        if self.kind == "replay":
            return self._replay_headline()
        parts = [f"{self.accepted} reports accepted", f"{len(self.returned)} returned"]
        parts += [f"{self.nil} nil"] if self.nil else []
        parts += (
            [f"{len(self.unread)} {'file' if len(self.unread) == 1 else 'files'} unreadable"] if self.unread else []
        )
        parts += [self._failed] if self.failed else []
        return ", ".join(parts)

    @property
    def _failed(self) -> str:
        return f"{len(self.failed)} {'county' if len(self.failed) == 1 else 'counties'} failed"

    def _replay_headline(self) -> str:
        changed = self.accepted + self.nil + len(self.returned)
        said = f"{changed} reports judged otherwise" if changed else "nothing changes: every report is judged as before"
        said += f", {self._failed}" if self.failed else ""
        return f"preview, nothing was stored: {said}" if self.is_preview else said

    def lines(self) -> list[str]:
        """The summary as lines of plain text."""
        return [fact.line for fact in self.facts()]

    def facts(self) -> list[Fact]:
        """The summary fact by fact; of each kind of trouble no more than a screen holds, and how many there are more."""
        return [
            Fact(f"{self.headline} ({self.seconds:.1f} s)"),
            *map(Fact, self._counts()),
            *map(Fact, impact_lines(self.impact)),
            *_listed("returned", self._returned_texts(), "etl issues --severity critical"),
            *_listed("held", [f"{one}; {HELD}" for one in self.held], "etl replay --preview"),
            *_listed("unread", [f"{file.line} ({file.whose})" for file in self.unread], "etl issues"),
            *_listed("failed", [f"{c}: {why}; {self._taken_up}" for c, why in self.failed.items()], self.again),
            *_listed("empty", [f"the inbox {self.inbox} holds no file; {EMPTY}"] if self.inbox_is_empty else []),
            *_listed("gone", [f"{county}: {GONE}" for county in self.folders_gone], "etl run"),
            *_listed("unplaced", [f"{message}; move it, then: etl run" for message in self.unplaced], "etl issues"),
            *_listed("older", [f"{name}: {OLDER}" for name in self.superseded_files], "etl issues"),
            *_listed("expired", [f"{waiver}; look at it with: etl waivers" for waiver in self.expired], "etl waivers"),
            *_listed("waits", [f"{waiver}: etl replay --preview" for waiver in self.lapsed], "etl replay --preview"),
            *_listed("waits", self.wait_for_replay),
            *map(Fact, (f"  {line}" for line in self.not_kept_lines)),
            *_listed("clock", [f"{self.clock}; {SET_CLOCK}"] if self.clock else []),
            *_listed("calendar", [f"{self.unknown_year}; {ADD_YEAR}"] if self.unknown_year else []),
            *map(Fact, self._standing_texts()),
        ]

    def _counts(self) -> list[str]:
        if self.nothing_new:
            return []
        where = "in the archive" if self.kind == "replay" else "in the inbox"
        return [
            f"files: {self.files_seen} {where}, {self.files_read} read, {self.files_seen - self.files_read} known; "
            f"rows loaded: {self.rows}; warnings: {self.counted_warnings}"
        ]

    def _standing_texts(self) -> list[str]:
        return [
            f"{period}{' as it stays' if self.is_preview else ''}: "
            + ", ".join(f"{count} {status}" for status, count in counts.items())
            for period, counts in self.standing.items()
        ]

    @property
    def not_kept_lines(self) -> list[str]:
        """A sentence when the validation results are not in the warehouse."""
        return [f"validation results of this run are not kept: {self.not_kept}; all else is"] if self.not_kept else []

    @property
    def again(self) -> str:
        """Command that takes up a county that failed: a rerun knows nothing of a replay's."""
        return "etl replay" if self.kind == "replay" else "etl rerun"

    @property
    def _taken_up(self) -> str:
        """Clause on how a county that failed is taken up."""
        first = "" if self.kind == "replay" else "the next night takes it up, or "
        return f"{first}now: {self.again}"

    @property
    def counted_warnings(self) -> str:
        """Warnings, and how many of them a waiver softened."""
        return f"{self.warnings} ({self.waived} waived)" if self.waived else str(self.warnings)

    def causes(self) -> list[tuple[Returned, ...]]:
        """Reports that came back, those of a county with one cause together: a file of another county's returns nine."""
        grouped: dict[tuple[str, str, str], list[Returned]] = defaultdict(list)
        for item in self.returned:
            grouped[item.county_code, item.period, item.message].append(item)
        return [tuple(items) for items in grouped.values()]

    def _returned_texts(self) -> list[str]:
        return [
            f"{items[0].county_code} {items[0].county_name} {titles(items)}: {items[0].message}"
            + (f" (+{items[0].critical_issues - 1})" if items[0].critical_issues > 1 else "")
            for items in self.causes()
        ]


def titles(items: Sequence[Returned]) -> str:
    """The first report's title, and how many more there are."""
    return items[0].title if len(items) == 1 else f"{items[0].title} and {len(items) - 1} more reports"


def _listed(kind: str, texts: Sequence[str], command: str = "") -> list[Fact]:
    more = len(texts) - SHOWN
    return [
        *(Fact(text, kind) for text in texts[:SHOWN]),
        *([Fact(f"  … and {more} more {kind}: {command}")] if more > 0 else []),
    ]


def taken_up(kind: str) -> str:
    """Sentence on how what a run did not publish is taken up; of a night that failed at the pull a rerun knows nothing."""
    if kind == "replay":
        return "try it again with: etl replay"
    return f"the next night takes up what was not published; now: etl {'run' if kind == 'nightly' else kind}"
