"""Every rule of reading has a delivery that breaks it and one that does not, and says of the first just what stands in it."""

from collections.abc import Callable
from functools import cache

import pytest

from etl.rules.reading.registry import READING_RULES
from etl.rules.reading.values import VALUE_RULES
from etl.rules.rule import Rule
from tests.unit.rules.cases.case import Case
from tests.unit.rules.cases.files import FILE_CASES, OF_A_SERVER
from tests.unit.rules.cases.refusals import OF_THE_READING_PROCESS, REFUSAL_CASES
from tests.unit.rules.cases.sheets import SHEET_CASES, SUBMISSION_CASES
from tests.unit.rules.cases.tables import FORM_CASES, TABLE_CASES
from tests.unit.rules.cases.templates import TEMPLATE_CASES
from tests.unit.rules.cases.values import VALUE_CASES
from tests.unit.rules.delivery import CLEAN, Delivery, Said, Steps
from tests.unit.rules.matching import matches, of_rule

CASES = (
    *(*FILE_CASES, *REFUSAL_CASES, *SHEET_CASES, *SUBMISSION_CASES),
    *(*TABLE_CASES, *FORM_CASES, *TEMPLATE_CASES, *VALUE_CASES),
)
SaidOf = Callable[[Delivery], list[Said]]
RULES = (*READING_RULES, *VALUE_RULES)


@pytest.fixture(scope="session")
def said_of(tmp_path_factory: pytest.TempPathFactory) -> SaidOf:
    """Everything that is said of a delivery; each goes through the steps once."""
    steps = cache(lambda figures: Steps(tmp_path_factory.mktemp("steps"), figures))
    known: dict[int, list[Said]] = {}  # the deliveries are constants of modules

    def said_of(delivery: Delivery) -> list[Said]:
        if id(delivery) not in known:
            inbox = tmp_path_factory.mktemp("inbox")
            known[id(delivery)] = steps(delivery.figures).said_of(delivery, inbox)
        return known[id(delivery)]

    return said_of


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.id)
def test_what_breaks_a_rule_is_said_and_its_twin_is_not(case: Case, said_of: SaidOf) -> None:
    sentence = case.rule.sentences[case.says]
    why = case.rule.reasons[case.why].zh if case.why else "{why}"
    broken, clean = said_of(case.broken), said_of(case.clean)
    found = of_rule(case.rule, broken)
    assert found, broken
    for _, severity, message, expected in found:
        assert severity in case.rule.severities
        assert matches(sentence.zh.replace("{why}", why), message)
        assert matches(sentence.expected, expected)
    assert {one[0] for one in broken} - {one[0] for one in clean} == {one[0] for one in found}
    assert of_rule(case.rule, clean) == []


def test_a_sound_delivery_breaks_nothing(said_of: SaidOf) -> None:
    assert said_of(CLEAN) == []


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_no_rule_is_without_a_case(rule: Rule, said_of: SaidOf) -> None:
    cases = [case for case in CASES if case.rule.id == rule.id]
    assert {case.says for case in cases} == set(rule.sentences)
    assert set(rule.reasons) - {case.why for case in cases} <= OF_THE_READING_PROCESS | OF_A_SERVER
    weights = {one[1] for case in cases for one in of_rule(rule, said_of(case.broken))}
    assert weights == set(map(str, rule.severities))
