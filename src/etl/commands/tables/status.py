"""The status of a period as tables on a terminal: prefectures by report, then the counties that need something.

Takes rows of mart.reporting_status and ops.issue as mappings, gives rich tables; asks the database nothing itself.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from rich.table import Table

Row = Mapping[str, Any]
NEEDS_SOMETHING = ("failed", "returned", "missing")


def overview(rows: Sequence[Row], reports: Sequence[str]) -> Table:
    """Prefectures down, reports across: how many of what is due is accepted (or confirmed zero)."""
    period = rows[0]["period"] if rows else ""
    table = Table(title=f"{period}: accepted / due", title_justify="left", box=None, pad_edge=False)
    table.add_column("prefecture")
    for report in reports:
        table.add_column(report, justify="right")
    done: Counter[tuple[str, str]] = Counter()
    due: Counter[tuple[str, str]] = Counter()
    for row in rows:
        for name in (row["prefecture_name"], "total"):
            due[name, row["report"]] += row["status"] != "exempt"
            done[name, row["report"]] += row["status"] in ("accepted", "nil")
    names = list(dict.fromkeys(row["prefecture_name"] for row in rows))
    for name in [*names, "total"]:
        cells = [f"{done[name, report]}/{due[name, report]}" if due[name, report] else "" for report in reports]
        table.add_row(name, *cells, style="bold" if name == "total" else None, end_section=name == names[-1])
    return table


def counties_in_need(rows: Sequence[Row]) -> Table:
    """The counties with something failed, returned or missing, and which reports; failed ones first."""
    table = Table(title="counties that need something", title_justify="left", box=None, pad_edge=False)
    for heading in ("county", "failed", "returned", "missing", "days late"):
        table.add_column(heading, justify="right" if heading == "days late" else "left", overflow="fold")
    by_county: dict[tuple[str, str], dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    late: dict[tuple[str, str], int] = defaultdict(int)
    for row in rows:
        if row["status"] in NEEDS_SOMETHING:
            county = row["county_code"], row["county_name"]
            by_county[county][row["status"]].append(row["report"])
            late[county] = max(late[county], row["days_late"] or 0)
    order = sorted(by_county, key=lambda c: (not by_county[c]["failed"], not by_county[c]["returned"], c))
    for county in order:
        found = by_county[county]
        table.add_row(" ".join(county), *(", ".join(found[s]) for s in NEEDS_SOMETHING), str(late[county] or ""))
    return table


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
        cells = (row[name] for name in ("county_code", "report", "source_file", "sheet", "cell", "severity", "message"))
        table.add_row(*(str(cell) if cell is not None else "" for cell in cells))
    return table
