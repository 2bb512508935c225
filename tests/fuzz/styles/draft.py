"""A small report as a clerk would lay it out, with the truth beside it: what each style of writing begins from.

A style changes a draft and keeps its truth: the value of every field of every record in the warehouse's own form (yuan with
two decimals, ISO days, codes, counts), or UNSAID where nobody could tell, so that an issue must ask.
"""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from etl.types.credit_code import ALPHABET, is_credit_code
from tests.workbooks.content import Sheet, Value

UNSAID = object()  # no value can be right without a question

Truth = dict[str, object]
WAN = Decimal(10_000)

LABELS: Mapping[str, Mapping[str, str]] = {
    "donation": {
        "donation_no": "捐赠编号",
        "org_name": "捐赠社会组织",
        "donated_on": "捐赠日期",
        "kind": "捐赠类型",
        "value_yuan": "金额（折价）",
        "purpose": "用途",
    },
    "sale": {"org_name": "社会组织名称", "product": "农产品", "channel": "销售渠道", "sold_yuan": "成交额"},
    "project": {
        "project_no": "项目编号",
        "project_name": "项目名称",
        "org_name": "实施社会组织",
        "credit_code": "统一社会信用代码",
        "field": "帮扶领域",
        "stage": "项目进展",
        "planned_yuan": "计划投资",
        "disbursed_yuan": "累计拨付资金",
        "started_on": "开工日期",
        "households": "受益户数",
        "persons": "受益人数",
    },
}
TITLES = {"donation": "捐赠款物", "sale": "消费帮扶", "project": "帮扶项目台账"}
CODES = {
    "kind": (("资金", "cash"), ("物资", "goods")),
    "channel": (("线上", "online"), ("线下", "offline")),
    "field": (("产业帮扶", "industry"),),
    "stage": (("实施", "implementation"),),
}
MONEY = ("value_yuan", "sold_yuan", "planned_yuan", "disbursed_yuan")
DAYS = ("donated_on", "started_on")
COUNTS = ("households", "persons")
ORGANISATIONS = ("四川省天府助学协会", "温州市云岭乡村发展协会", "上海青禾公益基金会", "成都市锦江区社工服务中心")
GOODS = ("花椒", "苦荞", "核桃", "苹果", "藏白菊", "高山蔬菜", "土蜂蜜", "腊肉", "竹笋", "猕猴桃")


@dataclass
class Line:
    """One row below the heading: its cells by field, and beside the fields; the truth when it is a record."""

    cells: dict[str, Value]
    truth: Truth | None = None
    beside: list[Value] = field(default_factory=list)
    alone: list[Value] | None = None  # a row of its own making, put in place of the fields' cells


@dataclass
class Draft:
    """A report as it will be laid out."""

    report: str
    chance: random.Random
    labels: dict[str, Value]
    lines: list[Line]
    title: str
    above: list[list[Value]] = field(default_factory=list)
    below: list[list[Value]] = field(default_factory=list)
    beside: list[Value] = field(default_factory=list)  # headings of what stands to the right
    sheet: str = ""
    file: str = "报表"
    left: int = 0
    blank_above: int = 0
    others: list[Sheet] = field(default_factory=list)
    is_asked: bool = False  # whatever it holds, an issue must be raised
    is_debatable: bool = False  # to read it and to return it are both right
    formats: dict[tuple[int, str], str] = field(default_factory=dict)  # (record, field) -> number format
    comments: dict[tuple[int, str], str] = field(default_factory=dict)
    merged: list[tuple[int, int, str]] = field(default_factory=list)  # first and last record, field
    hidden: set[int] = field(default_factory=set)  # records
    elsewhere: dict[tuple[str, int], Truth] = field(default_factory=dict)  # records on other sheets
    groups: dict[str, str] = field(default_factory=dict)  # field -> what stands above its heading

    @property
    def fields(self) -> list[str]:
        return list(self.labels)

    def records(self) -> list[Line]:
        return [line for line in self.lines if line.truth is not None]

    def money(self) -> list[str]:
        return [name for name in self.fields if name in MONEY]

    def lay(self) -> tuple[Sheet, dict[int, Truth]]:
        """The sheet, and the truth of each record by its row, counted from 1."""
        indent: list[Value] = [""] * self.left
        rows: list[list[Value]] = [[] for _ in range(self.blank_above)]
        rows += [indent + line for line in ([[self.title]] if self.title else []) + self.above]
        if self.groups:
            rows.append(indent + [self.groups.get(name, "") for name in self.fields])
        rows.append(indent + [self.labels[name] for name in self.fields] + self.beside)
        truth, formats, comments, number = {}, {}, {}, -1
        places: list[int] = []  # the row of each record
        for line in self.lines:
            cells = [line.cells.get(name, "") for name in self.fields] if line.alone is None else line.alone
            rows.append(indent + cells + line.beside)
            if line.truth is None:
                continue
            truth[len(rows)] = line.truth
            places.append(len(rows) - 1)
            number += 1
            for place, name in enumerate(self.fields):
                if (number, name) in self.formats:
                    formats[len(rows) - 1, self.left + place] = self.formats[number, name]
                if (number, name) in self.comments:
                    comments[len(rows) - 1, self.left + place] = self.comments[number, name]
        rows += [indent + line for line in self.below]
        columns = {name: self.left + place for place, name in enumerate(self.fields)}
        merges = [(places[first], columns[name], places[last], columns[name]) for first, last, name in self.merged]
        hidden = frozenset(places[number] for number in self.hidden)
        name = self.sheet or TITLES[self.report]
        return Sheet(rows, name, merges, hidden_rows=hidden, formats=formats, comments=comments), truth


def new_draft(report: str, chance: random.Random) -> Draft:
    """A sound report of some records, amounts in the template's 万元 and no unit said."""
    labels: dict[str, Value] = dict(LABELS[report])
    lines = [_record(report, number, chance) for number in range(1, chance.randint(4, 9))]
    return Draft(report, chance, labels, lines, TITLES[report])


def write_amounts(draft: Draft, write: Callable[[Decimal], Value]) -> None:
    """Write every amount anew from its truth in yuan."""
    for line in draft.records():
        assert line.truth is not None
        for name in (name for name in draft.money() if line.truth[name] is not UNSAID):
            line.cells[name] = write(Decimal(str(line.truth[name])))


def _record(report: str, number: int, chance: random.Random) -> Line:
    cells: dict[str, Value] = {}
    truth: Truth = {}
    wan = Decimal(chance.randrange(101, 9_900)) / 100  # 1.01 to 98.99万元
    day = date(2024, 1, 3) + timedelta(days=chance.randrange(85))
    for name in LABELS[report]:
        if name in CODES:
            cells[name], truth[name] = chance.choice(CODES[name])
        elif name in MONEY:
            amount = wan if name != "disbursed_yuan" else (wan / 2).quantize(Decimal("0.01"))
            cells[name], truth[name] = float(amount), f"{amount * WAN:.2f}"
        elif name in DAYS:
            cells[name], truth[name] = day.isoformat(), day.isoformat()
        elif name in COUNTS:
            cells[name] = truth[name] = number * 7 + (30 if name == "persons" else 0)
        else:
            text = _text(name, number, chance)
            cells[name] = truth[name] = text
    return Line(cells, truth)


def _text(name: str, number: int, chance: random.Random) -> str:
    if name == "credit_code":
        return _credit_code(chance)
    if name == "product":
        return GOODS[number % len(GOODS)]
    if name == "org_name":
        return chance.choice(ORGANISATIONS)
    if name == "purpose":
        return chance.choice(("助学", "产业发展", "道路硬化", "人居环境整治"))
    return {"donation_no": f"JZ-{number:03}", "project_no": f"XM-{number:03}"}.get(name, f"第{number}批种植项目")


def _credit_code(chance: random.Random) -> str:
    body = "51510000" + "".join(chance.choices(ALPHABET, k=9))
    return next(body + last for last in ALPHABET if is_credit_code(body + last))
