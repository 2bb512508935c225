"""The catalogue lists every rule of every contract in its words; docs/rules.md and `etl rules` show it."""

import json
import subprocess
import sys
from collections import Counter

import pytest
from typer.testing import CliRunner

from etl.commands.program import app
from etl.commands.rules_page import rules_page
from etl.contract.catalog import load_catalog
from etl.contract.rule_catalogue import rule_catalogue
from etl.contract.typing_rules import MAY_BE_CUT
from etl.rules.reading.registry import READING_RULES
from etl.settings import PROJECT

CATALOGUE = rule_catalogue(load_catalog(PROJECT / "config"))
PROJECT_RULES = {rule.id: rule for rule in CATALOGUE.of_contracts["project"]}


def printed(*arguments: str) -> str:
    outcome = CliRunner().invoke(app, ["rules", *arguments], catch_exceptions=False)
    assert outcome.exit_code == 0
    return outcome.stdout


def test_the_page_in_docs_is_what_the_rules_say():
    written = (PROJECT / "docs" / "rules.md").read_text(encoding="utf-8")
    assert written == rules_page(CATALOGUE), "write it again with: make rules"


def test_no_two_rules_have_one_heading():
    headings = [line for line in rules_page(CATALOGUE).splitlines() if line.startswith("#")]
    assert len(headings) == len(set(headings))


def test_every_id_is_listed_once_with_a_remedy_and_its_labels():
    listed = CATALOGUE.listed()
    assert [name for name, times in Counter(rule.id for _, rule in listed).items() if times > 1] == []
    for report, rule in listed:
        texts = [text for one in rule.sentences.values() for text in (one.zh, one.en, one.expected)]
        assert rule.remedy
        assert report is None or not any("{label}" in text or "{wanted}" in text for text in texts)
    assert "“计划投资”写的是“{value}”，{why}；请填写以万元为单位的数字，如 12.50。" in {
        one.zh for one in PROJECT_RULES["project.planned_yuan.type"].sentences.values()
    }


@pytest.mark.parametrize(
    ("rule", "severities", "kept"),
    [
        pytest.param("project.planned_yuan.type", ["critical"], None, id="a-figure"),
        pytest.param("project.project_no.type", ["critical"], MAY_BE_CUT, id="a-text-of-the-key"),
        pytest.param("project.credit_code.type", ["critical"], MAY_BE_CUT, id="a-credit-code"),
        pytest.param("project.project_name.type", ["critical", "warning"], None, id="another-text"),
    ],
)
def test_what_a_value_weighs_that_excel_has_cut(rule, severities, kept):
    found = PROJECT_RULES[rule]
    assert ([str(severity) for severity in found.severities], found.kept_from_waivers) == (severities, kept)


def test_only_columns_that_can_break_a_rule_have_it():
    checks = {rule_id.removeprefix("project.") for rule_id in PROJECT_RULES}
    assert {"planned_yuan.unit", "planned_yuan.rounded", "households.total"} <= checks
    assert not {"households.unit", "project_name.rounded", "project_name.total"} & checks
    assert "unclear" not in PROJECT_RULES["project.project_name.display"].sentences


def test_json_says_all_of_a_rule_and_one_report_may_be_asked_for():
    everything = json.loads(printed("--json"))
    assert [record["rule"] for record in everything[: len(READING_RULES)]] == [rule.id for rule in READING_RULES]
    of_sale = json.loads(printed("--json", "--report", "sale"))
    assert {record["report"] for record in of_sale} == {"sale"}
    assert [record for record in everything if record["report"] == "sale"] == of_sale
    (code,) = [record for record in of_sale if record["rule"] == "sale.channel.code"]
    assert "线上、线下" in code["sentences"][0]["zh"]
    assert not code["may_be_waived"]


def test_the_table_and_the_page_are_printed():
    assert "table.unknown_heading" in printed()
    assert printed("--markdown") == rules_page(CATALOGUE)


def test_an_unknown_report_is_named_with_those_there_are():
    outcome = CliRunner().invoke(app, ["rules", "--report", "projects"])
    assert "unknown report: projects; the reports are activity 活动与宣传, agreement" in str(outcome.exception)


def test_the_list_needs_no_great_expectations_and_no_pandas():
    code = "import sys; from etl.commands.program import app; app(['rules', '--json'], standalone_mode=False); print(*sys.modules, file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=PROJECT)
    assert not {"great_expectations", "pandas", "sqlalchemy", "prefect", "python_calamine"} & set(ran.stderr.split())
