"""A lock as pip reads it: takes requirements.lock, gives what is pinned in it, on whatever platform."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
RUNS, DEVELOPS = ROOT / "requirements.lock", ROOT / "requirements-dev.lock"


@dataclass(frozen=True)
class Pinned:
    """One package in one version; `marker` says where it is installed, empty everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def pinned(lock: Path) -> list[Pinned]:
    """All packages of a lock in its order; ValueError when a line is none."""
    lines = lock.read_text(encoding="utf-8").replace("\\\n", "").splitlines()
    return [_pinned(line) for line in lines]


def _pinned(line: str) -> Pinned:
    requirement, *hashes = re.split(r"\s+--hash=", line.strip())
    found = re.fullmatch(r"([a-z0-9-]+)==([\w.]+)(?: ; (.+))?", requirement)
    if found is None:
        raise ValueError(f"{requirement!r} pins no package")
    return Pinned(found[1], found[2], found[3] or "", tuple(hashes))
