"""The page of social organisations, by register level and name: the browser's own search finds one. Takes the facts, gives its model."""

from etl.config.calendar import parse_period
from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import count, wan
from etl.site.page import Cell, Head, Page, Paragraph, Section, Table, number
from etl.site.pages.county_links import named_counties
from etl.warehouse.queries.organizations import Organization

PATH = "organizations.html"
MOST_COUNTIES = 12
_HEADS = (
    Head("社会组织"),
    Head("统一社会信用代码"),
    Head("在哪些县"),
    Head("结对县", True),
    Head("协议", True),
    Head("协议金额（万元）", True),
    Head("项目", True),
    Head("计划投资（万元）", True),
    Head("累计拨付（万元）", True),
    Head("捐赠（万元）", True),
    Head("消费帮扶（万元）", True),
)


def organizations_page(facts: Facts) -> Page:
    """The page of the current period."""
    found = facts.organizations
    paired = sum((one.counties_paired or 0) > 0 for one in found)
    levels = facts.config.catalog.code_lists.get("register_level")
    names = {code: entry.label.zh for code, entry in levels.codes.items()} if levels else {}
    sections = [
        _level(facts, code, names.get(code, code or "没有写明"), [one for one in found if one.register_level == code])
        for code in (*names, *sorted({one.register_level or "" for one in found} - names.keys()))
    ]
    label = parse_period(facts.period).label
    shown = [section for section in sections if section is not None]
    first = f"{PATH}#{shown[0].anchor}" if shown else ""
    return Page(
        path=PATH,
        title="社会组织",
        question="哪家社会组织在哪些县做什么？",
        headline=(
            label,
            "各县报了",
            count(len(found)).to(first),
            "家社会组织，其中",
            count(paired).to(first),
            "家与县结对。",
        ),
        sections=tuple(shown),
        moment=facts.moment_of_all(),
        remark=("用浏览器的页内查找（Ctrl+F）可以找到一家。",),
    )


def _level(facts: Facts, code: str, name: str, found: list[Organization]) -> Section | None:
    if not found:
        return None
    table = Table(f"登记层级：{name}", _HEADS, [_row(facts, one) for one in found])
    anchor, paired = f"level-{code or 'unknown'}", sum((one.counties_paired or 0) > 0 for one in found)
    here = f"{PATH}#{anchor}"
    said = Paragraph((count(len(found)).to(here), "家，其中结对", count(paired).to(here), "家。"))
    return Section(anchor, name, (said, table))


def _row(facts: Facts, one: Organization) -> tuple[Cell, ...]:
    return (
        Cell(redact(one.name)),
        Cell(one.credit_code or "", look="code"),
        named_counties(facts, one.county_codes, MOST_COUNTIES),
        number(count(one.counties_paired)),
        number(count(one.agreements)),
        number(wan(one.agreed_yuan)),
        number(count(one.projects)),
        number(wan(one.planned_yuan)),
        number(wan(one.disbursed_yuan)),
        number(wan(one.donated_yuan)),
        number(wan(one.sold_yuan)),
    )
