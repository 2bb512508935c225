"""The page of revisions: what counties changed since the last run, the deadline and each edition. Takes the facts, gives its model."""

from etl.config.calendar import TIMEZONE, parse_period
from etl.notices.redaction import redact
from etl.site.facts import Facts
from etl.site.figures import UNKNOWN, count, minute
from etl.site.page import Cell, Head, Page, Section, Table, number
from etl.site.pages.county_paths import county_path
from etl.site.pages.edition_tables import edition_sections, edition_sentence
from etl.warehouse.queries.sendings import Changed

PATH = "revisions.html"
KINDS = {"added": "新增", "gone": "减少", "changed": "改动"}


def revisions_page(facts: Facts) -> Page:
    """The page of all periods that are shown."""
    run = facts.last_run.run_id if facts.last_run else ""
    latest = [one for one in facts.changes if one.run_id == run]
    late = [one for one in facts.changes if _is_after_deadline(facts, one)]
    return Page(
        path=PATH,
        title="修订",
        question="各县后来改了什么？",
        headline=(
            "最近一次运行里有",
            count(len(latest)).to(f"{PATH}#latest"),
            "份报表改动了已接收的数据；截止日以后改动的共",
            count(len(late)).to(f"{PATH}#late"),
            "份。",
            *edition_sentence(facts),
        ),
        sections=(
            Section("latest", "最近一次运行", (_versions(facts, latest, "最近一次运行里改动的报表"),)),
            Section("late", "截止日以后", (_versions(facts, late, "截止日以后改动的报表"),)),
            *edition_sections(facts),
            *_cells(facts),
        ),
        moment=facts.moment_of_all(),
    )


def _is_after_deadline(facts: Facts, change: Changed) -> bool:
    due_on = facts.config.calendar.due_on(parse_period(change.period))
    return change.decided_at.astimezone(TIMEZONE).date() > due_on


def _versions(facts: Facts, found: list[Changed], caption: str) -> Table:
    counties, titles = facts.config.divisions.counties, facts.config.catalog.titles
    rows = [
        (
            Cell(counties[one.county_code].name, href=county_path(one.county_code, "sendings")),
            Cell(titles.get(one.report, one.report)),
            Cell(one.period),
            Cell(minute(one.decided_at)),
            number(count(one.added)),
            number(count(one.gone)),
            number(count(one.changed)),
        )
        for one in found
    ]
    heads = (
        Head("县"),
        Head("报表"),
        Head("报告期"),
        Head("何时"),
        Head("新增行", True),
        Head("减少行", True),
        Head("改动处", True),
    )
    return Table(caption, heads, rows)


def _cells(facts: Facts) -> tuple[Section, ...]:
    """Each change with what was and is: in the internal edition only, and never of a person."""
    if facts.audience != "internal":
        return ()
    rows = []
    for one in facts.changed_cells:
        contract = facts.config.catalog.contracts.get(one["report"])
        columns = {column.name: column for column in contract.columns} if contract else {}
        column = columns.get(one["column_name"] or "")
        is_shown = column is not None and not column.personal
        rows.append(
            (
                Cell(one["county_name"] or "", href=county_path(one["county_code"], "sendings")),
                Cell(facts.config.catalog.titles.get(one["report"], one["report"])),
                Cell(redact(one["row_key"])),
                Cell(KINDS.get(one["kind"], one["kind"])),
                Cell(column.label.zh if column else "表样以外的列" if one["column_name"] else "整行"),
                Cell(redact(one["old_value"] or UNKNOWN) if is_shown else ""),
                Cell(redact(one["new_value"] or UNKNOWN) if is_shown else ""),
            )
        )
    heads = (
        Head("县"),
        Head("报表"),
        Head("哪一行"),
        Head("变化"),
        Head("列"),
        Head("原来"),
        Head("现在"),
    )
    note = f"最近的{len(rows)}处。" if rows else ""
    return (Section("cells", "逐处", (Table("当前报告期里改动的行和单元格", heads, rows, note=note),)),)
