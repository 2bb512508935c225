"""A sound report of any contract as a form with its truth beside it: what each stranger's style begins from.

Made from the contracts alone, so that a tenth report is tried without a line here. A style changes the form, and says what
must be heard: `hear` names words or cells, one of which an issue must quote.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from etl.contract.catalog import Catalog
from etl.contract.schema import Column, Contract
from etl.model import column_letters
from etl.types.credit_code import ALPHABET, is_credit_code
from tests.workbooks.content import Sheet, Value

WAN = Decimal(10_000)
SILENT = object()  # a value that only a question can bring
Truth = dict[str, object]
FIRST_DAY = {
    "ends_on": 500,
    "claimed_on": 40,
    "started_on": 30,
    "accepted_on": 60,
    "opened_on": -400,
    "registered_on": -900,
}
NAMES = ("云岭乡村发展协会", "天府助学协会", "青禾公益基金会", "阳光社工服务中心", "同心商会", "白龙江志愿者联合会")
TEXTS = {
    "township": "普安镇",
    "village": "双旗村",
    "product": "花椒",
    "fund_source": "社会募捐",
    "phone": "0839-6600123",
}


@dataclass
class Record:
    """One record: its cells by field, and its truth; a record without truth is a line of `alone` cells."""

    cells: dict[str, Value]
    truth: Truth | None = None
    alone: list[Value] | None = None


@dataclass
class Form:
    """A report as it will be laid out."""

    contract: Contract
    chance: random.Random
    labels: dict[str, Value]
    lines: list[Record]
    title: str
    sheet: str
    file: str
    above: list[list[Value]] = field(default_factory=list)
    below: list[list[Value]] = field(default_factory=list)
    groups: dict[str, str] = field(default_factory=dict)
    extra: list[tuple[str, Callable[[int], Value]]] = field(
        default_factory=list
    )  # columns to the right: heading, value of a record
    comments: dict[str, str] = field(default_factory=dict)  # of headings
    formats: dict[str, str] = field(default_factory=dict)  # of columns
    header: str = ""
    footer: str = ""
    others: list[Sheet] = field(default_factory=list)
    before: list[Sheet] = field(default_factory=list)
    heard: list[tuple[str, ...]] = field(default_factory=list)
    columns: dict[str, int] = field(default_factory=dict)  # filled when laid out
    codes: dict[str, list[str]] = field(default_factory=dict)  # labels by field
    is_laid: bool = True  # False: the other sheets hold the records

    @property
    def fields(self) -> list[str]:
        return list(self.labels)

    def records(self) -> list[Record]:
        return [line for line in self.lines if line.truth is not None]

    def of_type(self, *kinds: str) -> list[str]:
        return [name for name in self.fields if self.column(name).type.name in kinds]

    def column(self, name: str) -> Column:
        return self.contract.column(name)

    def money(self) -> list[str]:
        """Amounts that the template has in 万元."""
        return [name for name in self.of_type("amount") if self.column(name).unit == "万元"]

    def hear(self, *words: str) -> None:
        """Ask that some issue speaks of this: quotes one of the words, or marks one of these cells."""
        self.heard.append(words)

    def rewrite(self, names: list[str], write: Callable[[Decimal], Value]) -> None:
        """Write the amounts of some columns anew from their truth in yuan."""
        for line in self.records():
            for name in names:
                line.cells[name] = write(Decimal(str((line.truth or {})[name])))

    def in_unit(self, factor: int) -> None:
        """Write every amount of the template's 万元 in another unit."""
        self.rewrite(self.money(), lambda yuan: plain(yuan / factor))

    def unsay(self, names: list[str]) -> None:
        """Make the truth of some columns unknowable."""
        for line in self.records():
            for name in names:
                (line.truth or {})[name] = SILENT

    def unsay_record(self, line: Record) -> None:
        line.truth = dict.fromkeys(line.truth or {}, SILENT)

    def next_letters(self) -> str:
        """Letters of the first column beside the table."""
        return column_letters(len(self.fields) + len(self.extra) - 1)

    def lay(self) -> tuple[Sheet, dict[int, Truth]]:
        """The sheet, and the truth of every record by its row, counted from 1."""
        rows: list[list[Value]] = [[self.title], *[list(line) for line in self.above]] if self.title else [*self.above]
        if self.groups:
            rows.append([self.groups.get(name, "") for name in self.fields])
        rows.append([self.labels[name] for name in self.fields] + [heading for heading, _ in self.extra])
        top = len(rows) - 1
        self.columns = {name: place for place, name in enumerate(self.fields)}
        truth: dict[int, Truth] = {}
        formats = {}
        for line in self.lines:
            number = len(truth)
            cells = [line.cells.get(name, "") for name in self.fields] if line.alone is None else list(line.alone)
            rows.append(cells + ([write(number) for _, write in self.extra] if line.truth is not None else []))
            if line.truth is not None:
                truth[len(rows)] = line.truth
                formats |= {(len(rows) - 1, self.columns[name]): code for name, code in self.formats.items()}
        rows += [list(line) for line in self.below]
        comments = {(top, self.columns[name]): text for name, text in self.comments.items()}
        sheet = Sheet(rows, self.sheet, formats=formats, comments=comments, header=self.header, footer=self.footer)
        return sheet, truth


def plain(value: Decimal) -> Value:
    """A number as a cell holds it."""
    return int(value) if value == value.to_integral_value() else float(value)


def sound_form(catalog: Catalog, report: str, chance: random.Random) -> Form:
    """A report of four to eight records, amounts in 万元 under headings that say no unit, days as texts."""
    contract = catalog.contracts[report]
    columns = [
        one
        for one in contract.columns
        if one.name != "remark" and (one.required or report == "need" or chance.random() < 0.7)
    ]
    title = contract.title.zh
    labels: dict[str, Value] = {one.name: one.label.zh for one in columns}
    lines = [_record(catalog, columns, number, chance) for number in range(1, chance.randint(4, 8))]
    codes = {one.name: [code.label.zh for code in catalog.codes_of(one).codes.values()] for one in columns if one.codes}
    return Form(contract, chance, labels, lines, title, title, "报送表", codes=codes)


def _record(catalog: Catalog, columns: list[Column], number: int, chance: random.Random) -> Record:
    cells: dict[str, Value] = {}
    truth: Truth = {}
    wan = Decimal(chance.randrange(301, 9_900)) / 100
    first = date(2024, 1, 2) + timedelta(days=chance.randrange(20))
    for column in columns:
        name = column.name
        match column.type.name:
            case "amount" if column.unit == "万元":
                part = (wan / 3).quantize(Decimal("0.01")) if name in ("disbursed_yuan", "claimed_yuan") else wan
                cells[name], truth[name] = plain(part), f"{part * WAN:.2f}"
            case "amount":
                cells[name], truth[name] = 300 + 40 * number, f"{300 + 40 * number}.00"
            case "date":
                day = first + timedelta(days=FIRST_DAY.get(name, 5))
                cells[name] = truth[name] = day.isoformat()
            case "integer":
                cells[name] = truth[name] = number * 3 + (40 if name == "persons" else 1)
            case "number":
                cells[name], truth[name] = number * 50 + 120, f"{number * 50 + 120}.0000"
            case "code":
                codes = catalog.codes_of(column).codes
                code = (
                    chance.choice([*codes])
                    if name not in ("stage", "status")
                    else {"stage": "implementation", "status": "claimed"}[name]
                )
                cells[name], truth[name] = codes[code].label.zh, code
            case "credit_code":
                cells[name] = truth[name] = _credit_code(chance)
            case _:
                cells[name] = truth[name] = _text(name, number, chance)
    return Record(cells, truth)


def _text(name: str, number: int, chance: random.Random) -> str:
    if name.endswith("_no"):
        return f"{name[0].upper()}H-{number:03}"
    if name in TEXTS:
        return (
            TEXTS[name]
            if name != "product"
            else ("花椒", "苦荞", "核桃", "腊肉", "木耳", "猕猴桃", "蜂蜜", "竹笋")[number % 8]
        )
    if name in ("org_name", "operator", "claimed_by", "payee"):
        return chance.choice(NAMES)
    return f"第{'一二三四五六七八九'[number]}村蔬菜大棚" if "name" in name else "产业发展"


def _credit_code(chance: random.Random) -> str:
    body = "51510000" + "".join(chance.choices(ALPHABET, k=9))
    return next(body + last for last in ALPHABET if is_credit_code(body + last))
