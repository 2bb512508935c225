"""Every rule says all that a reader may ask of it, and is the only place where its words stand."""

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from etl.rules.reading import files, forms, sheets, submissions, tables, values
from etl.rules.reading.registry import READING_RULES
from etl.rules.reading.values import VALUE_RULES
from etl.rules.registry import RULE_KINDS
from etl.rules.rule import CRITICAL, NOTICE, WARNING, Rule

SOURCE = Path(__file__).parents[3] / "src" / "etl"
RULES = (*READING_RULES, *VALUE_RULES, *(kind.ABOUT for kind in RULE_KINDS))
WEIGHTS = (CRITICAL, WARNING, NOTICE)
CHINESE = re.compile("[一-龥]")
ROOMS = (
    *("intake", "workbook", "recognise", "selection.py", "normalise", "validate", "workers"),
    *("warehouse", "night", "notices", "commands", "config"),
)


def parameters(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def trees(room: str) -> list[tuple[Path, ast.Module]]:
    found = sorted((SOURCE / room).rglob("*.py")) if (SOURCE / room).is_dir() else [SOURCE / room]
    return [(path, ast.parse(path.read_text(encoding="utf-8"))) for path in found]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
class TestEveryRule:
    def test_says_what_to_do(self, rule):
        assert CHINESE.search(rule.remedy)
        assert rule.remedy.endswith("。")

    def test_weighs_the_worst_first(self, rule):
        assert rule.severities
        assert list(rule.severities) == sorted(set(rule.severities), key=WEIGHTS.index)

    def test_names_the_room_that_finds_it(self, rule):
        assert (SOURCE / rule.found_in).is_dir() or (SOURCE / f"{rule.found_in}.py").is_file()

    def test_only_rules_that_return_are_kept_from_waivers_by_name(self, rule):
        assert rule.kept_from_waivers is None or rule.severity is CRITICAL

    def test_speaks_both_languages_about_the_same(self, rule):
        for sentence in (*rule.sentences.values(), *rule.reasons.values()):
            assert CHINESE.search(sentence.zh) or parameters(sentence.zh)
            assert not CHINESE.search(sentence.en)
            assert parameters(sentence.en) <= parameters(sentence.zh)

    def test_says_what_is_expected(self, rule):
        for sentence in rule.sentences.values():
            assert sentence.expected


def test_ids_are_given_once():
    ids = [rule.id for rule in (*READING_RULES, *VALUE_RULES)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    "module", [files, forms, sheets, submissions, tables, values], ids=lambda module: module.__name__
)
def test_no_rule_is_left_out_of_the_registry(module):
    assert [rule.id for rule in vars(module).values() if isinstance(rule, Rule) and rule not in RULES] == []


@pytest.mark.parametrize("room", ROOMS)
def test_no_id_of_a_rule_stands_outside_the_rules(room):
    ids = {rule.id for rule in READING_RULES}
    written = {
        f"{path.name}: {node.value}"
        for path, tree in trees(room)
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and node.value in ids
    }
    assert written == set()
