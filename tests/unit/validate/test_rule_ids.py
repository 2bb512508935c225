"""The ids that a contract is said to have are those that the suite, the cross checks, typing and the totals really say."""

import pytest

from etl.contract.catalog import load_catalog
from etl.contract.contract_rules import rules_of
from etl.contract.rules_by_id import checked_rules, rules_by_id
from etl.rules.registry import RULE_KINDS
from etl.validate.checks import checks_of
from etl.validate.cross_checks import CHECKS
from tests.unit.validate.conftest import CONFIG

CATALOG = load_catalog(CONFIG)


@pytest.mark.parametrize("report", CATALOG.contracts)
def test_every_rule_of_a_contract_is_checked_once(report):
    contract = CATALOG.contracts[report]
    by_expectation = {check.rule: check.severity for check in checks_of(CATALOG, contract)}
    across = {check.kind for check in CHECKS}
    by_check = {rule.id: rule.severity for rule in rules_of(CATALOG, contract) if type(rule.of) in across}
    assert not by_expectation.keys() & by_check.keys()
    assert by_expectation | by_check == {name: rule.severity for name, rule in checked_rules(contract).items()}
    assert checked_rules(contract).keys() <= rules_by_id(contract).keys()


def test_the_shipped_contracts_have_rules_of_every_kind():
    kinds = {type(rule.of) for contract in CATALOG.contracts.values() for rule in rules_of(CATALOG, contract)}
    assert kinds == set(RULE_KINDS)


@pytest.mark.parametrize("report", CATALOG.contracts)
def test_every_rule_is_in_the_words_of_its_contract(report):
    contract = CATALOG.contracts[report]
    for rule in rules_of(CATALOG, contract):
        open_ = {"value", "why", "place", "first_place", "said_in", "before", "row", "total", "by_value", "nearly"}
        open_ |= {"first_row"}
        beside = {f"{part}_beside" for part in rule.finding.reads}
        assert rule.id.startswith(f"{report}.")
        assert "{" not in rule.id
        for sentence in rule.about.sentences.values():
            assert "{" not in sentence.expected
            for words in (sentence.zh, sentence.en):
                filled = words.format(**dict.fromkeys(open_ | beside, "…"))  # KeyError names what nobody puts in
                assert "{" not in filled


def test_typing_totals_and_sums_say_no_other_rules(judge, record):
    strange = {
        "项目编号": 123456789012345678.0,
        "项目名称": "同上",
        "计划投资": "约15万元",
        "累计拨付资金": "若干",
        "审批日期": "2023年2月30日",
        "受益户数": 1.5,
        "受益人数": "-3",
        "协议编号": "XY9",
    }
    rows = [record("project", strange), record("project", {"累计拨付资金": 0.0000004, "计划投资": 20000.0})]
    total = ["合计", "", "", "", "", "", "", 1.0, 1.0, "", "", "", 5.0, 5.0]
    other = [record("disbursement"), record("disbursement", {"凭证号": "PZ2", "项目编号": "XM9"})]
    frames = judge(project=[*rows, total], disbursement=other, agreement=[record("agreement")])
    for report, frame in frames.items():
        known = rules_by_id(CATALOG.contracts[report])
        issues = frame.issues()
        said = set(zip(issues["rule"], issues["severity"], strict=True))
        assert {rule for rule, _ in said} <= known.keys()
        assert [(rule, severity) for rule, severity in said if severity not in known[rule].severities] == []
    said = {rule.rpartition(".")[2] for rule in frames["project"].issues()["rule"]}
    assert {"type", "ditto", "approximate", "rounded", "total", "unit", "disbursement", "agreement"} <= said
