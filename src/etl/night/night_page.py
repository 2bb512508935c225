"""Page of a night in Markdown, for Prefect's artifact: takes a summary or the error that ended a run, gives text.

Every trouble stands beside one command. Long tables are cut, and say what shows the rest.
"""

from collections.abc import Sequence

from etl.errors import ArgumentError, EtlError, TransientError
from etl.foreign_text import in_markdown
from etl.night.impact_report import impact_lines
from etl.night.needs import Need, failed, returned, unread
from etl.night.request import RunRequest
from etl.night.summary import ADD_YEAR, EMPTY, HELD, OLDER, SET_CLOCK, Summary
from etl.warehouse.run_lock import AnotherRun

STANDING_COMMANDS = {"failed": "etl rerun", "returned": "etl issues --severity critical", "missing": "etl status"}
SHOWN = 200  # rows of one table; a browser is slow with thousands

Rows = list[list[str]]


def night_page(summary: Summary) -> str:
    """The summary as Markdown, each trouble with its command and one cause once."""
    parts = [
        f"# {in_markdown(summary.headline)}",
        f"{summary.kind} {summary.run_id[:8]}, inbox {in_markdown(summary.inbox)}: {summary.files_seen} files, {summary.files_read} read. "
        f"{summary.rows} rows loaded, warnings: {summary.counted_warnings}. {summary.seconds:.1f} s.",
        "\n".join(
            f"- {in_markdown(line.strip())}" for line in [*impact_lines(summary.impact), *summary.not_kept_lines]
        ),
        _table("Standing", ["period", "status", "reports", "command"], _standing_rows(summary)),
        *_county_tables(summary),
        _table(
            "Not placed",
            ["what", "command"],
            [[message, "move it, then `etl run`"] for message in summary.unplaced],
        ),
        in_markdown(f"The inbox {summary.inbox} holds no file; {EMPTY}.") if summary.inbox_is_empty else "",
        _table("County folders gone", ["county", "command"], [[one, "`etl run`"] for one in summary.folders_gone]),
        _table("Older files that came back", ["file", "what"], [[name, OLDER] for name in summary.superseded_files]),
        _table(
            "Waivers that ran out", ["waiver", "command"], [[waiver, "`etl waivers`"] for waiver in summary.expired]
        ),
        _table(
            "Held: accepted before, and returned by the changed rules",
            ["report", "what"],
            [[one, HELD] for one in summary.held],
        ),
        "\n".join(f"- {in_markdown(line)}" for line in summary.wait_for_replay),
        _table("Waivers that wait", ["waiver", "command"], [[one, "`etl replay --preview`"] for one in summary.lapsed]),
        in_markdown(f"{summary.clock}; {SET_CLOCK}.") if summary.clock else "",
        in_markdown(f"{summary.unknown_year}: {ADD_YEAR}.") if summary.unknown_year else "",
    ]
    return "\n\n".join(part for part in parts if part)


def trouble_page(request: RunRequest, error: BaseException) -> str:
    """Text in the place of a summary when a run could not be finished, with the one command that comes next."""
    return f"# The {request.kind} run failed\n\n{in_markdown(trouble(error))}\n\nNothing of it was published. {what_next(request, error)}"


def trouble(error: BaseException) -> str:
    """Sentence of an error as it may be shown: others than ours give their kind only, as they may quote figures."""
    return error.message if isinstance(error, EtlError) else f"a fault of the program: {type(error).__name__}"


def what_next(request: RunRequest, error: BaseException) -> str:
    """The sentence with the one command that comes next, as Markdown."""
    if isinstance(error, AnotherRun):
        return f"When that has ended: `{request.command}`"
    if isinstance(error, TransientError):
        return f"It was tried again without success. Once that is mended: `{request.command}`"
    if isinstance(error, ArgumentError):
        return "Run it again with a value that there is"  # and not as it was typed
    if isinstance(error, EtlError):
        return f"It does not mend by itself: mend the setting, then `{request.command}`"
    return "This is a fault of the program: give its developers this run's log and `etl runs`"


def _county_tables(summary: Summary) -> list[str]:
    counties = {item.county_code for item in summary.returned}
    heading = f"Returned: {len(summary.returned)} reports of {len(counties)} counties"
    back, nothing = list(returned(summary)), list(unread(summary))
    return [
        _table(
            "Failed: infrastructure, not the county's fault",
            ["county", "why", "command"],
            [[need.county, need.why, f"`{need.command}`"] for need in failed(summary)],
        ),
        _table(heading, ["county", "report", "why", "command"], [_row(need, "returned: ") for need in back]),
        _table(
            "Files in which nothing was found",
            ["county", "period", "file", "command"],
            [[need.county, need.period, need.why, f"`{need.command}`"] for need in nothing],
        ),
    ]


def _row(need: Need, lead: str) -> list[str]:
    return [need.county, need.what.removeprefix(lead), need.why, f"`{need.command}`"]


def _standing_rows(summary: Summary) -> Rows:
    return [
        [
            period,
            status,
            str(count),
            f"`{STANDING_COMMANDS[status]} --period {period}`" if status in STANDING_COMMANDS else "",
        ]
        for period, counts in summary.standing.items()
        for status, count in counts.items()
    ]


def _table(title: str, heads: Sequence[str], rows: Rows) -> str:
    """A table of texts, whose last column is Markdown of our own."""
    if not rows:
        return ""
    lines = [f"## {title}", "", "| " + " | ".join(heads) + " |", "|" + "---|" * len(heads)]
    lines += ("| " + " | ".join([*map(in_markdown, row[:-1]), row[-1]]) + " |" for row in rows[:SHOWN])
    more = len(rows) - SHOWN
    return "\n".join([*lines, *([f"\n… and {more} more: `etl issues`"] if more > 0 else [])])
