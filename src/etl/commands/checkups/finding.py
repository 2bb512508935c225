"""Findings of `etl doctor`: what was looked at, how it stands, and what to do."""

from dataclasses import dataclass
from enum import StrEnum


class Standing(StrEnum):
    """Verdict on one thing: as it should be, to be looked at, or wrong and ours to mend."""

    OK = "ok"
    LOOK = "look"
    WRONG = "WRONG"


@dataclass(frozen=True)
class Finding:
    """A sentence on one thing; never holds a secret."""

    subject: str
    standing: Standing
    text: str


def ok(subject: str, text: str) -> Finding:
    """A thing that is as it should be."""
    return Finding(subject, Standing.OK, text)


def look(subject: str, text: str) -> Finding:
    """A thing that may be meant so."""
    return Finding(subject, Standing.LOOK, text)


def wrong(subject: str, text: str) -> Finding:
    """A thing that somebody has to mend."""
    return Finding(subject, Standing.WRONG, text)
