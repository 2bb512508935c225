"""The page of a prefecture, for who supervises its counties. Takes the facts, gives its model."""

from etl.config.calendar import parse_period
from etl.config.division_files import County, Prefecture
from etl.site.county_state import CAME, WORDS, is_overdue, needing, owed, state_of, status_word
from etl.site.facts import Facts
from etl.site.figures import count
from etl.site.measures import BY_NAME
from etl.site.page import Cell, Head, Link, Page, Section, Sentence, Table, number
from etl.site.pages.county_figures import CHARTS
from etl.site.pages.county_paths import county_path
from etl.site.pages.progress import NOT_DUE, SHOWN, cells
from etl.site.pages.still_open import open_sentence
from etl.site.trends import multiples
from etl.warehouse.queries.standings import Standing


def prefecture_page(facts: Facts, prefecture: Prefecture) -> Page:
    """The page of one prefecture."""
    counties = [one for one in facts.config.divisions.counties.values() if one.prefecture_code == prefecture.code]
    return Page(
        path=f"prefecture/{prefecture.code}.html",
        title=prefecture.name,
        question=f"{prefecture.name}各县现在怎么样？",
        headline=_headline(facts, prefecture, counties),
        sections=(_reports(facts, counties), _figures(facts, prefecture, counties), _issues(facts, counties)),
        moment=facts.moment((period, county.code) for period in facts.periods for county in counties),
        trail=(Link("报送", "index.html"),),
    )


def _headline(facts: Facts, prefecture: Prefecture, counties: list[County]) -> Sentence:
    rows = [one for county in counties for one in facts.of(facts.period, county.code)]
    due = owed(rows)
    came = sum(one.status in CAME for one in due)
    here = f"prefecture/{prefecture.code}.html#reports"
    return (
        f"{prefecture.name}{parse_period(facts.period).label}应报",
        count(len(due)).to(here),
        "份，已接收",
        count(came).to(here),
        "份",
        *open_sentence(facts, rows, here, here),
        "。",
    )


def _reports(facts: Facts, counties: list[County]) -> Section:
    found = {county.code: {one.report: one for one in facts.of(facts.period, county.code)} for county in counties}
    reports = [one for one in facts.config.catalog.contracts if any(one in there for there in found.values())]
    rows = []
    for county in counties:
        standings = facts.of(facts.period, county.code)
        rows.append(
            (
                Cell(county.name, href=county_path(county.code)),
                Cell(WORDS[state_of(standings, facts.today)], look="short" if needing(standings, facts.today) else ""),
                *(_standing(facts, found[county.code].get(report)) for report in reports),
            )
        )
    titles = facts.config.catalog.titles
    heads = (Head("县"), Head("合起来"), *(Head(titles[report]) for report in reports))
    return Section("reports", "各县各报表", (Table("各县的报表", heads, rows, note="空白表示不应报。"),))


def _standing(facts: Facts, standing: Standing | None) -> Cell:
    if standing is None:
        return Cell("")
    needs = standing.status in ("returned", "failed") or is_overdue(standing, facts.today)
    late = f"（逾期{standing.days_late}天）" if standing.days_late and standing.status in CAME else ""
    return Cell(status_word(standing, facts.today) + late, look="short" if needs else "code")


def _figures(facts: Facts, prefecture: Prefecture, counties: list[County]) -> Section:
    measures = [BY_NAME[name] for name in SHOWN]
    rows = [
        (
            Cell(county.name, href=county_path(county.code, "figures")),
            *cells(
                facts.figures("county", county.code, facts.period), measures, facts.reports_due(facts.period, [county])
            ),
        )
        for county in counties
    ]
    due = facts.reports_due(facts.period, counties)
    foot = (Cell("合计"), *cells(facts.figures("prefecture", prefecture.code, facts.period), measures, due))
    heads = (Head("县"), *(Head(one.title, True) for one in measures))
    note = f"一家社会组织在几个县结对，合计只计一次。{NOT_DUE}"
    charts = multiples(facts, "prefecture", prefecture.code, [BY_NAME[name] for name in CHARTS])
    table = Table("各县的数据", heads, rows, foot=foot, note=note)
    return Section("figures", "数据", (table, *((charts,) if charts else ())))


def _issues(facts: Facts, counties: list[County]) -> Section:
    rows = []
    for county in counties:
        groups = facts.issues.get((facts.period, county.code), ())
        counted = {
            severity: sum(one.issues for one in groups if one.severity == severity)
            for severity in ("critical", "warning", "notice")
        }
        if any(counted.values()):
            href = county_path(county.code, "issues")
            rows.append((Cell(county.name, href=href), *(number(count(issues)) for issues in counted.values())))
    heads = (Head("县"), Head("严重", True), Head("警告", True), Head("提示", True))
    return Section("issues", "问题", (Table("各县现有的问题", heads, rows, empty="没有问题。"),))
