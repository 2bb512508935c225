"""Sheets without a table, hidden ones, ones for guidance, ones of another quarter; and one report in several files."""

from collections.abc import Sequence
from dataclasses import replace

from etl.rules.reading import sheets, submissions
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import PLACE, SOUND, Delivery, book, one, payment, sheet
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx

GOOD = sheet(*SOUND)
NO_TABLE = [["人员", "电话"], ["张三", "1234"]]


def several(*names: str, late: str = "") -> Delivery:
    """Files with one report, each with other rows."""
    contents = {f"{PLACE}/{name}": build_xlsx([sheet(SOUND[0], payment(number))]) for number, name in enumerate(names)}
    return Delivery(contents, frozenset({f"{PLACE}/{late}"}))


def front(*rows: list[object]) -> Sheet:
    """The sheet that went back with a file, with rows of the county's below what is ours."""
    ours = [["退回说明：黑水县"], ["退回编号：" + "0123456789abcdef" * 2]]
    return sheet(*ours, [], *rows, name="退回说明")


def titled(title: str) -> Delivery:
    return book(sheet([title], *SOUND))


def under(group: str) -> Sheet:
    """A group over the amount."""
    amount = "拨付金额（万元）"
    above = [group if heading == amount else heading for heading in SOUND[0]]
    return sheet(above, [amount if heading == amount else None for heading in SOUND[0]], *SOUND[1:])


def other(name: str) -> Sheet:
    return sheet(SOUND[0], payment(3), name=name)


FIRST, SECOND = "2024年第一季度资金拨付明细", "2024年第二季度资金拨付明细"


def two(first: Sequence[int], last: Sequence[int], *names: str) -> Delivery:
    """Two files with some payments, the second written to a day later."""
    paths = [f"{PLACE}/{name}.xlsx" for name in names or ("一", "二")]
    contents = {
        path: build_xlsx([sheet(SOUND[0], *map(payment, numbers))])
        for path, numbers in zip(paths, (first, last), strict=True)
    }
    return Delivery(contents, frozenset({paths[1]}))


def _after(name: str, *numbers: int) -> Delivery:
    """A file of some payments, a night after one of the first two was accepted."""
    return replace(one(build_xlsx([sheet(SOUND[0], *map(payment, numbers))]), name), accepted=book(GOOD))


SHEET_CASES = (
    Case(sheets.SHEET_NOT_UNDERSTOOD, book(sheet(*NO_TABLE)), says="report"),
    Case(sheets.SHEET_NOT_UNDERSTOOD, book(GOOD, sheet(*NO_TABLE, name="通讯录")), book(GOOD), says="any"),
    Case(sheets.SHEET_GUIDANCE, book(sheet(*SOUND, name="填报说明"))),
    Case(sheets.SHEET_GUIDANCE, book(GOOD, sheet(*SOUND, name="填报说明"))),
    Case(sheets.SHEET_HIDDEN, book(GOOD, sheet(*NO_TABLE, name="选项", hidden=True))),
    Case(sheets.SHEET_HIDDEN, book(GOOD, sheet(SOUND[0], payment(3), name="木门镇", hidden=True))),
    Case(sheets.SHEET_ASIDE, titled(f"{FIRST}（摘抄）"), titled(f"{FIRST}（民政局报送）")),
    Case(
        sheets.SHEET_ASIDE,
        Delivery({f"{PLACE}/资金拨付明细（摘抄）.xlsx": build_xlsx([GOOD])}),
        Delivery({f"{PLACE}/资金拨付明细（盖章）.xlsx": build_xlsx([GOOD])}),
    ),
    Case(sheets.SHEET_OTHER_PERIOD, titled(SECOND), titled(FIRST), says="alone"),
    Case(
        sheets.SHEET_OTHER_PERIOD,
        book(GOOD, sheet([SECOND], SOUND[0], payment(3), name="二")),
        book(GOOD, sheet([FIRST], SOUND[0], payment(3), name="二")),
        says="mixed",
    ),
    Case(sheets.SHEET_OTHER_PERIOD, book(under("2023年")), book(under("2024年")), says="figures"),
    Case(sheets.SHEET_STANDING, book(GOOD, other("草稿")), book(GOOD, other("续表")), says="set_aside"),
    Case(sheets.SHEET_STANDING, book(other("草稿")), book(other("正表")), says="alone"),
    Case(
        sheets.SHEET_STANDING,
        book(GOOD, sheet(["项目编号", "拨付日期", "拨付金额"], ["XM1", "2024-01-08", 20], name="汇总")),
        book(GOOD),
        says="summary",
    ),
    Case(sheets.SHEET_SEVERAL, book(GOOD, other("资金拨付明细 (2)")), says="alike"),
    Case(sheets.SHEET_SEVERAL, book(GOOD, other("木门镇")), says="parts"),
    Case(
        sheets.SHEET_SEVERAL,
        book(sheet(*SOUND, ["备查"], SOUND[0], payment(3))),
        book(sheet(*SOUND, ["木门镇"], SOUND[0], payment(3))),
        says="titled",
    ),
    Case(sheets.SHEET_RETURNED_TABLE, book(front(SOUND[0], payment(3)), GOOD), book(front(), GOOD)),
    Case(sheets.SHEET_RETURNED_CELLS, book(front(["已改为20万元"]), GOOD), book(front(), GOOD)),
)
SUBMISSION_CASES = (
    Case(submissions.SUBMISSION_UNDECIDABLE, several("一.xlsx", "二.xlsx"), several("一.xlsx")),
    Case(
        submissions.SUBMISSION_DISPLACED,
        several("一.xlsx", "二.xlsx", late="二.xlsx"),
        several("木门镇.xlsx", "东河镇.xlsx", late="东河镇.xlsx"),
        says="other rows",
    ),
    Case(
        submissions.SUBMISSION_DISPLACED,
        two((1, 2, 3), (1, 2, 4)),
        two((1, 2), (1, 2), "木门镇", "东河镇"),
        says="rows lost",
    ),
    Case(
        submissions.SUBMISSION_DISPLACED,
        two((1, 2), (1, 2, 4)),
        two((1, 2), (1, 2), "木门镇", "东河镇"),
        says="same rows",
    ),
    Case(submissions.SUBMISSION_DISPLACED, _after("补充.xlsx", 3), _after("补充.xlsx", 1, 2, 3), says="later rows"),
    Case(submissions.SUBMISSION_DISPLACED, _after("更正.xlsx", 1), _after("更正.xlsx", 1, 2), says="rows gone"),
    Case(
        submissions.SUBMISSION_PART_AFTER_WHOLE,
        several("全县.xlsx", "木门镇.xlsx", late="木门镇.xlsx"),
        several("东河镇.xlsx", "木门镇.xlsx", late="木门镇.xlsx"),
    ),
)
