"""The page docs/rules.md: every rule with its sentences, then what each contract amounts to. Takes the catalogue, gives Markdown."""

from collections.abc import Iterable

from etl.contract.rule_catalogue import RuleCatalogue
from etl.rules.rule import Rule, Sentence, plain

HEAD = """\
# Rules

Made by `make rules` from the modules in `src/etl/rules/`; a test fails when it is stale. `etl rules` prints the same for the
contracts in use. What stands in braces is filled in where the rule is broken. A critical issue returns the report, a warning
or notice does not. How a rule is waived: `config/waivers.yaml`.
"""


def rules_page(catalogue: RuleCatalogue) -> str:
    """The whole page."""
    parts = [HEAD]
    parts += _section("Files, sheets and tables", ((None, rule) for rule in catalogue.of_reading))
    parts += _section("Single cells", ((None, rule) for rule in catalogue.of_values))
    parts += _section("Kinds of rules of contracts", catalogue.of_kinds)
    parts.append("## What each contract amounts to\n")
    for report, rules in catalogue.of_contracts.items():
        parts.append(f"### {report}\n")
        parts.append(_table(("rule", "severity", "waivable", "sentence"), (_row(rule) for rule in rules)))
    return "\n".join(parts)


def _section(title: str, rules: Iterable[tuple[str | None, Rule]]) -> list[str]:
    return [f"## {title}\n", *(_entry(kind, rule) for kind, rule in rules)]


def _entry(kind: str | None, rule: Rule) -> str:
    """One rule under its id; `kind` is what a contract writes for it, which tells kinds with the same form of id apart."""
    waiver = f"May not be waived: {rule.not_waivable}." if rule.not_waivable else "May be waived."
    if rule.waived_by_county:
        waiver = "May be waived for one county at a time."
    title = f"`{kind}`: `{rule.id}`" if kind else f"`{rule.id}`"
    lines = [f"### {title}\n", f"{_severities(rule)}; found in `{rule.found_in}`. {waiver}\n"]
    lines += dict.fromkeys(f"- {plain(one.zh)}<br>{plain(one.en)}" for one in rule.sentences.values())
    lines.append(f"\n怎么办：{rule.remedy}\n")
    if rule.reasons:
        lines.append(_table(("{why}", ""), map(_reason, rule.reasons.values())))
    return "\n".join(lines)


def _reason(sentence: Sentence) -> tuple[str, str]:
    return plain(sentence.zh), plain(sentence.en)


def _row(rule: Rule) -> tuple[str, ...]:
    sentences = "<br>".join(plain(one.zh) for one in rule.sentences.values())
    return f"`{rule.id}`", _severities(rule), "" if rule.not_waivable else "yes", sentences


def _severities(rule: Rule) -> str:
    return ", ".join(map(str, rule.severities))


def _table(heading: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = (
        " | ".join(cell.replace("|", "&#124;") for cell in line) for line in (heading, ("---",) * len(heading), *rows)
    )
    return "".join(f"| {line} |\n" for line in lines)
