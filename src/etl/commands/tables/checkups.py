"""Settings in force and findings of `etl doctor` as tables on a terminal. Takes them, asks nothing."""

from collections.abc import Sequence

from rich.table import Table

from etl.commands.checkups.environment import InForce
from etl.commands.checkups.finding import Finding, Standing


def settings_table(settings: Sequence[InForce]) -> Table:
    """One setting a line; an empty value is one that is not set."""
    table = Table(box=None, pad_edge=False)
    for heading in ("setting", "from", "value"):
        table.add_column(heading, overflow="fold")
    for one in sorted(settings, key=lambda one: one.source == "default"):
        table.add_row(one.name, one.source, one.value)
    return table


def findings_table(findings: Sequence[Finding]) -> Table:
    """One finding a line, in the order in which they were looked at."""
    table = Table(box=None, pad_edge=False, show_header=False)
    for _ in range(2):
        table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for one in findings:
        table.add_row(
            str(one.standing), one.subject, one.text, style="bold" if one.standing is Standing.WRONG else None
        )
    return table


def sum_of(findings: Sequence[Finding]) -> str:
    """One line: whether anything is wrong."""
    wrong, look = (sum(one.standing is of for one in findings) for of in (Standing.WRONG, Standing.LOOK))
    looked_at = f"; {look} to be looked at" if look else ""
    return f"{wrong} wrong{looked_at}" if wrong else f"nothing is wrong{looked_at}"
