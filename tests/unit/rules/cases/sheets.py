"""Sheets without a table, hidden ones, ones for guidance, ones of another quarter; and one report in several files."""

from etl.rules.reading import sheets, submissions
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import PLACE, SOUND, Delivery, book, payment, sheet
from tests.workbooks.xlsx import build_xlsx

GOOD = sheet(*SOUND)
NO_TABLE = [["人员", "电话"], ["张三", "1234"]]


def several(*names: str, late: str = "") -> Delivery:
    """Files with one report, each with other rows."""
    contents = {f"{PLACE}/{name}": build_xlsx([sheet(SOUND[0], payment(number))]) for number, name in enumerate(names)}
    return Delivery(contents, frozenset({f"{PLACE}/{late}"}))


SHEET_CASES = (
    Case(sheets.SHEET_NOT_UNDERSTOOD, book(sheet(*NO_TABLE)), says="report"),
    Case(sheets.SHEET_NOT_UNDERSTOOD, book(GOOD, sheet(*NO_TABLE, name="通讯录")), book(GOOD), says="any"),
    Case(sheets.SHEET_GUIDANCE, book(sheet(*SOUND, name="填报说明"))),
    Case(sheets.SHEET_GUIDANCE, book(GOOD, sheet(*SOUND, name="填报说明"))),
    Case(sheets.SHEET_HIDDEN, book(GOOD, sheet(*NO_TABLE, name="选项", hidden=True))),
    Case(
        sheets.SHEET_OTHER_PERIOD,
        book(sheet(["2024年第二季度资金拨付明细"], *SOUND)),
        book(sheet(["2024年第一季度资金拨付明细"], *SOUND)),
    ),
)
SUBMISSION_CASES = (
    Case(submissions.SUBMISSION_UNDECIDABLE, several("一.xlsx", "二.xlsx"), several("一.xlsx")),
    Case(
        submissions.SUBMISSION_DISPLACED,
        several("一.xlsx", "二.xlsx", late="二.xlsx"),
        several("木门镇.xlsx", "东河镇.xlsx", late="东河镇.xlsx"),
    ),
    Case(
        submissions.SUBMISSION_PART_AFTER_WHOLE,
        several("全县.xlsx", "木门镇.xlsx", late="木门镇.xlsx"),
        several("东河镇.xlsx", "木门镇.xlsx", late="木门镇.xlsx"),
    ),
)
