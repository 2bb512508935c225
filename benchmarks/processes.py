"""Resources used so far by the processes below this one, from Linux's /proc; elsewhere nothing is known of them.

The kernel's own sum for children leaves out the readers: they belong to the fork server, which nobody waits for.
"""

import os
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")


@dataclass(frozen=True)
class Child:
    """One process: CPU seconds, and the most memory it ever held."""

    cpu_seconds: float
    peak_mib: float


def children() -> list[Child]:
    """All processes that descend from this one and still run."""
    below: dict[int, list[int]] = defaultdict(list)
    for folder in PROC.glob("[0-9]*") if PROC.exists() else ():
        if facts := _stat(folder):
            below[int(facts[1])].append(int(folder.name))
    found, waiting = [], list(below[os.getpid()])
    while waiting:
        pid = waiting.pop()
        waiting += below[pid]
        if (facts := _stat(PROC / str(pid))) and (peak := _peak_mib(pid)) is not None:
            ticks = int(facts[11]) + int(facts[12])
            found.append(Child(ticks / os.sysconf("SC_CLK_TCK"), peak))
    return found


def _stat(folder: Path) -> list[str] | None:
    """The fields from the state on: the name before them may hold anything."""
    try:
        return (folder / "stat").read_text(errors="replace").rpartition(")")[2].split()
    except OSError:
        return None


def _peak_mib(pid: int) -> float | None:
    try:
        found = re.search(r"VmHWM:\s*(\d+) kB", (PROC / str(pid) / "status").read_text(errors="replace"))
    except OSError:
        return None
    return int(found[1]) / 1024 if found else None
