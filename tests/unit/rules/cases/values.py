"""Single cells of a sound table of payments that cannot be read as they stand."""

from datetime import date, time

from etl.rules.reading import values
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import HEADING, SOUND, Delivery, Row, book, one, payment, sheet
from tests.workbooks.content import Fault, Sheet, Unsaved, Value
from tests.workbooks.xlsx import build_xlsx

FIELDS = ("serial", "voucher", "project", "day", "amount", "source", "payee", "remark")
HOUSEHOLDS = [
    "项目编号",
    "项目名称",
    "实施社会组织",
    "统一社会信用代码",
    "帮扶领域",
    "项目阶段",
    "计划投资",
    "累计拨付资金",
    "受益户数",
]
PERSON, HIDDEN = "510105199001011234", "510105********1234"
SOUND_BOOK = build_xlsx([sheet(*SOUND)])
PROJECT = ["XM1", "种植", "甲协会", "5110000083DY1FUBJX", "产业", "资金拨付", 100.0, 10.0]


def cell(**cells: Value) -> Delivery:
    """The second payment with one cell changed."""
    return book(sheet(HEADING, payment(1), payment(2, **cells)))


def households(value: Value) -> Delivery:
    return book(sheet(HOUSEHOLDS, [*PROJECT, value], name="帮扶项目台账"))


def stage(value: Value) -> Delivery:
    return book(sheet(HOUSEHOLDS, [*PROJECT[:5], value, *PROJECT[6:], 2], name="帮扶项目台账"))


def shown(field: str, value: Value, code: str) -> Delivery:
    """The second payment with one cell whose number format is `code`."""
    place = (2, FIELDS.index(field))
    return book(Sheet([HEADING, payment(1), payment(2, **{field: value})], "资金拨付明细", formats={place: code}))


def amounts(*figures: Value) -> Delivery:
    return book(sheet(HEADING, *(payment(number, amount=figure) for number, figure in enumerate(figures))))


def without_unit(*figures: Value) -> Delivery:
    heading = ["拨付金额" if label == "拨付金额（万元）" else label for label in HEADING]
    return book(sheet(heading, *(payment(number, amount=figure) for number, figure in enumerate(figures))))


def fault(why: str, broken: Delivery, clean: Delivery) -> Case:
    return Case(values.VALUE_TYPE, broken, clean, why=why)


def display(says: str, field: str, value: Value, code: str, right: str) -> Case:
    return Case(values.VALUE_DISPLAY, shown(field, value, code), shown(field, value, right), says=says)


def beside(text: str) -> Delivery:
    """A column that no contract knows."""
    return book(sheet([*HEADING, "经办人"], [*payment(1), text]))


def total(figure: Value) -> Delivery:
    rows: list[Row] = [HEADING, payment(1), payment(2), ["合计", "", "", "", figure]]
    return book(sheet(*rows))


AMOUNT, DAY = cell(amount=12.5), cell(day="2024年3月5日")
VALUE_CASES = (
    fault("formula error", cell(amount=Fault("#REF!")), AMOUNT),
    fault("uncalculated", cell(amount=Unsaved("A1*B1")), AMOUNT),
    fault("picture", cell(payee='=DISPIMG("ID_1",1)'), cell(payee="县民政局")),
    fault("hash signs", cell(day="######"), DAY),
    fault("odd digits", cell(amount="12.5①"), AMOUNT),
    fault("odd digits", cell(day="2024-01-0①"), DAY),
    fault("no number", cell(amount="十二"), AMOUNT),
    fault("date for a number", cell(amount=date(2024, 3, 5)), AMOUNT),
    fault("several numbers", cell(amount="12 13"), AMOUNT),
    fault("several numbers", cell(amount="12、13"), AMOUNT),
    fault("range", cell(amount="10-15"), AMOUNT),
    fault("percentage", cell(amount="50%"), AMOUNT),
    fault("vague", cell(amount="若干"), AMOUNT),
    fault("too large", cell(amount="1234567890123456789"), AMOUNT),
    fault("too long", cell(amount="1." + "1" * 30), AMOUNT),
    fault("no whole number", households(1.5), households(2)),
    fault("money for a number", households("3万元"), households("3户")),
    fault("measure for money", cell(amount="120人"), AMOUNT),
    fault("no date", cell(day="昨天"), DAY),
    fault("no such day", cell(day="2023-02-30"), DAY),
    fault("year in a date", cell(day=date(1905, 7, 16)), DAY),
    fault("other time zone", cell(day="2024-03-05T16:00:00Z"), cell(day="2024-03-05T00:00:00Z")),
    fault("other measure", households("30人"), households("30户")),
    fault("year out of range", cell(day="3024-01-08"), DAY),
    fault("no day", cell(day="2024年3月"), DAY),
    fault("no day", cell(day=2023), DAY),
    fault("no year", cell(day="3月5日"), DAY),
    fault("order unclear", cell(day="24.3.5"), DAY),
    fault("several dates", cell(day="2024-01-08至2024-01-09"), DAY),
    fault("only a time", cell(day=time(12, 30)), DAY),
    fault("no content", cell(project="待定"), cell(project="XM2")),
    fault("scientific", cell(project="1.23E+17"), cell(project="XM2")),
    fault("moment", cell(payee=date(2024, 3, 1)), cell(payee="3-1")),
    fault("digits lost", cell(project=123456789012345678.0), cell(project="123456789012345678")),
    Case(values.VALUE_DITTO, cell(payee="同上"), cell(payee="县民政局"), says="taken"),
    Case(values.VALUE_DITTO, cell(amount="同上"), cell(amount=10.0), says="taken"),
    Case(values.VALUE_ASIDE, stage("实施（已停工）"), stage("实施（正在实施）")),
    Case(values.VALUE_TAKEN_AS_EMPTY, households("未统计"), households("")),
    Case(values.VALUE_DITTO, book(sheet(HEADING, payment(1, payee="同上"))), book(sheet(HEADING, payment(1))), says="nothing above"),
    display("hidden", "amount", 7, ";;;", "0.00"),
    display("hidden behind words", "amount", 7, '"有";"有";"有"', "0.00"),
    display("code", "project", 7, '"XM"000', "@"),
    display("scaled", "amount", 125678, '0!.0,"万元"', "0.00"),
    display("unclear", "amount", 125000, "0!.0,", "0.00"),
    Case(values.VALUE_APPROXIMATE, cell(amount="约12.5"), AMOUNT, why="about"),
    Case(values.VALUE_APPROXIMATE, cell(amount="约0.1234567"), AMOUNT, why="about and rounded"),
    Case(values.VALUE_ROUNDED, cell(amount="0.1234567"), AMOUNT, why="rounded"),
    Case(values.VALUE_ROUNDED, cell(amount="2E01"), cell(amount=20), why="exponent"),
    Case(values.VALUE_ROUNDED, cell(amount="1 250"), cell(amount="1,250"), why="spread"),
    Case(values.VALUE_UNIT, amounts(10.0, 12.0, 11.0, 9.0, 120000.0), amounts(10.0, 12.0, 11.0, 9.0, 12.0), says="slip"),
    Case(values.VALUE_UNIT, amounts(10.0, 0.05), amounts(10.0, "500元"), says="slip"),
    Case(values.VALUE_UNIT, without_unit(500, 1200), without_unit(500, 12.5), says="assumed"),
    Case(values.VALUE_TOTAL, total(21.0), total(20.0)),
    Case(values.IDENTITY_NUMBER, cell(remark=f"张三{PERSON}"), cell(remark=f"张三{HIDDEN}"), says="column"),
    Case(values.IDENTITY_NUMBER, beside(f"张三{PERSON}"), beside(f"张三{HIDDEN}"), says="cell"),
    Case(values.IDENTITY_NUMBER, book(sheet(*SOUND, comments={(1, 1): PERSON})), book(sheet(*SOUND, comments={(1, 1): HIDDEN})), says="comment"),
    Case(values.IDENTITY_NUMBER, book(sheet(*SOUND, header=PERSON)), book(sheet(*SOUND, header=HIDDEN)), says="page"),
    Case(values.IDENTITY_NUMBER, book(sheet(*SOUND, name=f"资金拨付{PERSON}")), book(sheet(*SOUND, name="资金拨付明细")), says="sheet"),
    Case(values.IDENTITY_NUMBER, one(SOUND_BOOK, f"资金拨付{PERSON}.xlsx"), one(SOUND_BOOK, "资金拨付.xlsx"), says="file"),
)  # fmt: skip
