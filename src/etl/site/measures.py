"""The measures that pages show: their names, how each is written, and the report and column that it is summed from. Pure data."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, NamedTuple

from etl.site.figures import Figure, count, percent, wan
from etl.warehouse.queries.areas import Number


class Measure(NamedTuple):
    """A column of mart.area_summary."""

    name: str
    label: str
    kind: Literal["count", "money", "rate"]
    report: str
    column: str

    def of(self, figures: Mapping[str, Number]) -> Figure:
        """The measure's figure as a cell shows it; money in 万元."""
        value = figures.get(self.name)
        if self.kind == "money":
            return wan(value)
        return percent(Decimal(value)) if self.kind == "rate" and value is not None else count(value)

    @property
    def title(self) -> str:
        """The label with its unit."""
        return f"{self.label}（万元）" if self.kind == "money" else self.label


MEASURES = (
    Measure("paired_orgs", "结对社会组织", "count", "agreement", "credit_code"),
    Measure("national_eastern_orgs", "其中全国性和东部", "count", "agreement", "register_level"),
    Measure("agreements", "结对协议", "count", "agreement", "agreement_no"),
    Measure("agreed_yuan", "协议金额", "money", "agreement", "agreed_yuan"),
    Measure("national_eastern_agreed_yuan", "全国性和东部协议金额", "money", "agreement", "agreed_yuan"),
    Measure("needs", "发布需求", "count", "need", "need_no"),
    Measure("needs_claimed", "已认领需求", "count", "need", "status"),
    Measure("projects", "帮扶项目", "count", "project", "project_no"),
    Measure("national_eastern_projects", "全国性和东部项目", "count", "project", "credit_code"),
    Measure("planned_yuan", "计划投资", "money", "project", "planned_yuan"),
    Measure("disbursed_yuan", "累计拨付", "money", "project", "disbursed_yuan"),
    Measure("disbursement_rate", "拨付率", "rate", "project", ""),
    Measure("households", "受益户数", "count", "project", "households"),
    Measure("persons", "受益人数", "count", "project", "persons"),
    Measure("jobs", "带动就业", "count", "project", "jobs"),
    Measure("donated_yuan", "捐赠款物", "money", "donation", "value_yuan"),
    Measure("sold_yuan", "消费帮扶", "money", "sale", "sold_yuan"),
    Measure("activities", "活动", "count", "activity", "activity_name"),
    Measure("incubators_county", "县级孵化基地", "count", "incubator", "base_level"),
    Measure("incubators_township", "乡级孵化基地", "count", "incubator", "base_level"),
    Measure("incubators_village", "村级孵化基地", "count", "incubator", "base_level"),
)
BY_NAME = {measure.name: measure for measure in MEASURES}
