"""Records of the shipped contracts that break a rule of each kind, in one workbook with what the rule looks into."""

from etl.rules.code import Code
from etl.rules.credit_code import CreditCode
from etl.rules.date_order import DateOrder
from etl.rules.key import Key
from etl.rules.leading_zeros import LeadingZeros
from etl.rules.minimum import Minimum
from etl.rules.never_falls import NeverFalls
from etl.rules.not_after_period import NotAfterPeriod
from etl.rules.not_more_than import NotMoreThan
from etl.rules.refers_to import RefersTo
from etl.rules.required import Required
from etl.rules.required_when import RequiredWhen
from etl.rules.stays import Stays
from etl.rules.sum_matches import SumMatches
from etl.rules.zero_when import ZeroWhen
from tests.indicator_form import HEADING as FORM_HEADING
from tests.indicator_form import ROWS as FORM_ROWS
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import Delivery, Row, book, sheet
from tests.unit.validate.conftest import COLUMNS, RECORDS
from tests.workbooks.content import Sheet, Value

PROJECT, NEED, PAYMENT = (
    dict(zip(COLUMNS[name], RECORDS[name], strict=True)) for name in ("project", "need", "disbursement")
)


AGREEMENTS = sheet(COLUMNS["agreement"], RECORDS["agreement"], name="结对帮扶协议")


def projects(*changes: dict[str, Value]) -> Sheet:
    return _records("帮扶项目台账", PROJECT, changes)


def payments(*changes: dict[str, Value]) -> Sheet:
    return _records("资金拨付明细", PAYMENT, changes)


def needs(*changes: dict[str, Value]) -> Sheet:
    return _records("项目需求与认领", NEED, changes)


def _records(name: str, good: dict[str, Value], changes: tuple[dict[str, Value], ...]) -> Sheet:
    assert all(change.keys() <= good.keys() for change in changes)
    rows: list[Row] = [list(good), *((good | change).values() for change in changes)]
    return sheet(*map(list, rows), name=name)


def project(**change: Value) -> Delivery:
    """One project whose payment and agreement are there; keywords are not needed for a sound one."""
    return book(projects(change), payments({}), AGREEMENTS)


def paid_on(day: str) -> Delivery:
    return book(projects({}), payments({"拨付日期": day}), AGREEMENTS)


def form(name: str) -> Sheet:
    return sheet(FORM_HEADING, *FORM_ROWS, name=name)


SOUND = project()
CODE = "9151010400000000XX"
OTHER_PROJECT: dict[str, Value] = {"项目编号": "XM2", "累计拨付资金": None}
UNSURE: dict[str, Value] = {"项目编号": 123456789012345678.0}  # Excel has cut it

KIND_CASES = (
    Case(Required.ABOUT, project(项目名称=None), SOUND),
    Case(Code.ABOUT, project(帮扶领域="种地"), SOUND),
    Case(CreditCode.ABOUT, project(统一社会信用代码=CODE), SOUND),
    Case(Minimum.ABOUT, project(受益户数=-3), SOUND),
    Case(Key.ABOUT, book(projects({}, {}), payments({}), AGREEMENTS), book(projects({}, OTHER_PROJECT), payments({}), AGREEMENTS), says="row"),
    Case(Key.ABOUT, book(form("概况表"), form("概况表（木门镇）")), book(form("概况表")), says="form"),
    Case(
        LeadingZeros.ABOUT,
        book(projects({}, OTHER_PROJECT | {"项目编号": "XM01"}), payments({}), AGREEMENTS),
        book(projects({}, OTHER_PROJECT), payments({}), AGREEMENTS),
    ),
    Case(NotMoreThan.ABOUT, project(计划投资=5.0), SOUND),
    Case(DateOrder.ABOUT, project(开工日期="2022-12-31"), SOUND),
    Case(NotAfterPeriod.ABOUT, paid_on("2024-04-01"), paid_on("2024-03-31")),
    Case(NotAfterPeriod.ABOUT, paid_on("1989-12-31"), paid_on("1990-01-01")),
    Case(RequiredWhen.ABOUT, book(needs({"认领社会组织": None})), book(needs({}))),
    Case(ZeroWhen.ABOUT, project(项目阶段="审批"), SOUND),
    Case(RefersTo.ABOUT, book(projects({}), payments({}, {"凭证号": "PZ2", "项目编号": "XM9"}), AGREEMENTS), SOUND, says="missing"),
    Case(RefersTo.ABOUT, book(projects({}), payments({}, {"凭证号": "PZ2", "项目编号": "XM01"}), AGREEMENTS), SOUND, says="but_zeros"),
    Case(RefersTo.ABOUT, book(projects({}), payments({}, {"凭证号": "PZ2", "项目编号": "XM-I"}), AGREEMENTS), SOUND, says="looks_alike"),
    Case(RefersTo.ABOUT, book(payments({}), AGREEMENTS), SOUND, says="not_received"),
    Case(RefersTo.ABOUT, book(projects(UNSURE), payments({}), AGREEMENTS), book(projects(UNSURE), AGREEMENTS), says="wrong_there"),
    Case(SumMatches.ABOUT, book(projects({}), payments({"拨付金额": 5.0}), AGREEMENTS), SOUND),
    Case(NeverFalls.ABOUT, SOUND, book(projects({"累计拨付资金": 20.0}), payments({"拨付金额": 20.0}), AGREEMENTS), before=project(累计拨付资金=20.0)),
    Case(Stays.ABOUT, SOUND, book(projects({}, OTHER_PROJECT), payments({}), AGREEMENTS), before=book(projects({}, OTHER_PROJECT))),
)  # fmt: skip
