"""A config folder is read whole or refused: the message names the file and what stands wrong in it."""

import shutil
from pathlib import Path

import pytest

from etl.contract.catalog import Catalog, load_catalog
from etl.errors import ContractError
from tests.indicator_form import config_with_form

CONFIG = Path(__file__).parents[3] / "config"
TENTH = """
report: training
title: {zh: 培训, en: Training}
description: {zh: 培训情况, en: Courses held}
sheets: [培训]
key: [course_no]
columns:
  - {name: course_no, label: {zh: 编号, en: Number}, description: {zh: 编号, en: Number}, type: text, required: true}
  - {name: field, label: {zh: 领域, en: Field}, description: {zh: 领域, en: Field}, type: code, codes: field}
"""


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A copy of the shipped config, to be broken."""
    return shutil.copytree(CONFIG, tmp_path / "config")


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_tenth_report_is_one_more_file(config):
    (config / "contracts" / "training.yaml").write_text(TENTH, encoding="utf-8")
    training = load_catalog(config).contracts["training"]
    assert [column.name for column in training.columns] == ["course_no", "field", "remark"]


def test_a_report_may_describe_a_shared_column_itself(config):
    own = "  - {name: remark, label: {zh: 附注, en: Note}, description: {zh: 附注, en: Note}, type: text}\n"
    (config / "contracts" / "training.yaml").write_text(TENTH + own, encoding="utf-8")
    training = load_catalog(config).contracts["training"]
    assert [column.label.zh for column in training.columns if column.name == "remark"] == ["附注"]


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        pytest.param("contracts/sale.yaml", "key:", "keys:", ["sale.yaml", "keys"], id="unknown-key"),
        pytest.param(
            "contracts/sale.yaml", "key:", "report: sale\nkey:", ["sale.yaml", "written twice"], id="key-written-twice"
        ),
        pytest.param(
            "codes/field.yaml",
            "  other:",
            "  health: {label: {zh: 健, en: H}}\n  other:",
            ["field.yaml", "written twice"],
            id="code-written-twice",
        ),
        pytest.param(
            "contracts/need.yaml",
            "codes: field",
            "codes: fields",
            ["contracts/need.yaml", "column field", "'fields'"],
            id="dangling-code-list",
        ),
        pytest.param(
            "contracts/disbursement.yaml",
            "to: project",
            "to: projects",
            ["contracts/disbursement.yaml", "'projects'"],
            id="dangling-report",
        ),
        pytest.param(
            "contracts/disbursement.yaml",
            "to: project",
            "to: sale",
            ["contracts/disbursement.yaml", "sale", "project_no"],
            id="reference-to-a-column-that-is-not-there",
        ),
        pytest.param(
            "contracts/project.yaml",
            "report: disbursement,",
            "report: payment,",
            ["contracts/project.yaml", "'payment'"],
            id="sum-over-a-dangling-report",
        ),
        pytest.param(
            "contracts/project.yaml",
            "sum_of: paid_yuan",
            "sum_of: spent_yuan",
            ["contracts/project.yaml", "disbursement", "spent_yuan"],
            id="sum-of-a-dangling-column",
        ),
        pytest.param(
            "contracts/project.yaml",
            "columns: [households, persons]",
            "columns: [households, people]",
            ["project.yaml", "undeclared", "people"],
            id="rule-names-a-dangling-column",
        ),
        pytest.param(
            "contracts/project.yaml",
            "when: {stage: [completed]}",
            "when: {stage: [done]}",
            ["contracts/project.yaml", "project_stage", "done"],
            id="rule-names-a-dangling-code",
        ),
        pytest.param(
            "contracts/project.yaml",
            "when: {stage: [completed]}",
            "when: {village: [completed]}",
            ["contracts/project.yaml", "village", "no code list"],
            id="rule-asks-for-codes-of-a-text",
        ),
        pytest.param(
            "contracts/project.yaml",
            "columns: [households, persons]",
            "columns: [households, township]",
            ["contracts/project.yaml", "another type", "township"],
            id="figures-compared-with-text",
        ),
        pytest.param(
            "contracts/agreement.yaml",
            "columns: [signed_on, ends_on]",
            "columns: [signed_on, agreed_yuan]",
            ["contracts/agreement.yaml", "another type", "agreed_yuan"],
            id="dates-compared-with-figures",
        ),
        pytest.param(
            "contracts/project.yaml",
            "columns: [households, persons]",
            "columns: [households, planned_yuan]",
            [
                "contracts/project.yaml",
                "the rule project.households.not_more_than.planned_yuan",
                "different types",
                "households is integer",
                "planned_yuan amount",
            ],
            id="counts-compared-with-money",
        ),
        pytest.param(
            "contracts/project.yaml",
            "column: disbursed_yuan, report: disbursement",
            "column: households, report: disbursement",
            [
                "contracts/project.yaml",
                "the rule project.households.sum_matches.disbursement",
                "different types",
                "households is integer",
                "paid_yuan amount",
            ],
            id="sum-of-money-that-is-a-count",
        ),
        pytest.param(
            "contracts/disbursement.yaml",
            "资金对应项目编号]\n    type: text",
            "资金对应项目编号]\n    type: credit_code",
            ["contracts/disbursement.yaml", "different types", "project_no is credit_code", "project_no text"],
            id="values-looked-for-among-others",
        ),
        pytest.param(
            "contracts/project.yaml",
            "  - {rule: stays, severity: warning}",
            "  - {rule: stays, severity: warning}\n  - {rule: stays, severity: critical}",
            ["contracts/project.yaml", "two rules", "project.stays"],
            id="one-rule-twice",
        ),
        pytest.param(
            "contracts/project.yaml",
            "id: completed_needs_acceptance",
            "id: type",
            ["contracts/project.yaml", "two rules", "project.accepted_on.type"],
            id="rule-called-like-one-that-every-column-has",
        ),
        pytest.param(
            "contracts/sale.yaml",
            "aliases: [渠道, 销售方式,",
            "aliases: [渠道, 备 注,",
            ["sale.yaml", "'备注'", "channel", "remark"],
            id="alias-of-a-shared-column",
        ),
        pytest.param(
            "contracts/sale.yaml",
            "aliases: [渠道, 销售方式,",
            "aliases: [渠道, 产品,",
            ["sale.yaml", "'产品'", "product", "channel"],
            id="alias-of-two-columns",
        ),
        pytest.param(
            "contracts/sale.yaml",
            "name: product",
            "name: county_code",
            ["sale.yaml", "county_code", "reserved"],
            id="reserved-name",
        ),
        pytest.param("contracts/sale.yaml", "    unit: 万元\n", "", ["sale.yaml", "sold_yuan", "unit"], id="no-unit"),
        pytest.param("contracts/sale.yaml", "sheets: [", "sheets: [[", ["sale.yaml"], id="not-yaml"),
        pytest.param("contracts/sale.yaml", "report: sale", "report: need", ["sale.yaml", "need"], id="file-name"),
        pytest.param("codes/field.yaml", "name: field", "name: fields", ["codes/field.yaml", "fields"], id="list-name"),
        pytest.param("contracts/sale.yaml", "unit: 万元", "unit: 万", ["sale.yaml", "sold_yuan", "'万'"], id="unit"),
        pytest.param(
            "contracts/sale.yaml",
            "name: sale_channel",
            "name: field",
            ["sale.yaml", "field"],
            id="name-of-a-shared-list",
        ),
        pytest.param(
            "contracts/sale.yaml",
            "name: sale_channel",
            "name: need_status",
            ["sale.yaml", "need_status", "need.yaml"],
            id="one-list-name-in-two-reports",
        ),
        pytest.param(
            "contracts/project.yaml",
            "column: disbursed_yuan, when",
            "column: village, when",
            ["project.yaml", "another type", "village"],
            id="zero-that-is-a-text",
        ),
        pytest.param(
            "contracts/project.yaml",
            "sum_of: paid_yuan",
            "sum_of: payee",
            ["project.yaml", "another type", "payee"],
            id="sum-of-a-text",
        ),
        pytest.param(
            "contracts/sale.yaml",
            "required: true",
            "required: false",
            ["sale.yaml", "key", "org_name"],
            id="key-that-is-not-required",
        ),
        pytest.param("vocabulary.yaml", "nil:", "null_words:", ["vocabulary.yaml", "nil"], id="vocabulary"),
    ],
)
def test_what_is_wrong_is_named(config, file, old, new, named):
    edit(config / file, old, new)
    with pytest.raises(ContractError) as caught:
        load_catalog(config)
    assert [word for word in named if word not in caught.value.message] == []
    assert caught.value.exit_code == 2


def test_a_form_has_no_rows_that_could_stay(tmp_path):
    config = config_with_form(tmp_path)
    form = next(
        path for path in (config / "contracts").glob("*.yaml") if "shape: indicators" in path.read_text("utf-8")
    )
    edit(form, "rules:", "rules:\n  - {rule: stays, severity: warning}")
    with pytest.raises(ContractError, match="the rule stays tells rows apart"):
        load_catalog(config)


@pytest.mark.parametrize(
    ("content", "named"),
    [
        pytest.param(b"", "expected keys and values", id="empty"),
        pytest.param(b"- sale\n- need\n", "expected keys and values", id="a-list"),
        pytest.param("report: 消费".encode("gb18030"), "sale.yaml", id="not-utf-8"),
        pytest.param(b"columns: 3\nreport: sale\n", "columns", id="columns-that-are-no-list"),
        pytest.param(b"columns: [3]\nreport: sale\n", "columns.0", id="a-column-that-is-no-mapping"),
    ],
)
def test_a_file_that_is_no_contract_is_named(config, content, named):
    (config / "contracts" / "sale.yaml").write_bytes(content)
    with pytest.raises(ContractError) as caught:
        load_catalog(config)
    assert "sale.yaml" in caught.value.message
    assert named in caught.value.message


def test_a_folder_without_contracts_says_which_setting_to_change(config, tmp_path):
    shutil.rmtree(config / "contracts")
    with pytest.raises(ContractError, match=r"no contracts in .*ETL_CONFIG"):
        load_catalog(config)
    with pytest.raises(ContractError, match=r"vocabulary\.yaml does not exist; set ETL_CONFIG"):
        load_catalog(tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("file", "changes"),
    [
        pytest.param("contracts/sale.yaml", True, id="contract"),
        pytest.param("codes/field.yaml", True, id="code-list"),
        pytest.param("vocabulary.yaml", True, id="vocabulary"),
        pytest.param("reference/sichuan_divisions.csv", True, id="reference"),
        pytest.param("calendar.yaml", False, id="calendar"),
        pytest.param("obligations.yaml", False, id="obligations"),
    ],
)
def test_the_fingerprint_changes_with_what_can_change_a_verdict(catalog, config, file, changes):
    with (config / file).open("a", encoding="utf-8") as end:
        end.write("\n")
    assert (load_catalog(config).fingerprint != catalog.fingerprint) is changes
