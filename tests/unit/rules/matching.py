"""Match issues with rules: those of one rule, and messages that are one of its sentences, filled in."""

import re

from etl.rules.rule import Rule
from tests.unit.rules.delivery import Said

CELL = "(?:[A-Z]+[0-9]+|这一行)"  # what stands before the sentence about one cell


def of_rule(rule: Rule, said: list[Said]) -> list[Said]:
    return [one for one in said if re.fullmatch(_filled(rule.id, "[^.]+"), one[0])]


def matches(template: str, text: str) -> bool:
    return re.fullmatch(f"(?:{CELL} )?{_filled(template, '[^{}]*')}", text) is not None


def _filled(template: str, by: str) -> str:
    """Pattern of a template that is filled in."""
    return re.sub(r"\\\{\w+\\\}", by, re.escape(template))
