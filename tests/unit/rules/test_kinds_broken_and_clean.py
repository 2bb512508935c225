"""Every kind of rule of contracts has a delivery that breaks it and one that does not; Great Expectations judges both."""

import warnings
from collections.abc import Mapping
from functools import cached_property

import pandas as pd
import pytest

from etl.rules.registry import RULE_KINDS
from etl.rules.rule import Rule
from etl.selection import by_report
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence
from tests.unit.rules.cases.case import Case
from tests.unit.rules.cases.kinds import KIND_CASES
from tests.unit.rules.delivery import Delivery, Said, Steps, said_by, said_in
from tests.unit.rules.matching import matches, of_rule

with warnings.catch_warnings():
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate.judge import Judge

EARLIER_FILE = "2024-04-09 收到的2024Q1“台账.xlsx”"


class Judged:
    """Deliveries, read and judged; built once."""

    def __init__(self, folders: pytest.TempPathFactory) -> None:
        self._folders = folders
        self._steps = Steps(folders.mktemp("steps"))
        self._known: dict[tuple[int, int], list[Said]] = {}  # the deliveries are constants of modules

    @cached_property
    def _judge(self) -> Judge:
        return Judge(self._steps.catalog)

    def said_of(self, delivery: Delivery, before: Delivery | None) -> list[Said]:
        """Everything that is found, also against what was accepted before; each is judged once."""
        key = (id(delivery), id(before))
        if key not in self._known:
            self._known[key] = self._said_of(delivery, before)
        return self._known[key]

    def _said_of(self, delivery: Delivery, before: Delivery | None) -> list[Said]:
        issues, evidence = self._evidence(delivery, self._earlier(before) if before else {})
        gone = cross_check(evidence)
        return [
            *map(said_by, [*issues, *gone]),
            *(said for frame in evidence.frames.values() for said in said_in(frame)),
        ]

    def _evidence(self, delivery: Delivery, earlier: Mapping[str, pd.DataFrame]):
        catalog = self._steps.catalog
        issues, chosen = self._steps.chosen(delivery, self._folders.mktemp("inbox"))
        choices = by_report(chosen, catalog.contracts)
        frames = {name: frame for name in choices if (frame := self._judge.report(name, choices[name])) is not None}
        return issues, Evidence(catalog, frames, choices, earlier)

    def _earlier(self, before: Delivery) -> dict[str, pd.DataFrame]:
        """The rows of a delivery as they are remembered; see `etl.warehouse.queries.previous_rows`."""
        _, evidence = self._evidence(before, {})
        return {
            report: frame.data.assign(is_same_period=True, said_in=EARLIER_FILE)
            for report, frame in evidence.frames.items()
            if frame.contract.compared_with_previous() is not None
        }


@pytest.fixture(scope="session")
def judged(tmp_path_factory: pytest.TempPathFactory) -> Judged:
    return Judged(tmp_path_factory)


@pytest.mark.parametrize("case", KIND_CASES, ids=lambda case: case.id)
def test_what_breaks_a_rule_is_said_and_its_twin_is_not(case: Case, judged: Judged) -> None:
    broken, clean = judged.said_of(case.broken, case.before), judged.said_of(case.clean, case.before)
    found = of_rule(case.rule, broken)
    assert found, broken
    sentence = case.rule.sentences[case.says]
    for _, severity, message, expected in found:
        assert severity in case.rule.severities
        assert matches(sentence.zh, message)
        assert matches(sentence.expected, expected)
    assert {one[0] for one in broken} - {one[0] for one in clean} == {one[0] for one in found}
    assert of_rule(case.rule, clean) == []


@pytest.mark.parametrize("rule", [kind.ABOUT for kind in RULE_KINDS], ids=lambda rule: rule.id)
def test_no_kind_is_without_a_case(rule: Rule) -> None:
    assert {case.says for case in KIND_CASES if case.rule is rule} == set(rule.sentences)
