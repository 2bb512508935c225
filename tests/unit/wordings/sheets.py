"""One good record of every report, on sheets whose headings, cells and shape a test changes; all sheets are judged together.

Each sheet is a file and a county of its own, so Great Expectations runs once for all of them.
"""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from etl.model import FileReading, SourceFile
from etl.night.request import load_config
from etl.recognise.reading import FileReader
from etl.settings import PROJECT
from tests.workbooks.content import Sheet, Value
from tests.workbooks.xlsx import build_xlsx

with warnings.catch_warnings():  # Great Expectations imports sre_constants
    warnings.simplefilter("ignore", DeprecationWarning)
    from etl.commands.check import judge_together
    from etl.commands.verdict_on_file import describe_files
    from etl.validate.judge import Judge

NOW = datetime(2024, 4, 1, tzinfo=UTC)
CREDIT_CODE = "5110000080CMJRAML6"
RECORDS: dict[str, dict[str, Value]] = {
    "agreement": {
        "协议编号": "XY-1", "社会组织名称": "甲协会", "统一社会信用代码": CREDIT_CODE, "登记层级": "县级", "结对方式": "一对一",
        "帮扶领域": "产业", "签订日期": "2024-01-05", "到期日期": "2025-01-05", "协议金额": 10.5,
    },
    "project": {
        "项目编号": "XM-1", "项目名称": "茶园建设", "实施社会组织": "甲协会", "统一社会信用代码": CREDIT_CODE, "协议编号": "XY-1",
        "乡镇": "雪域镇", "村": "青禾村", "帮扶领域": "产业", "项目阶段": "实施", "计划投资": 20.5, "累计拨付资金": 5.5,
        "审批日期": "2024-01-04", "开工日期": "2024-02-01", "验收日期": "2024-03-20", "受益户数": 30, "受益人数": 90,
        "带动就业人数": 5, "户均增收": 2000,
    },
    "disbursement": {
        "凭证号": "PZ-1", "项目编号": "XM-1", "拨付日期": "2024-01-08", "拨付金额": 5.5, "资金来源": "基金会", "收款单位": "县民政局",
    },
    "donation": {
        "捐赠编号": "JZ-1", "捐赠社会组织": "甲协会", "捐赠日期": "2024-01-05", "捐赠类型": "物资", "金额（折价）": 10.61,
        "物资名称": "大米", "用途": "助学",
    },
    "sale": {"社会组织名称": "甲协会", "农产品": "花椒", "销售渠道": "线上", "成交额": 12.5},
    "need": {
        "需求编号": "XQ-1", "需求名称": "修路", "帮扶领域": "产业", "乡镇": "雪域镇", "需求资金": 20.5, "发布日期": "2024-01-03",
        "认领状态": "已认领", "认领社会组织": "甲协会", "认领日期": "2024-02-01", "认领金额": 10.5,
    },
    "activity": {
        "活动名称": "春耕行动", "品牌": "其他", "举办日期": "2024-02-03", "参与社会组织数": 12, "认领项目数": 3, "签约协议数": 2,
        "媒体报道数": 4, "表彰奖励数": 1,
    },
    "incubator": {
        "基地名称": "县孵化基地", "基地层级": "县级", "运营机构": "甲协会", "建成日期": "2020-05-01", "面积（平方米）": 1200,
        "入驻组织数": 15, "投入资金": 30.5,
    },
    "organization": {
        "社会组织名称": "甲协会", "统一社会信用代码": CREDIT_CODE, "组织类型": "社会团体", "登记层级": "全国性", "法定代表人": "陈伟",
        "联系电话": "028-86504067", "评估等级": "3A", "年检结论": "合格", "成立登记日期": "2015-09-21",
    },
}  # fmt: skip
CONFIG = load_config(PROJECT / "config")
SHEET = {report: contract.sheets[0] for report, contract in CONFIG.catalog.contracts.items()}
COLUMN = {report: {c.label.zh: c.name for c in one.columns} for report, one in CONFIG.catalog.contracts.items()}


def sheet(report: str, *lines: Sequence[Value], unit: str = "单位：万元", **of_sheet: Any) -> Sheet:
    """Lines of a report under its title and a line about the unit."""
    return Sheet([[SHEET[report]], [unit], *lines], SHEET[report], **of_sheet)


def record(
    report: str,
    *,
    renamed: Mapping[str, str] = {},
    cells: Mapping[str, Value] = {},
    more: Mapping[str, Value] = {},
    unit: str = "单位：万元",
) -> Sheet:
    """The one record under its official headings, some of them renamed, with other cells, and further columns behind."""
    row = {**RECORDS[report], **cells}
    headings = [renamed.get(label, label) for label in row]
    return sheet(report, ["序号", *headings, *more], [1, *row.values(), *more.values()], unit=unit)


@dataclass(frozen=True)
class Verdict:
    """Outcome of one sheet."""

    told: Mapping[str, Any]
    report: str

    @property
    def critical(self) -> list[str]:
        """Messages of what returns it."""
        return [issue["message"] for issue in self.told["issues"] if issue["severity"] == "critical"]

    @property
    def warnings(self) -> set[str]:
        """Rules of its warnings."""
        return {issue["rule"] for issue in self.told["issues"] if issue["severity"] == "warning"}

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Typed rows that would load, with the first critical message where there are none."""
        assert self.critical == []
        rows: list[dict[str, Any]] = self.told["rows"].get(self.report, [])
        return rows

    def value(self, label: str) -> Any:
        """The typed value of the one row in the column with an official label."""
        (row,) = self.rows
        return row[COLUMN[self.report][label]]


class Judged:
    """Sheets, or several of one file, by a name of their own, judged when the first of them is asked for."""

    def __init__(self, folder: Path, sheets: Mapping[Any, tuple[str, Sheet | tuple[Sheet, ...]]]) -> None:
        readings = [*_read(folder, [one for _, one in sheets.values()])]
        checked = judge_together(readings, Judge(CONFIG.catalog), CONFIG, [])
        told = describe_files(checked, CONFIG.catalog, with_rows=True)
        reports = (report for report, _ in sheets.values())
        self._verdicts = {name: Verdict(one, report) for name, one, report in zip(sheets, told, reports, strict=True)}

    def __getitem__(self, name: Any) -> Verdict:
        return self._verdicts[name]


def _read(folder: Path, sheets: Iterable[Sheet | tuple[Sheet, ...]]) -> Iterable[FileReading]:
    reader = FileReader(CONFIG.catalog, CONFIG.divisions)
    for number, one in enumerate(sheets):
        path = folder / f"{number}.xlsx"
        path.write_bytes(build_xlsx([one] if isinstance(one, Sheet) else one))
        source = SourceFile("510823", "2024Q1", "报表.xlsx", str(number), 1, NOW, 1, NOW, path)
        (reading,) = reader.read_all(source)
        yield replace(reading, source=replace(source, county_code=str(number)))
