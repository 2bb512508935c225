"""Functions of mart that give rows, and rows that were in use at a moment, as SQL. Runs nothing."""

from collections.abc import Mapping


def table_function(name: str, argument: str, columns: Mapping[str, str], body: str) -> str:
    """SQL of a function of one argument, called $1 in the body; columns are quoted where they must be, with their types.

    It has its caller's rights, so that the planner takes it apart and filters reach the tables.
    """
    declared = ", ".join(f"{column} {kind}" for column, kind in columns.items())
    return (
        f"create function mart.{name}({argument}) returns table ({declared})\n"
        f"language sql stable as $body$\n{body}\n$body$;"
    )


def in_use_at(moment: str, row: str = "") -> str:
    """Condition on the interval of a submission.

    >>> in_use_at("$1", "h.")
    'h.in_use_from <= $1 and (h.in_use_to is null or h.in_use_to > $1)'
    """
    return f"{row}in_use_from <= {moment} and ({row}in_use_to is null or {row}in_use_to > {moment})"
