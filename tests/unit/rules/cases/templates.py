"""Sheets of the official template: left as they are, contradicted by their own 是/否 cells, of another quarter."""

from etl.rules.reading import templates
from etl.template_marks import NIL_LABEL, UNCHANGED_LABEL, TemplateCode, digest_of
from tests.unit.rules.cases.case import Case
from tests.unit.rules.delivery import COUNTY, HEADING, PERIOD, SOUND, Delivery, book, payment, sheet

FIELDS = ("voucher_no", "project_no", "paid_on", "paid_yuan", "fund_source", "payee", "remark")
ROWS = [dict(zip(FIELDS, payment(number)[1:], strict=True)) for number in (1, 2)]


def template(*rows: object, nil: str = "否", unchanged: str = "", **code: str) -> Delivery:
    """The sheet with its printed code."""
    printed = TemplateCode("disbursement", 1, **{"county_code": COUNTY, "period": PERIOD} | code)
    ticks = [f"{NIL_LABEL}：", nil, *([f"{UNCHANGED_LABEL}：", unchanged] if unchanged else [])]
    return book(sheet(ticks, [f"表号：{printed}"], *rows))  # type: ignore[arg-type]


PREFILLED = digest_of(ROWS)
TEMPLATE_CASES = (
    Case(templates.TEMPLATE_UNTOUCHED, template(HEADING), template(*SOUND), says="blank"),
    Case(
        templates.TEMPLATE_UNTOUCHED,
        template(*SOUND, prefilled=PREFILLED),
        template(*SOUND, unchanged="是", prefilled=PREFILLED),
        says="prefilled",
    ),
    Case(templates.TEMPLATE_TICK, template(*SOUND, nil="是"), template(*SOUND), says="nil_with_rows"),
    Case(templates.TEMPLATE_TICK, template(*SOUND, nil="√"), template(*SOUND), says="unclear"),
    Case(
        templates.TEMPLATE_TICK,
        template(*SOUND, payment(3), unchanged="是", prefilled=PREFILLED),
        template(*SOUND, payment(3), unchanged="否", prefilled=PREFILLED),
        says="changed",
    ),
    Case(templates.TEMPLATE_OF_ANOTHER, template(*SOUND, period="2023Q4"), template(*SOUND)),
)
