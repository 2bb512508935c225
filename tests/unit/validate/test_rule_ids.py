"""The ids that a contract is said to have are those that the suite, typing and the totals really say."""

import pytest

from etl.contract.catalog import load_catalog
from etl.contract.rule_ids import rule_ids
from etl.contract.schema import NeverFalls, RefersTo, Stays, SumMatches
from etl.model import Severity
from tests.unit.validate.conftest import CONFIG

CATALOG = load_catalog(CONFIG)
BY_TYPING = ("type", "ditto", "approximate", "rounded", "total", "unit")
GRAVITY = (Severity.NOTICE, Severity.WARNING, Severity.CRITICAL)


@pytest.mark.parametrize("report", CATALOG.contracts)
def test_the_suite_says_what_the_contract_is_said_to_have(report):
    from etl.validate.checks import checks_of  # noqa: PLC0415 - Great Expectations, with its warnings silenced

    contract = CATALOG.contracts[report]
    across = {
        f"{report}.{rule.columns[0]}.refers_to.{rule.to}"
        if isinstance(rule, RefersTo)
        else f"{report}.{rule.column}.sum_matches.{rule.report}"
        for rule in contract.rules
        if isinstance(rule, RefersTo | SumMatches)
    } | {
        f"{report}.{name}"  # said by etl.validate.compared_with_previous
        for rule in contract.rules
        for name in (
            ["stays"]
            if isinstance(rule, Stays)
            else [f"{column}.never_falls" for column in rule.columns]
            if isinstance(rule, NeverFalls)
            else []
        )
    }
    own = {
        rule: severity
        for rule, severity in rule_ids(contract).items()
        if rule not in across and not rule.endswith(tuple(f".{name}" for name in BY_TYPING))
    }
    assert own == {check.rule: check.severity for check in checks_of(CATALOG, contract)}
    assert across <= rule_ids(contract).keys()


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
        known = rule_ids(CATALOG.contracts[report])
        issues = frame.issues()
        said = dict(zip(issues["rule"], issues["severity"], strict=True))
        assert said.keys() <= known.keys()
        assert [rule for rule in said if GRAVITY.index(said[rule]) > GRAVITY.index(known[rule])] == []
    said = {rule.rpartition(".")[2] for rule in frames["project"].issues()["rule"]}
    assert {"type", "ditto", "approximate", "rounded", "total", "unit", "disbursement", "agreement"} <= said
