"""A new kind of rule is one class in RULE_KINDS and, where no expectation finds it, one check in CHECKS: nothing else knows it.

Two kinds are made here, and seen from YAML through reading and judging in child processes to the mart and ops.issue.
"""

import shutil
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import ClassVar, Literal

import pytest
import sqlalchemy as sa

from etl.config.divisions import load_divisions
from etl.config.waivers import load_waivers
from etl.contract.catalog import Catalog, load_catalog
from etl.contract.contract_rules import ContractRule
from etl.contract.kinds import Kinds
from etl.contract.schema import Contract
from etl.errors import ContractError
from etl.model import Issue
from etl.rules.finding import Expectation, Finding, Needs, Reads
from etl.rules.registry import RULE_KINDS
from etl.rules.rule import CRITICAL, WARNING, Rule, Sentence
from etl.rules.rule_kind import RuleKind
from etl.settings import PROJECT
from etl.strict_yaml import Name
from etl.validate.cross_checks import CHECKS, cross_check
from etl.validate.evidence import CrossCheck, Evidence
from tests.integration.own_kinds import published, sent


class OneOf(RuleKind):
    """A text is one of some words: Great Expectations can say that."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.one_of",
        (CRITICAL, WARNING),
        Sentence(
            "“{label}”写的是“{value}”，只能写{words}；请更正。", "{label} is none of {words}.", expected="{words}"
        ),
        remedy="请更正。",
        found_in="validate",
    )

    rule: Literal["one_of"]
    column: Name
    words: tuple[str, ...]

    def findings(self) -> tuple[Finding, ...]:
        in_set = Expectation("expect_column_values_to_be_in_set", {"column": self.column, "value_set": [*self.words]})
        words = {"words": "、".join(self.words)}
        return (Finding({"column": Reads(self.column)}, "column", in_set, words=words),)


class AtMostInAll(RuleKind):
    """A county's figures come to no more than some other report's highest: that takes a check of its own."""

    ABOUT: ClassVar[Rule] = Rule(
        "{report}.{column}.at_most_in_all.{limit_report}",
        (CRITICAL, WARNING),
        Sentence("“{label}”共 {total}，超过《{limit_title}》的“{limit_label}”；请核对。", "{label} is {total} in all."),
        remedy="请核对。",
        found_in="validate",
    )

    rule: Literal["at_most_in_all"]
    column: Name
    report: Name
    limit: Name

    def findings(self) -> tuple[Finding, ...]:
        reads = {
            "column": Reads(self.column, needs=Needs.FIGURES),
            "limit": Reads(self.limit, self.report, Needs.FIGURES),
        }
        return (Finding(reads, "column", compares=(("column", "limit"),)),)


def check_in_all(rule: ContractRule, contract: Contract, evidence: Evidence) -> Iterable[Issue]:
    frame, other = evidence.frames[contract.report], evidence.frames["venue"]
    total = frame.data.groupby(["county_code"])[rule.column].transform("sum")
    most = other.data.groupby("county_code")[rule.finding.reads["limit"].column].max()
    too_many = (total > frame.data["county_code"].map(most)).to_numpy(dtype=bool)
    first = ~frame.data.duplicated(["county_code"]).to_numpy()
    rows = (too_many & first).nonzero()[0]
    words = rule.sentence
    frame.report(
        rows, rule.column, rule.id, rule.severity, lambda row, value: words.filled(total=total[row]), rule.expected
    )
    return ()


KINDS = Kinds(rule_kinds=(*RULE_KINDS, OneOf, AtMostInAll))
OWN_CHECKS = (*CHECKS, CrossCheck(AtMostInAll, check_in_all))
TRAINING = """
report: training
title: {zh: 培训, en: Training}
description: {zh: 培训情况, en: Courses held}
sheets: [培训]
key: [course_no]
columns:
  - {name: course_no, label: {zh: 课程编号, en: Number}, description: {zh: 编号, en: Number}, type: text, required: true}
  - {name: kind, label: {zh: 形式, en: Kind}, description: {zh: 形式, en: Kind}, type: text}
  - {name: seats, label: {zh: 培训人数, en: Seats}, description: {zh: 人数, en: Seats}, type: integer}
rules:
  - {rule: one_of, column: kind, words: [线上, 线下], severity: warning}
  - {rule: at_most_in_all, column: seats, report: venue, limit: places, severity: critical}
"""
VENUE = """
report: venue
title: {zh: 场地, en: Venues}
description: {zh: 场地情况, en: Venues}
sheets: [场地]
key: [venue_no]
columns:
  - {name: venue_no, label: {zh: 场地编号, en: Number}, description: {zh: 编号, en: Number}, type: text, required: true}
  - {name: places, label: {zh: 容纳人数, en: Places}, description: {zh: 人数, en: Places}, type: integer}
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = shutil.copytree(PROJECT / "config", tmp_path / "config")
    (config / "contracts" / "training.yaml").write_text(TRAINING, encoding="utf-8")
    (config / "contracts" / "venue.yaml").write_text(VENUE, encoding="utf-8")
    return config


@pytest.fixture
def catalog(config: Path) -> Catalog:
    return load_catalog(config, KINDS)


def test_a_contract_may_write_what_is_passed_on_and_nothing_else(config: Path, catalog: Catalog) -> None:
    one_of, in_all = catalog.contracts["training"].rules
    assert (type(one_of), type(in_all)) == (OneOf, AtMostInAll)
    assert catalog.linked["training"] == {"venue"}
    assert catalog.contracts["training"].quoted_later() == {"seats"}
    with pytest.raises(ContractError, match=r"training\.yaml.*no rule 'one_of'.*not_more_than"):
        load_catalog(config)
    contract = config / "contracts" / "training.yaml"
    contract.write_text(TRAINING.replace("column: seats", "column: kind"), encoding="utf-8")
    with pytest.raises(ContractError, match="another type: kind"):
        load_catalog(config, KINDS)


def test_a_rule_of_a_new_kind_is_waived_by_its_id(config: Path, catalog: Catalog) -> None:
    entry = (
        "  - {rule: training.seats.at_most_in_all.venue, county: '511132', report: training, period: all, reason: 借用,"
        " allowed_by: 王处长, expires_on: 2024-06-30}\n"
    )
    (config / "waivers.yaml").write_text(f"waivers:\n{entry}", encoding="utf-8")
    (waiver,) = load_waivers(config, load_divisions(config), catalog.contracts)
    assert waiver.covers("training.seats.at_most_in_all.venue", "511132", "training", "2024Q1")
    (config / "waivers.yaml").write_text(f"waivers:\n{entry.replace('seats.at_most_in_all.venue', 'kind.one_of')}")
    with pytest.raises(ContractError, match="it never returns a report"):
        load_waivers(config, load_divisions(config), catalog.contracts)


def test_a_kind_that_nothing_checks_is_no_silent_one(catalog: Catalog) -> None:
    with pytest.raises(ContractError, match=r"nothing checks the rules training\.seats\.at_most_in_all\.venue"):
        cross_check(Evidence(catalog, {}, {"training": []}))


@pytest.mark.parametrize("judges", [0, 1])
def test_from_yaml_to_the_mart(
    config: Path, catalog: Catalog, tmp_path: Path, make_database: Callable[[str | None], str], judges: int
) -> None:
    heading, places = ["课程编号", "形式", "培训人数"], ["场地编号", "容纳人数"]
    good = sent(tmp_path, "511132", 培训=[heading, ["K1", "线上", 20], ["K2", "函授", 10]], 场地=[places, ["C1", 30]])
    bad = sent(tmp_path, "513223", 培训=[heading, ["K1", "线下", 20], ["K2", "线上", 11]], 场地=[places, ["C1", 30]])
    url = make_database(None)
    engine = published(url, config, catalog, [good, bad], judges=judges, checks=OWN_CHECKS)
    with engine.connect() as connection:
        issues = connection.execute(
            sa.text("select county_code, cell, rule, severity, message from ops.issue order by county_code")
        ).fetchall()
        rows = connection.execute(sa.text("select county_code, course_no, kind from mart.training order by 2")).all()
    assert [tuple(issue) for issue in issues] == [
        ("511132", "B3", "training.kind.one_of", "warning", "B3 “形式”写的是“函授”，只能写线上、线下；请更正。"),
        (
            *("513223", "C2", "training.seats.at_most_in_all.venue", "critical"),
            "C2 “培训人数”共 31，超过《场地》的“容纳人数”；请核对。",
        ),
    ]
    assert [tuple(row) for row in rows] == [("511132", "K1", "线上"), ("511132", "K2", "函授")]
