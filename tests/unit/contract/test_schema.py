"""Mistakes in a contract, and the name that the message gives."""

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from etl.contract.schema import RESERVED, CodeList, Contract

WORDS = {"zh": "词", "en": "word"}


def column(name: str, zh: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "label": {"zh": zh, "en": name}, "description": WORDS, "type": "text"} | more


LEVELS = {
    "name": "level",
    "title": WORDS,
    "codes": {"high": {"label": {"zh": "高", "en": "High"}}, "low": {"label": {"zh": "低", "en": "Low"}}},
}
WELL = {
    "report": "well",
    "title": {"zh": "水井", "en": "Wells"},
    "description": WORDS,
    "sheets": ["水井"],
    "key": ["well_no"],
    "columns": [
        column("well_no", "井号", required=True),
        column("level", "水位", type="code", codes=LEVELS),
        column("dug_on", "开挖日期", type="date"),
        column("opened_on", "启用日期", type="date"),
        column("cost_yuan", "造价", type="amount", unit="万元"),
        column("paid_yuan", "已付", type="amount", unit="万元"),
    ],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The contract with one place changed; the path is written as pydantic writes it: columns.1.unit."""
    data: Any = copy.deepcopy(WELL)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in way:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


def with_rule(**rule: Any) -> dict[str, Any]:
    return WELL | {"rules": [{"severity": "critical"} | rule]}


def refusal(data: dict[str, Any]) -> str:
    with pytest.raises(ValidationError) as caught:
        Contract.model_validate(data)
    return str(caught.value)


def test_the_contract_that_the_cases_change_is_right():
    contract = Contract.model_validate(WELL)
    assert contract.frequency == "quarterly"
    assert contract.column("cost_yuan").headings() == ("造价",)


@pytest.mark.parametrize(
    ("path", "value", "named"),
    [
        pytest.param("colour", "red", ["colour", "Extra inputs"], id="unknown-key"),
        pytest.param("columns.0.requried", True, ["columns.0.requried", "Extra inputs"], id="unknown-key-of-a-column"),
        pytest.param("title", None, ["title", "Field required"], id="missing-key"),
        pytest.param("columns.0.label", {"zh": "井号"}, ["columns.0.label.en"], id="label-without-english"),
        pytest.param("columns.0.description", None, ["columns.0.description"], id="column-without-description"),
        pytest.param("columns.0.type", "string", ["columns.0.type", "'text'"], id="unknown-type"),
        pytest.param("columns.0.name", "Well No", ["columns.0.name", "pattern"], id="name-that-is-no-name"),
        pytest.param("report", "水井", ["report", "pattern"], id="report-that-is-no-name"),
        pytest.param("columns.4.unit", None, ["cost_yuan", "unit"], id="amount-without-unit"),
        pytest.param("columns.0.unit", "万元", ["well_no", "unit"], id="text-with-unit"),
        pytest.param("columns.1.codes", None, ["level", "code list"], id="code-without-list"),
        pytest.param("columns.0.codes", LEVELS, ["well_no", "code list"], id="text-with-list"),
        pytest.param("columns.2.name", "well_no", ["well", "declared twice", "well_no"], id="column-declared-twice"),
        pytest.param("columns.5.aliases", ["造　价"], ["造价", "cost_yuan", "paid_yuan"], id="alias-of-two-columns"),
        pytest.param("columns.5.label", {"zh": "造价", "en": "x"}, ["造价", "paid_yuan"], id="label-of-two-columns"),
        pytest.param("key", ["shaft_no"], ["undeclared", "shaft_no"], id="key-names-no-column"),
        pytest.param("key", [], ["key"], id="no-key"),
        pytest.param("shape", "indicators", ["well", "none"], id="form-with-a-key"),
        pytest.param("figures", {"read": ["数"]}, ["well", "figures"], id="list-with-columns-of-figures"),
        pytest.param("columns.0.measures", ["口"], ["well_no", "measures"], id="text-with-measures"),
        pytest.param("sheets", [], ["sheets"], id="no-sheets"),
        pytest.param("columns", [], ["columns"], id="no-columns"),
        pytest.param("frequency", "weekly", ["frequency", "'quarterly'"], id="unknown-frequency"),
        pytest.param("columns.4.minimum", "none", ["columns.4.minimum"], id="minimum-that-is-no-number"),
    ],
)
def test_a_contract_is_refused_by_name(path, value, named):
    message = refusal(changed(path, value))
    assert [word for word in named if word not in message] == []


@pytest.mark.parametrize("name", sorted(RESERVED))
def test_the_names_of_the_warehouse_are_reserved(name):
    message = refusal(changed("columns.2.name", name))
    assert name in message
    assert "reserved" in message


@pytest.mark.parametrize(
    ("rule", "named"),
    [
        pytest.param({"rule": "sum_up", "columns": ["cost_yuan"]}, ["sum_up", "not_more_than"], id="unknown-rule"),
        pytest.param({"rule": "date_order", "columns": ["dug_on", "closed_on"]}, ["closed_on"], id="date-order"),
        pytest.param({"rule": "date_order", "columns": ["dug_on"]}, ["at least 2"], id="order-of-one"),
        pytest.param({"rule": "not_more_than", "columns": ["paid_yuan", "sum_yuan"]}, ["sum_yuan"], id="not-more-than"),
        pytest.param({"rule": "not_more_than", "columns": ["a", "b", "c"]}, ["at most 2"], id="not-more-than-of-three"),
        pytest.param(
            {"rule": "required_when", "id": "x", "column": "owner", "when": {"level": ["high"]}},
            ["owner"],
            id="required-when-column",
        ),
        pytest.param(
            {"rule": "required_when", "id": "x", "column": "dug_on", "when": {"depth": ["high"]}},
            ["depth"],
            id="required-when-condition",
        ),
        pytest.param(
            {"rule": "required_when", "id": "x", "column": "dug_on", "when": {}},
            ["when", "at least 1"],
            id="no-condition",
        ),
        pytest.param(
            {"rule": "zero_when", "id": "x", "column": "spent_yuan", "when": {"level": ["high"]}},
            ["spent_yuan"],
            id="zero-when",
        ),
        pytest.param({"rule": "refers_to", "columns": ["pump_no"], "to": "pump"}, ["pump_no"], id="refers-to"),
        pytest.param(
            {"rule": "sum_matches", "column": "paid_yuan", "report": "bill", "sum_of": "sum_yuan", "by": "bill_no"},
            ["bill_no"],
            id="sum-matches",
        ),
        pytest.param(
            {"rule": "date_order", "columns": ["dug_on", "opened_on"], "severity": "fatal"},
            ["severity", "'critical'"],
            id="unknown-severity",
        ),
        pytest.param(
            {"rule": "date_order", "columns": ["dug_on", "opened_on"], "text": "why"},
            ["text"],
            id="unknown-key-of-a-rule",
        ),
    ],
)
def test_a_rule_is_refused_by_name(rule, named):
    message = refusal(with_rule(**rule))
    assert [word for word in named if word not in message] == []


@pytest.mark.parametrize(
    ("codes", "named"),
    [
        pytest.param(
            {"high": {"label": WORDS}, "low": {"label": WORDS}}, ["level", "词", "high", "low"], id="label-of-two-codes"
        ),
        pytest.param(
            {"high": {"label": WORDS, "aliases": ["Ｌｏｗ"]}, "low": {"label": {"zh": "低", "en": "low"}}},
            ["'low'", "high"],
            id="alias-that-is-another-code",
        ),
        pytest.param({}, ["codes", "at least 1"], id="no-codes"),
        pytest.param({"high": {"label": WORDS, "alias": []}}, ["codes.high.alias"], id="unknown-key-of-a-code"),
    ],
)
def test_a_code_list_is_refused_by_name(codes, named):
    with pytest.raises(ValidationError) as caught:
        CodeList.model_validate(LEVELS | {"codes": codes})
    assert [word for word in named if word not in str(caught.value)] == []


def test_a_code_is_found_by_every_spelling():
    spelled = {"high": {"label": {"zh": "高 位", "en": "High"}, "aliases": ["Ａ级"]}}
    code_list = CodeList.model_validate(LEVELS | {"codes": spelled})
    assert code_list.code_of() == {"high": "high", "高位": "high", "a级": "high"}


def test_one_column_may_repeat_its_own_heading():
    contract = Contract.model_validate(changed("columns.4.aliases", ["造 价", "造价"]))
    assert contract.column("cost_yuan").aliases == ("造 价", "造价")


def test_a_contract_never_changes_after_loading():
    contract = Contract.model_validate(WELL)
    with pytest.raises(ValidationError, match="frozen"):
        contract.report = "pump"
    with pytest.raises(ValidationError, match="frozen"):
        contract.columns[0].required = False


FORM = {name: value for name, value in WELL.items() if name != "key"} | {"shape": "indicators"}


def test_an_indicator_form_has_no_key():
    rule = {"rule": "date_order", "columns": ["dug_on", "opened_on"], "severity": "critical"}
    contract = Contract.model_validate(FORM | {"rules": [rule]})
    assert (contract.key, contract.named_by_rules()) == ((), {"dug_on", "opened_on"})


def test_two_indicators_may_not_differ_by_their_numbering_alone():
    twice = [column("one", "井数", type="integer"), column("two", "其中：1.井数", type="integer")]
    assert "'井数' means both one and two" in refusal(FORM | {"columns": twice})


def test_only_indicators_have_measures():
    counted = [*WELL["columns"], column("wells", "井数", type="integer", measures=["口"])]
    assert Contract.model_validate(FORM | {"columns": counted}).column("wells").measures == ("口",)
    assert "wells" in refusal(WELL | {"columns": counted})


def test_linked_reports_are_those_that_rules_look_into():
    rules = [
        {"rule": "refers_to", "columns": ["well_no"], "to": "pump", "severity": "warning"},
        {
            "rule": "sum_matches",
            "column": "paid_yuan",
            "report": "bill",
            "sum_of": "sum_yuan",
            "by": "well_no",
            "severity": "warning",
        },
        {"rule": "date_order", "columns": ["dug_on", "opened_on"], "severity": "critical"},
    ]
    assert Contract.model_validate(WELL | {"rules": rules}).linked_reports() == {"pump", "bill"}
