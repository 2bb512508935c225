"""The figures for people and for programs: takes all runs, gives medians, a table and JSON. Measures nothing."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from statistics import median

from rich.table import Table

from benchmarks.scenarios import Figures

# key of the figures, what the table calls it, its format; an empty one parts two blocks
LINES: tuple[tuple[str, str, str], ...] = (
    ("open", "open: config, lock, ledger", ".2f"),
    ("fetch", "pull", ".2f"),
    ("read", "read and recognise", ".2f"),
    ("choose", "choose", ".2f"),
    ("end reading", "end of the reading processes", ".2f"),
    ("judge", "judge: normalise and validate", ".2f"),
    ("cross_check", "validate across reports", ".2f"),
    ("decide", "verdicts", ".2f"),
    ("spill", "spilled to disk", ".2f"),
    ("publish", "publish, to the commit", ".2f"),
    ("copy", "COPY", ".2f"),
    ("total", "total: first listing to commit", ".2f"),
    ("keep_results", "after the commit: validation results", ".2f"),
    ("summarise", "after the commit: summary", ".2f"),
    ("", "", ""),
    ("ratio to floor", "ratio to the floor", ".2f"),
    ("ratio to clean", "ratio to the clean night", ".2f"),
    ("rows per second", "rows per second", ",.0f"),
    ("", "", ""),
    ("cpu readers", "CPU seconds: reading processes", ".2f"),
    ("ms read", "  ms a file: read", ".1f"),
    ("ms recognise", "  ms a file: recognise", ".1f"),
    ("ms answer", "  ms a file: hand over", ".1f"),
    ("cpu judges", "CPU seconds: judging processes", ".2f"),
    ("ms normalise", "  ms a file: normalise", ".1f"),
    ("ms validate", "  ms a file: validate", ".1f"),
    ("cpu parent", "CPU seconds: parent", ".2f"),
    ("cpu cross_check", "  validate across reports", ".2f"),
    ("cpu decide", "  verdicts", ".2f"),
    ("cpu publish", "  publish", ".2f"),
    ("", "", ""),
    ("parent_mib", "peak memory of the parent, MiB", ",.0f"),
    ("child_mib", "peak memory of the largest child, MiB", ",.0f"),
    ("copied_mb", "COPY to the database, MB", ".1f"),
    ("statements", "statements to the database", ",.0f"),
    ("", "", ""),
    ("files read", "files read", ",.0f"),
    ("rows", "rows loaded", ",.0f"),
    ("accepted", "reports accepted", ",.0f"),
    ("returned", "reports returned", ",.0f"),
    ("issues", "issues", ",.0f"),
)


def medians(runs: Iterable[tuple[str, Figures]], rows: int) -> dict[str, Figures]:
    """By what ran, the median of every figure; `rows` are those of all workbooks together, accepted or not.

    A ratio is the median of those of each run, whose two parts stand next to each other in time: a machine's speed drifts.
    """
    gathered: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(list))
    for name, figures in runs:
        for key, value in figures.items():
            gathered[name][key].append(value)
    found = {name: {key: median(values) for key, values in figures.items()} for name, figures in gathered.items()}
    for name, figures in found.items():
        if name in ("floor", "clean", "faults"):
            figures["rows per second"] = rows / figures["total"]
    if "floor" in found and "clean" in found:
        found["clean"]["ratio to floor"] = _ratio(gathered["clean"]["total"], gathered["floor"]["total"])
    if "clean" in found and "faults" in found:
        found["faults"]["ratio to clean"] = _ratio(gathered["faults"]["total"], gathered["clean"]["total"])
    return found


def _ratio(totals: list[float], others: list[float]) -> float:
    return median(total / other for total, other in zip(totals, others, strict=True))


def figures_table(title: str, found: Mapping[str, Figures]) -> Table:
    """One column for each thing that ran; seconds where nothing else is said."""
    table = Table(title=title, title_justify="left", box=None, pad_edge=False)
    table.add_column("seconds")
    for name in found:
        table.add_column(name, justify="right")
    for key, label, form in LINES:
        if not key:
            table.add_row()
        elif any(key in figures for figures in found.values()):
            table.add_row(label, *(format(figures[key], form) if key in figures else "" for figures in found.values()))
    return table
