"""Editions as tables: takes rows of the warehouse, gives what is printed. Asks neither the database nor the clock."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from rich.table import Table

from etl.config.calendar import TIMEZONE
from etl.foreign_text import visible

Rows = Sequence[Mapping[str, Any]]
OF_THE_WHOLE = ("province", "prefecture")  # levels that are printed; a county's figures are its revisions


def editions_table(rows: Rows) -> Table:
    """Editions, one a row."""
    table = _table("edition", "period", "as of", "by", "reason", "reports since")
    for row in rows:
        said = (row["edition"], row["period"], _moment(row), row["frozen_by"], row["reason"])
        table.add_row(*map(visible, said), str(row["revised_reports"]))
    return table


def difference_lines(edition: str, other: str | None, figures: Rows, revisions: Rows) -> Iterator[str]:
    """The headline over both tables."""
    against = other or "now"
    if not figures and not revisions:
        yield f"{edition} says what stands {'in ' + other if other else 'now'}"
        return
    reports = len({row["submission_id"] for row in revisions})
    counties = len({row["county_code"] for row in revisions})
    yield f"{edition} against {against}: {len(figures)} figures differ, by {reports} reports of {counties} counties"


def differences_table(figures: Rows) -> Table:
    """Figures of the province and prefectures that differ; those of counties stand in the revisions."""
    table = _table("area", "figure", "published", "stands")
    for row in figures:
        if row["level"] in OF_THE_WHOLE:
            area = row["area_name"] or row["level"]
            table.add_row(area, row["measure"], _figure(row["published"]), _figure(row["stands"]))
    return table


def revisions_table(revisions: Rows) -> Table:
    """Changes of counties' figures, one a row."""
    table = _table("county", "report", "figure", "was", "became", "when", "run", "file")
    for row in revisions:
        when = row["changed_at"].astimezone(TIMEZONE)
        table.add_row(
            f"{row['county_code']} {row['county_name']}",
            *(row["report"], row["measure"], _figure(row["old_figure"]), _figure(row["new_figure"])),
            *(f"{when:%Y-%m-%d %H:%M}", row["run_id"][:8], visible(row["source_file"])),
        )
    return table


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _moment(row: Mapping[str, Any]) -> str:
    return f"{row['frozen_at'].astimezone(TIMEZONE):%Y-%m-%d %H:%M}"


def _figure(value: Any) -> str:
    return "" if value is None else str(value)
