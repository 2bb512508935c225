"""The status of a period as tables on a terminal: prefectures by report, then the counties that need something.

Takes rows of mart.reporting_status and ops.issue as mappings, gives rich tables; asks the database nothing itself.
"""

import sys
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table

Row = Mapping[str, Any]
NEEDS_SOMETHING = ("failed", "returned", "missing")


def overview(rows: Sequence[Row], reports: Sequence[str], width: int | None = None) -> Table:
    """Prefectures down, reports across: how many of what is due is accepted (or confirmed zero).

    In less `width` than that takes the headings are folded, and no figure ever is.
    """
    period = rows[0]["period"] if rows else ""
    done: Counter[tuple[str, str]] = Counter()
    due: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for name in (row["prefecture_name"], "total"):
            due[name, row["report"]] += row["status"] != "exempt"
            done[name, row["report"]] += row["status"] in ("accepted", "nil")
    names = list(dict.fromkeys(row["prefecture_name"] for row in rows))
    figures = {
        (name, report): f"{done[name, report]}/{due[name, report]}" if due[name, report] else ""
        for name in [*names, "total"]
        for report in reports
    }
    widest = {report: max(len(figures[name, report]) for name in [*names, "total"]) for report in reports}
    room = (width or sys.maxsize) - max(map(cell_len, [*names, "prefecture"])) - len(reports)
    gap = 2 if sum(max(len(report), widest[report]) + 1 for report in reports) <= room else 1
    table = Table(
        title=f"{period}: accepted / due", title_justify="left", box=None, pad_edge=False, padding=(0, gap, 0, 0)
    )
    table.add_column("prefecture", overflow="fold")
    for report, columns in _widths(widest, room).items():
        table.add_column(report, justify="right", overflow="fold", width=columns)
    for name in [*names, "total"]:
        cells = [figures[name, report] for report in reports]
        table.add_row(name, *cells, style="bold" if name == "total" else None, end_section=name == names[-1])
    return table


def _widths(widest: Mapping[str, int], room: int) -> dict[str, int]:
    """Widths of the columns of reports: as wide as their headings while there is room, never less than their figures."""
    widths = {report: max(len(report), figures) for report, figures in widest.items()}
    while sum(widths.values()) > room:
        report = max(widths, key=lambda one: widths[one] - widest[one])
        if widths[report] <= widest[report]:
            break
        widths[report] -= 1
    return widths


def counties_in_need(rows: Sequence[Row], most: int | None = None) -> Table:
    """The counties with something failed, returned or missing, and which reports; failed ones first, `most` of them."""
    table = Table(title="counties that need something", title_justify="left", box=None, pad_edge=False)
    for heading in ("county", "failed", "returned", "missing", "days late"):
        table.add_column(heading, justify="right" if heading == "days late" else "left", overflow="fold")
    by_county: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    late: dict[tuple[str, str], int] = defaultdict(int)
    every = len({row["report"] for row in rows})
    for row in rows:
        if row["status"] in NEEDS_SOMETHING:
            county = row["county_code"], row["county_name"]
            by_county[county][row["status"]].append(row["report"])
            late[county] = max(late[county], row["days_late"] or 0)
    order = sorted(by_county, key=lambda c: (not by_county[c]["failed"], not by_county[c]["returned"], c))
    for county in order[:most]:
        found = by_county[county]
        cells = (f"all {every}" if len(found[s]) == every > 1 else ", ".join(found[s]) for s in NEEDS_SOMETHING)
        table.add_row(" ".join(county), *cells, str(late[county] or ""))
    return table


def fitting(console: Console, rows: Sequence[Row], room: int) -> int:
    """Number of counties in need whose table takes no more than `room` lines of the console, at least one."""
    least, most = 1, counties_in_need(rows).row_count
    while least < most:
        middle = (least + most + 1) // 2
        is_room = len(console.render_lines(counties_in_need(rows, middle), pad=False)) <= room
        least, most = (middle, most) if is_room else (least, middle - 1)
    return most


def totals(rows: Sequence[Row]) -> str:
    """One line: how many reports of the period stand in which status."""
    counts = Counter(row["status"] for row in rows)
    return ", ".join(f"{counts[status]} {status}" for status in counts if counts[status])


def one_county(rows: Sequence[Row]) -> Table:
    """Every report of one county: status, what is in use, when it came, and how many issues it has."""
    table = Table(box=None, pad_edge=False)
    for heading in ("period", "report", "status", "in use", "received", "days late", "critical", "warnings", "file"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        received = row["received_at"].strftime("%Y-%m-%d %H:%M") if row["received_at"] else ""
        numbers = (row["days_late"], row["critical_issues"], row["warnings"])
        table.add_row(
            row["period"],
            row["report"],
            row["status"],
            row["in_use"],
            received,
            *("" if number is None else str(number) for number in numbers),
            row["source_file"] or "",
        )
    return table


def issues(rows: Sequence[Row]) -> Table:
    """Issues, one a row: where, how grave, and the sentence that the county gets."""
    table = Table(box=None, pad_edge=False)
    for heading in ("county", "report", "file", "sheet", "cell", "severity", "message"):
        table.add_column(heading, overflow="fold")
    for row in rows:
        row = {**row, "severity": "waived" if row["waived"] else row["severity"]}  # its message says why and until when
        row["severity"] = "explained" if row.get("explanation") else row["severity"]
        said = f"{row['message']} 核实说明：{row['explanation']}" if row.get("explanation") else row["message"]
        row = {**row, "message": said}
        cells = (row[name] for name in ("county_code", "report", "source_file", "sheet", "cell", "severity", "message"))
        table.add_row(*(str(cell) if cell is not None else "" for cell in cells))
    return table
