"""Rules as a table or as records: takes rules with the reports they are of, gives what is printed."""

from collections.abc import Iterable
from typing import Any

from rich.table import Table
from rich.text import Text

from etl.rules.rule import Rule, plain


def listing(rules: Iterable[tuple[str | None, Rule]]) -> Table:
    """One row a rule; of several sentences each has a line."""
    table = Table(show_lines=True)
    for heading in ("rule", "severity", "what a county reads", "what it does"):
        table.add_column(heading, overflow="fold")
    for _, rule in rules:
        severities = "\n".join(map(str, rule.severities))
        sentences = "\n".join(plain(sentence.zh) for sentence in rule.sentences.values())
        table.add_row(rule.id, Text(severities), Text(sentences), rule.remedy)
    return table


def record(report: str | None, rule: Rule) -> dict[str, Any]:
    """Everything a reader may know of a rule; `report` is None for a rule of reading."""
    return {
        "rule": rule.id,
        "report": report,
        "severity": str(rule.severity),
        "severities": [str(severity) for severity in rule.severities],
        "found_in": rule.found_in,
        "sentences": [
            {"case": case, "zh": plain(one.zh), "en": plain(one.en), "expected": plain(one.expected)}
            for case, one in rule.sentences.items()
        ],
        "reasons": [{"zh": plain(one.zh), "en": plain(one.en)} for one in rule.reasons.values()],
        "remedy": rule.remedy,
        "may_be_waived": rule.not_waivable is None,
        "why_not_waived": rule.not_waivable,
    }
