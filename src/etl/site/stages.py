"""Names of the steps that needs and projects go through, of the stretches between them, and of fields. Pure."""

from decimal import Decimal

from etl.site.facts import Facts
from etl.site.figures import Figure

STEPS = {
    "need_open": "待认领需求",
    "need_claimed": "已认领需求",
    "need_launched": "已转项目的需求",
    "approval": "审批",
    "implementation": "实施",
    "disbursement": "资金拨付",
    "acceptance": "审计验收",
    "completed": "完成",
}
STRETCHES = {"claimed": "需求发布到认领", "started": "项目审批到开工", "accepted": "项目开工到验收"}


def report_of_step(name: str) -> str:
    """The report whose rows stand at a step."""
    return "need" if name.startswith("need") else "project"


def report_of_stretch(name: str) -> str:
    """The report whose days a stretch lies between."""
    return "need" if name == "claimed" else "project"


def days(number: Decimal) -> Figure:
    """A median of days, with a decimal only where it has one."""
    return Figure(f"{number.normalize():f}", str(number))


def field_name(facts: Facts, field: str | None) -> str:
    """A field of help in words."""
    labels = facts.config.catalog.code_lists.get("field")
    known = labels.codes.get(field or "") if labels else None
    return known.label.zh if known else field or "未填"
