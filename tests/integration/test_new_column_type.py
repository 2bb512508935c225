"""A new column type is one value in COLUMN_TYPES and one parser of its name in PARSERS: nothing else knows it.

One is made here, and seen from the YAML of a tenth report through reading and judging in child processes to a mart's column.
"""

import re
import shutil
from collections.abc import Callable, Container
from decimal import Decimal
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
import sqlalchemy as sa

from etl.contract.catalog import Catalog, load_catalog
from etl.contract.kinds import Kinds
from etl.contract.schema import Column
from etl.errors import ContractError
from etl.model import Cell, SourceFile
from etl.normalise.column_parser import ColumnParser
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.parsers.parser import Lexicon, Read
from etl.normalise.parsers.registry import PARSERS
from etl.normalise.typed import TypedFigures
from etl.settings import PROJECT
from etl.types.column_type import ColumnType
from etl.types.registry import COLUMN_TYPES
from tests.integration.own_kinds import published, sent

PERCENT = ColumnType(
    name="percent",
    label="百分比",
    sql="numeric(18, 4)",
    wanted="百分比",
    number_format="0.00%",
    example="12.5%",
    scale=4,
    stored_in="比例（1 即 100%）",
    checks=("minimum",),
)


class PercentParser:
    """Reads 12.5%, typed or as a cell's format shows it, as 0.1250; a bare 12.5 could be either and is refused."""

    type: ClassVar = PERCENT
    claims: Container[str] = ()

    def __init__(self, column: Column, lexicon: Lexicon) -> None:
        pass

    def at_once(self, cells: DictionaryColumn, unit: str) -> TypedFigures:
        """See Parser; each is looked at."""
        size = len(cells.stored)
        return TypedFigures(cells.codes, np.zeros(size, dtype=bool), np.zeros(size, dtype=np.int64))

    def read(self, cell: Cell, unit: str) -> Read:
        """See Parser."""
        found = re.fullmatch(r"(-?\d+(?:\.\d{1,2})?)[%％]", str(cell).strip())
        return Read(self.type.whole(Decimal(found[1]) / 100)) if found else Read(problem="不是百分比")


KINDS = Kinds(column_types=(*COLUMN_TYPES, PERCENT))
OWN_PARSERS = (*PARSERS, PercentParser)
LOANS = """
report: loan
title: {zh: 小额信贷, en: Loans}
description: {zh: 小额信贷情况, en: Small loans}
sheets: [小额信贷]
key: [loan_no]
columns:
  - {name: loan_no, label: {zh: 贷款编号, en: Number}, description: {zh: 编号, en: Number}, type: text, required: true}
  - {name: rate, label: {zh: 年利率, en: Rate}, description: {zh: 年利率, en: Rate a year}, type: percent, required: true}
  - {name: overdue, label: {zh: 逾期率, en: Overdue}, description: {zh: 逾期率, en: Overdue}, type: percent}
rules:
  - {rule: not_more_than, columns: [overdue, rate], severity: warning}
"""
HEADING = ["贷款编号", "年利率", "逾期率"]


@pytest.fixture
def config(tmp_path: Path) -> Path:
    config = shutil.copytree(PROJECT / "config", tmp_path / "config")
    (config / "contracts" / "loan.yaml").write_text(LOANS, encoding="utf-8")
    return config


@pytest.fixture
def catalog(config: Path) -> Catalog:
    return load_catalog(config, KINDS)


def loans(folder: Path, county: str, *rows: list[str | float]) -> SourceFile:
    return sent(folder, county, PERCENT.number_format, 小额信贷=[HEADING, *rows])


def test_a_contract_may_name_what_is_passed_on_and_nothing_else(config: Path, catalog: Catalog) -> None:
    assert catalog.contracts["loan"].column("rate").type is PERCENT
    with pytest.raises(ContractError, match=r"loan\.yaml: columns\.1\.type: Input should be 'text', .* or 'integer'"):
        load_catalog(config)
    contract = config / "contracts" / "loan.yaml"
    contract.write_text(LOANS.replace("type: percent,", "type: percent, unit: 万元,"), encoding="utf-8")
    with pytest.raises(ContractError, match="rate: a column of type percent has no unit"):
        load_catalog(config, KINDS)


def test_a_type_without_a_parser_is_found_before_a_night_needs_it(catalog: Catalog) -> None:
    with pytest.raises(ContractError, match="no parser reads columns of type percent"):
        ColumnParser(catalog)


@pytest.mark.parametrize("judges", [0, 1])
def test_from_yaml_to_the_mart(
    config: Path, catalog: Catalog, tmp_path: Path, make_database: Callable[[str | None], str], judges: int
) -> None:
    good = loans(tmp_path, "511132", ["D1", "12.5%", "3％"], ["D2", 0.0435, "5%"])
    bad = loans(tmp_path, "513223", ["D1", "12.5", "-3%"])
    url = make_database(None)
    engine = published(url, config, catalog, [good, bad], judges=judges, parsers=OWN_PARSERS)

    with engine.connect() as connection:
        rows = connection.execute(sa.text("select loan_no, rate, overdue from mart.loan order by 1")).all()
        issues = connection.execute(sa.text("select cell, rule, severity, message from ops.issue order by 1, 2")).all()
        (described,) = connection.execute(
            sa.text(
                "select format_type(atttypid, atttypmod), col_description(attrelid, attnum) from pg_attribute"
                " where attrelid = 'mart.loan'::regclass and attname = 'rate'"
            )
        ).all()
        (as_of,) = connection.execute(sa.text("select rate from mart.loan_as_of(now()) where loan_no = 'D2'")).all()
        types = connection.scalar(
            sa.text(
                "select col_description(attrelid, attnum) from pg_attribute"
                " where attrelid = 'ref.report_column'::regclass and attname = 'type'"
            )
        )
        (named,) = connection.execute(sa.text("select type from ref.report_column where column_name = 'rate'")).all()
    assert [tuple(row) for row in rows] == [
        ("D1", Decimal("0.1250"), Decimal("0.0300")),
        ("D2", Decimal("0.0435"), Decimal("0.0500")),
    ]
    assert [tuple(issue) for issue in issues] == [
        (
            *("B2", "loan.rate.type", "critical"),
            "B2 “年利率”写的是“12.5”，不是百分比；请填写百分比，如 12.5%。",
        ),
        ("C2", "loan.overdue.minimum", "critical", "C2 “逾期率”写的是“-3%”，应不小于 0；请更正。"),
        (
            *("C3", "loan.overdue.not_more_than.rate", "warning"),
            "C3 “逾期率”（5%）大于“年利率”（B3 4.35%）；请核对并更正。",
        ),
    ]
    assert tuple(described) == ("numeric(18,4)", "年利率；单位：比例（1 即 100%）")
    assert as_of == (Decimal("0.0435"),)
    assert named == ("percent",)
    assert types.endswith("，integer 整数，percent 百分比")
