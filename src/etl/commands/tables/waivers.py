"""The waivers as an operator looks at them: takes those configured, those recorded and what they softened, gives rows and a table.

Asks neither the database nor the clock.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from rich.table import Table

from etl.config.waivers import ALL, Waiver
from etl.warehouse.publish.waiver_ledger import Softened

SOON = 30  # days before a waiver's end in which its table says how many are left


def rows(
    configured: Iterable[Waiver],
    recorded: Mapping[Waiver, datetime | None],
    softened: Mapping[Softened, int],
    today: date,
) -> list[dict[str, Any]]:
    """Every waiver, those of the configuration first: what it says, how it stands, and how many issues stand softened by it."""
    current = dict.fromkeys(configured)
    gone = [waiver for waiver in recorded if waiver not in current]
    return [_row(waiver, _state(waiver, today), softened, today) for waiver in current] + [
        _row(waiver, "withdrawn", softened, today) for waiver in gone
    ]


def _state(waiver: Waiver, today: date) -> str:
    return "in force" if waiver.is_in_force(today) else "expired"


def _row(waiver: Waiver, state: str, softened: Mapping[Softened, int], today: date) -> dict[str, Any]:
    issues = sum(
        count for (*place, words), count in softened.items() if words == waiver.words and waiver.covers(*place)
    )
    days_left = (waiver.expires_on - today).days if state == "in force" else None
    return {**vars(waiver), "state": state, "days_left": days_left, "issues": issues}


def table(rows: Sequence[Mapping[str, Any]]) -> Table:
    """Waivers, one a row."""
    table = Table(box=None, pad_edge=False)
    for heading in ("rule", "county", "report", "period", "state", "until", "issues", "allowed by", "reason"):
        table.add_column(heading, overflow="fold", justify="right" if heading == "issues" else "left")
    for row in rows:
        scope = (row[name] or ALL for name in ("county_code", "report", "period"))
        state, left = row["state"], row["days_left"]
        if left is not None and left <= SOON:
            state = f"expires in {left} days" if left else "expires today"
        rest = (state, str(row["expires_on"]), str(row["issues"]), row["allowed_by"], row["reason"])
        table.add_row(row["rule"], *scope, *rest)
    return table
