"""Summary of a night for the operator: plain lines for a terminal or log, Markdown for Prefect's artifact.

Every trouble stands beside the one command that looks at it or mends it. Never contains figures of a county's report.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from etl.errors import ArgumentError, EtlError, TransientError
from etl.foreign_text import in_markdown
from etl.night.impact_report import impact_lines
from etl.night.request import RunRequest
from etl.warehouse.publish.impact import NO_IMPACT, Impact
from etl.warehouse.run_lock import AnotherRun

STANDING_COMMANDS = {"failed": "etl rerun", "returned": "etl issues --severity critical", "missing": "etl status"}
OLDER = "another came after it under this name, and counts; a county that goes back to it sends it under another name"
ADD_YEAR = "add it to config/calendar.yaml: on days of a year that it does not know no county gets mail"
SET_CLOCK = "what came in a later run counts as later all the same; set the machine's clock"
EMPTY = "see that it is mounted and that ETL_INBOX names it, then: etl run"
GONE = "its folder is in the inbox no more; mount it, or make an empty one, then: etl run"
SHOWN = 40  # troubles listed by name; the rest is counted, and `etl issues` shows all


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
    unread: tuple[str, ...] = ()  # files in which nothing was found, with county, period and why
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
        where = "in the archive" if self.kind == "replay" else "in the inbox"
        skipped = self.files_seen - self.files_read
        lines = [f"{self.headline} ({self.seconds:.1f} s)"]
        if not self.nothing_new:
            lines.append(
                f"files: {self.files_seen} {where}, {self.files_read} read, {skipped} known; "
                f"rows loaded: {self.rows}; warnings: {self._warnings}"
            )
        lines += impact_lines(self.impact)
        lines += self._returned_lines()
        lines += [f"  unread    {file}" for file in self.unread[:SHOWN]]
        lines += [f"  failed    {county}: {why}; mend it with: {self._again}" for county, why in self.failed.items()]
        lines += [f"  empty     the inbox {self.inbox} holds no file; {EMPTY}"] if self.inbox_is_empty else []
        lines += [f"  gone      {county}: {GONE}" for county in self.folders_gone]
        lines += [f"  unplaced  {message}; move it, then: etl run" for message in self.unplaced[:SHOWN]]
        if (more := len(self.unplaced) - SHOWN) > 0:
            lines.append(f"  … and {more} more: etl issues")
        lines += [f"  older     {name}: {OLDER}" for name in self.superseded_files[:SHOWN]]
        lines += [f"  expired   {waiver}; look at it with: etl waivers" for waiver in self.expired]
        lines += [f"  waits     {waiver}: etl replay --preview" for waiver in self.lapsed]
        lines += [f"  {line}" for line in self._not_kept]
        lines += [f"  clock     {self.clock}; {SET_CLOCK}"] if self.clock else []
        lines += [f"  calendar  {self.unknown_year}; {ADD_YEAR}"] if self.unknown_year else []
        for period, counts in self.standing.items():
            lines.append(
                f"{period}{' as it stays' if self.is_preview else ''}: "
                + ", ".join(f"{count} {status}" for status, count in counts.items())
            )
        return lines

    @property
    def _not_kept(self) -> list[str]:
        return [f"validation results of this run are not kept: {self.not_kept}; all else is"] if self.not_kept else []

    @property
    def _again(self) -> str:
        """Command that takes up a county that failed: a rerun knows nothing of a replay's."""
        return "etl replay" if self.kind == "replay" else "etl rerun"

    @property
    def _warnings(self) -> str:
        return f"{self.warnings} ({self.waived} waived)" if self.waived else str(self.warnings)

    def _returned_lines(self) -> list[str]:
        """One line for each county and message: a file that is another county's returns nine reports with one."""
        grouped: dict[tuple[str, str], list[Returned]] = defaultdict(list)
        for item in self.returned:
            grouped[f"{item.county_code} {item.county_name}", item.message].append(item)
        lines = []
        for (county, message), items in list(grouped.items())[:SHOWN]:
            titles = items[0].title if len(items) == 1 else f"{items[0].title} and {len(items) - 1} more reports"
            more = f" (+{items[0].critical_issues - 1})" if items[0].critical_issues > 1 else ""
            lines.append(f"  returned  {county} {titles}: {message}{more}")
        if len(grouped) > SHOWN:
            lines.append(f"  … and {len(grouped) - SHOWN} more: etl issues --severity critical")
        return lines

    def markdown(self) -> str:
        """The summary as Markdown, each trouble with its command."""
        by_county = Counter(f"{item.county_code} {item.county_name}" for item in self.returned)
        parts = [
            f"# Night of {self.kind} {self.run_id[:8]}: {in_markdown(self.headline)}",
            f"Inbox {in_markdown(self.inbox)}: {self.files_seen} files, {self.files_read} read. "
            f"{self.rows} rows loaded, warnings: {self._warnings}. {self.seconds:.1f} s.",
            "\n".join(f"- {in_markdown(line.strip())}" for line in [*impact_lines(self.impact), *self._not_kept]),
            _table("Standing", ["period", "status", "reports", "command"], self._standing_rows()),
            _table(
                "Failed: infrastructure, not the county's fault",
                ["county", "why", "command"],
                [[county, why, f"`{self._again} --county {county.split()[0]}`"] for county, why in self.failed.items()],
            ),
            _table(
                f"Returned: {len(self.returned)} reports of {len(by_county)} counties",
                ["county", "report", "why", "command"],
                [
                    [
                        f"{item.county_code} {item.county_name}",
                        item.title,
                        item.message,
                        f"`etl issues --county {item.county_code} --report {item.report} --period {item.period}`",
                    ]
                    for item in self.returned
                ],
            ),
            _table(
                "Files in which nothing was found",
                ["file", "command"],
                [[file, f"`etl issues --county {file.split()[0]}`"] for file in self.unread],
            ),
            _table(
                "Not placed", ["what", "command"], [[message, "move it, then `etl run`"] for message in self.unplaced]
            ),
            in_markdown(f"The inbox {self.inbox} holds no file; {EMPTY}.") if self.inbox_is_empty else "",
            _table("County folders gone", ["county", "command"], [[one, "`etl run`"] for one in self.folders_gone]),
            _table("Older files that came back", ["file", "what"], [[name, OLDER] for name in self.superseded_files]),
            _table(
                "Waivers that ran out", ["waiver", "command"], [[waiver, "`etl waivers`"] for waiver in self.expired]
            ),
            _table(
                "Waivers that wait", ["waiver", "command"], [[one, "`etl replay --preview`"] for one in self.lapsed]
            ),
            in_markdown(f"{self.clock}; {SET_CLOCK}.") if self.clock else "",
            in_markdown(f"{self.unknown_year}: {ADD_YEAR}.") if self.unknown_year else "",
        ]
        return "\n\n".join(part for part in parts if part)

    def _standing_rows(self) -> list[list[str]]:
        return [
            [
                period,
                status,
                str(count),
                f"`{STANDING_COMMANDS[status]} --period {period}`" if status in STANDING_COMMANDS else "",
            ]
            for period, counts in self.standing.items()
            for status, count in counts.items()
        ]


def trouble_markdown(request: RunRequest, error: Exception) -> str:
    """Text in the place of a summary when a run could not be finished, with the one command that comes next."""
    if isinstance(error, AnotherRun):
        what = f"When that has ended: `{request.command}`"
    elif isinstance(error, TransientError):
        what = f"It was tried again without success. Once that is mended: `{request.command}`"
    elif isinstance(error, ArgumentError):
        what = "Run it again with a value that there is"  # and not as it was typed
    elif isinstance(error, EtlError):
        what = f"It does not mend by itself: mend the setting, then `{request.command}`"
    else:
        what = "This is a fault of the program: give its developers this run's log and `etl runs`"
    said = error.message if isinstance(error, EtlError) else type(error).__name__  # others may quote a county's figures
    return f"# The {request.kind} run failed\n\n{in_markdown(said)}\n\nNothing of it was published. {what}"


def taken_up(kind: str) -> str:
    """Sentence on how what a run did not publish is taken up; of a night that failed at the pull a rerun knows nothing."""
    if kind == "replay":
        return "try it again with: etl replay"
    return f"the next night takes up what was not published; now: etl {'run' if kind == 'nightly' else kind}"


def _table(title: str, heads: list[str], rows: list[list[str]]) -> str:
    """A table of texts, whose last column is Markdown of our own."""
    if not rows:
        return ""
    lines = [f"## {title}", "", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ("| " + " | ".join([*map(in_markdown, row[:-1]), row[-1]]) + " |" for row in rows)
    return "\n".join(lines)
