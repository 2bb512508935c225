"""Decide which version of a report counts: takes what the ledger knows and what came; pure, and needs no database.

Two things are decided for every county, period and report, both by arrival, so that the order in which files are judged
makes no difference: the latest is the one that arrived last, and in use is the last accepted or nil one.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from etl.model import SubmissionKey

Arrival = tuple[int, datetime]  # pull, modification time

USABLE = frozenset({"accepted", "nil"})


@dataclass(frozen=True)
class Version:
    """One submission as far as this decision needs it; `submission_id` is None before it is stored."""

    key: SubmissionKey
    arrival: Arrival
    status: str
    sha256: str
    digest: str
    submission_id: int | None = None
    is_latest: bool = False
    is_in_use: bool = False


@dataclass
class Decision:
    """Decision on a publication: which versions are new, what becomes of them, and which stored ones step back."""

    new: list[Version] = field(default_factory=list)
    unchanged: list[Version] = field(default_factory=list)
    latest: set[SubmissionKey] = field(default_factory=set)  # keys whose new version is the latest
    in_use: set[SubmissionKey] = field(default_factory=set)  # keys whose new version is in use
    no_longer_latest: list[int] = field(default_factory=list)
    no_longer_in_use: list[int] = field(default_factory=list)
    replaced: dict[SubmissionKey, int] = field(default_factory=dict)  # by key the stored version that gives way
    arrived_again: list[tuple[int, Arrival]] = field(default_factory=list)  # stored id, its later arrival


def decide(stored: Iterable[Version], came: Iterable[Version], before: Decision | None = None) -> Decision:
    """Compare what came with what is stored; `came` has at most one version of a key. Adds to what was decided before."""
    known: dict[SubmissionKey, list[Version]] = {}
    for version in stored:
        known.setdefault(version.key, []).append(version)
    decision = before or Decision()
    for version in came:
        _decide(version, known.get(version.key, []), decision)
    return decision


def _decide(version: Version, known: list[Version], decision: Decision) -> None:
    latest = next((other for other in known if other.is_latest), None)
    used = next((other for other in known if other.is_in_use), None)
    if latest and latest.digest == version.digest:
        decision.unchanged.append(version)
        # the same again is no new version, but what arrived in between is older than it now
        if version.arrival > latest.arrival and latest.submission_id is not None:
            decision.arrived_again.append((latest.submission_id, version.arrival))
        return
    if latest and version.arrival < latest.arrival and _is_stored(version, known):
        decision.unchanged.append(version)
        return
    decision.new.append(version)
    if latest is None or version.arrival >= latest.arrival:
        decision.latest.add(version.key)
        decision.no_longer_latest += [latest.submission_id] if latest and latest.submission_id is not None else []
    if version.status in USABLE and (used is None or version.arrival >= used.arrival):
        decision.in_use.add(version.key)
        if used and used.submission_id is not None:
            decision.no_longer_in_use.append(used.submission_id)
            decision.replaced[version.key] = used.submission_id


def _is_stored(version: Version, known: list[Version]) -> bool:
    """True when the newest judgement of this very arrival said the same."""
    same = [other for other in known if other.arrival == version.arrival and other.sha256 == version.sha256]
    return bool(same) and max(same, key=lambda other: other.submission_id or 0).digest == version.digest
