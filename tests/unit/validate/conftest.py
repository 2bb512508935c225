"""Sheets read, typed and judged; Great Expectations is loaded once."""

import warnings
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog, load_catalog
from etl.model import Cell, Grid, SourceFile
from etl.normalise.frame import ReportFrame
from etl.recognise.sheet import Recogniser
from etl.selection import Choice
from etl.validate.cross_checks import cross_check
from etl.validate.evidence import Evidence

with (
    warnings.catch_warnings()
):  # Great Expectations imports sre_constants; -W error on the command line outdoes pyproject
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.validate.judge import Judge

CONFIG = Path(__file__).parents[3] / "config"
COLUMNS = {
    "organization": ["社会组织名称", "统一社会信用代码", "组织类型", "登记层级", "成立登记日期"],
    "agreement": [
        "协议编号",
        "社会组织名称",
        "统一社会信用代码",
        "登记层级",
        "结对方式",
        "帮扶领域",
        "签订日期",
        "到期日期",
        "协议金额",
    ],
    "project": [
        *(
            "项目编号",
            "项目名称",
            "实施社会组织",
            "统一社会信用代码",
            "协议编号",
            "帮扶领域",
            "项目阶段",
            "计划投资",
            "累计拨付资金",
        ),
        *("审批日期", "开工日期", "验收日期", "受益户数", "受益人数"),
    ],
    "disbursement": ["凭证号", "项目编号", "拨付日期", "拨付金额"],
    "need": ["需求编号", "需求名称", "帮扶领域", "需求资金", "发布日期", "认领状态", "认领社会组织", "认领日期"],
    "sale": ["社会组织名称", "农产品", "销售渠道", "成交额"],
}
RECORDS: dict[str, list[Cell]] = {
    "organization": ["甲协会", "5110000083DY1FUBJX", "社团", "省级", "2020-01-01"],
    "agreement": ["XY1", "甲协会", "5110000083DY1FUBJX", "省级", "一对一", "产业", "2023-01-01", "2025-01-01", 100.0],
    "project": [
        *("XM1", "种植", "甲协会", "5110000083DY1FUBJX", "XY1", "产业", "资金拨付", 100.0, 10.0),
        *("2023-01-01", "2023-02-01", "2024-01-01", 10.0, 20.0),
    ],
    "disbursement": ["PZ1", "XM1", "2024-01-08", 10.0],
    "need": ["XQ1", "路灯", "产业", 5.0, "2024-01-01", "已认领", "甲协会", "2024-02-01"],
    "sale": ["甲协会", "花椒", "线上", 3.0],
}


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(CONFIG)


@pytest.fixture(scope="session")
def record() -> Callable[..., list[Cell]]:
    """One good row of a report; `changes` are new cells by heading."""

    def record(report: str, changes: dict[str, Cell] | None = None) -> list[Cell]:
        good = dict(zip(COLUMNS[report], RECORDS[report], strict=True))
        assert set(changes or ()) <= set(good)
        return list((good | (changes or {})).values())

    return record


@pytest.fixture(scope="session")
def choose(catalog: Catalog) -> Callable[..., list[Choice]]:
    """The choices of some counties that each sent the same reports: a heading in row 1 and the rows below it."""
    recogniser = Recogniser(catalog)
    now = datetime(2024, 4, 1, tzinfo=UTC)
    source = SourceFile("510821", "2024Q1", "台账.xlsx", "0", 1, now, 1, now, Path("台账.xlsx"))

    def chosen(counties: tuple[str, ...] = ("510821",), **reports: list[list[Cell]]) -> list[Choice]:
        choices = []
        for report, rows in reports.items():
            title = catalog.contracts[report].title.zh
            result = recogniser.sheet(Grid(title, [COLUMNS[report], *rows]))
            assert not [issue for issue in result.issues if issue.severity == "critical"]
            choices += [
                Choice(county, "2024Q1", report, replace(source, county_code=county), result.tables)
                for county in counties
            ]
        return choices

    return chosen


@pytest.fixture(scope="session")
def judge_choices(catalog: Catalog) -> Callable[..., dict[str, ReportFrame]]:
    """The judged frames of some choices, with some waivers in force."""
    judge = Judge(catalog)

    def judged(choices: list[Choice], waivers: tuple[Waiver, ...] = ()) -> dict[str, ReportFrame]:
        reports = dict.fromkeys(choice.report for choice in choices)
        frames = {name: frame for name in reports if (frame := judge.report(name, choices, waivers)) is not None}
        cross_check(Evidence(catalog, frames, waivers=waivers))
        return frames

    return judged


@pytest.fixture(scope="session")
def judge(
    choose: Callable[..., list[Choice]], judge_choices: Callable[..., dict[str, ReportFrame]]
) -> Callable[..., dict[str, ReportFrame]]:
    """The judged frames of what `choose` chooses."""
    return lambda **reports: judge_choices(choose(**reports))


@pytest.fixture(scope="session")
def found() -> Callable[[dict[str, ReportFrame]], list[tuple[str, str, str]]]:
    """Rule, cell and severity of every issue but notices."""

    def found(frames: dict[str, ReportFrame]) -> list[tuple[str, str, str]]:
        issues = pd.concat([frame.issues() for frame in frames.values()])
        issues = issues[issues["severity"] != "notice"]
        return sorted(zip(issues["rule"], issues["cell"], issues["severity"], strict=True))

    return found
