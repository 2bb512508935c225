"""Models of pages from facts made by hand, and what becomes of them as HTML."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from unittest.mock import Mock

import pytest

from etl.config.hexagons import Place
from etl.errors import ArgumentError
from etl.site import facts as site_facts
from etl.site import status
from etl.site.build import navigation, pages, site_files
from etl.site.measures import BY_NAME
from etl.site.page import Page, Table
from etl.site.pages.county import county_page
from etl.site.pages.issues import issues_page
from etl.site.pages.prefecture import prefecture_page
from etl.site.pages.progress import progress_page
from etl.site.pages.report import report_page
from etl.site.pages.review import review_page
from etl.site.pages.revisions import revisions_page
from etl.site.pages.start import start_page
from etl.site.rendering import Renderer
from etl.site.trends import multiples
from etl.warehouse.queries.organizations import Organization
from etl.warehouse.queries.review import ToReview
from etl.warehouse.queries.revised_editions import RevisedEdition
from etl.warehouse.queries.standings import LastRun
from etl.warehouse.queries.unknown_words import SeenWord
from tests.unit.site.site_facts import COUNTY, NIGHT, OTHER, PERIOD, config, facts, issue, made, sending, standing

FOREIGN = {"script", "img", "iframe", "object", "embed", "form", "input", "base"}
HOSTILE = [
    pytest.param('<script>alert("1")</script><img src=x onerror=alert(1)>', id="markup"),
    pytest.param("\u202eevil\u2066\x1b[2J\x00", id="direction"),
    pytest.param("长" * 10_000, id="long"),
    pytest.param('"><a href="javascript:alert(1)">', id="attribute"),
    pytest.param("{{ 7 * 7 }}{% raw %}", id="template"),
]


def said(page: Page) -> str:
    return "".join(part if isinstance(part, str) else part.text for part in page.headline)


def table(page: Page, anchor: str) -> Table:
    (section,) = [one for one in page.sections if one.anchor == anchor]
    return next(block for block in section.blocks if isinstance(block, Table))


def texts(found: Table) -> list[tuple[str, ...]]:
    return [tuple(cell.text for cell in row) for row in found.rows]


def test_the_first_page_says_who_owes_what():
    page = start_page(facts(standing(), standing("need", "missing"), standing(county=OTHER)), PERIOD)
    assert page.path == "index.html"
    assert said(page) == "2024年第一季度应报3份，已接收2份；1个县还欠1份。"
    assert texts(table(page, "late")) == [("黑水县", "阿坝藏族羌族自治州", "缺报《项目需求与认领》", "2")]
    assert [cell.text for cell in table(page, "matrix").foot] == ["全省", "0/1", "2/2"]


def test_before_the_due_day_nobody_is_called_late():
    early = facts(standing("need", "missing"), last_run=None)
    assert texts(table(start_page(early, PERIOD), "late")) == []
    assert "1份未到期（截止2024年4月10日）" in said(start_page(early, PERIOD))


def test_a_headline_adds_up_to_what_is_due_whatever_it_is_of():
    last_run = LastRun("r1", "nightly", NIGHT - timedelta(days=3))  # a day before it is due
    reports = [standing(), standing("need", "missing"), standing("sale", "returned"), standing("donation", "failed")]
    early, late = (facts(*reports, **of) for of in ({"last_run": last_run}, {}))
    prefecture = config().divisions.prefectures["513200"]
    came = "阿坝藏族羌族自治州2024年第一季度应报4份，已接收1份"
    rest = "1份退回待更正；1份因我方故障未能处理。"
    assert said(prefecture_page(late, prefecture)) == f"{came}；1个县还欠1份；{rest}"
    assert said(prefecture_page(early, prefecture)) == f"{came}；1份未到期（截止2024年4月10日）；{rest}"
    of_need = report_page(late, config().catalog.contracts["need"])
    assert said(of_need) == "《项目需求与认领》2024年第一季度1个县应报，0个县已接收；1个县缺报。"


def test_a_period_that_ended_and_of_which_nothing_came_is_named():
    july = facts(last_run=LastRun("r9", "nightly", datetime(2024, 6, 30, 18, tzinfo=UTC)))
    assert said(start_page(july, PERIOD)).endswith("。2024年第二季度还没有收到报表，截止2024年7月10日。")


def test_figures_say_of_how_many_counties_there_are_none_and_of_how_many_earlier_ones():
    lacking = facts(
        standing("agreement"),
        standing("agreement", "missing", OTHER),
        standing("project", "returned", in_use="earlier"),
    )
    lacks = "还缺《结对帮扶协议》1份。沿用较早数据的有《帮扶项目台账》1份。"
    (figures,) = [one for one in start_page(lacking, PERIOD).sections if one.anchor == "figures"]
    assert "".join(part if isinstance(part, str) else part.text for part in figures.blocks[1].text) == lacks
    assert said(progress_page(lacking)).endswith(lacks)


def test_what_a_county_does_not_owe_is_blank_and_what_it_owes_is_missing():
    owing = facts(standing("agreement", "missing"), standing("sale", county=OTHER))
    shown = table(prefecture_page(owing, config().divisions.prefectures["513200"]), "figures")
    found = {row[0]: row[1:] for row in texts(shown)}
    assert found["黑水县"] == ("—", "—", "", "", "", "", "")
    assert found[config().divisions.counties[OTHER].name] == ("", "", "", "", "", "", "—")
    assert [row[0] for row in texts(table(progress_page(owing), "prefectures"))] == ["阿坝藏族羌族自治州"]
    (page,) = [one for one in pages(owing) if one.path == "figure/agreement.html"]
    assert [row[:3] for row in texts(table(page, "figures"))] == [("黑水县", "阿坝藏族羌族自治州", "—")]
    assert said(page).startswith("2024年第一季度，1个县应报《结对帮扶协议》，0个县有数据")


def test_without_hexagons_there_is_a_table_by_prefecture():
    page = start_page(facts(standing(), standing(county=OTHER, status="returned")), PERIOD)
    row = {row[0]: row[1:] for row in texts(table(page, "map"))}
    assert row["阿坝藏族羌族自治州"] == ("1", "0", "0", "0", "1", "0")
    assert start_page(facts(places={COUNTY: Place(1, 1)}), PERIOD).sections[0].blocks[0].kind == "map"


def test_contacts_stand_only_where_they_are_configured():
    owing = standing("need", "missing")
    assert len(table(start_page(facts(owing), PERIOD), "late").heads) == 4
    page = start_page(facts(owing, contacts={COUNTY: ("clerk@example.org",)}), PERIOD)
    assert texts(table(page, "late"))[0][-1] == "clerk@example.org"


def test_a_public_page_says_the_rule_and_the_count_only():
    message = "K5 “法定代表人”写的是“张三”，电话13800138000；请更正。"
    issues = {(PERIOD, COUNTY): [issue(message)]}
    county = facts().config.divisions.counties[COUNTY]
    internal = texts(table(county_page(facts(issues=issues), county), "issues"))
    assert internal == [
        (
            "帮扶项目台账",
            "严重",
            "project.rule",
            "2",
            "台账.xlsx · 表 · K5",
            message.replace("13800138000", "［号码略］"),
        )
    ]
    public = table(county_page(facts(issues=issues, audience="public"), county), "issues")
    assert texts(public) == [("帮扶项目台账", "严重", "project.rule", "2")]
    everything = b"".join(made(site_files(facts(issues=issues, audience="public"))).values())
    assert "张三".encode() not in everything
    assert b"13800138000" not in everything


def test_earlier_data_in_use_is_shown_as_such():
    county = facts().config.divisions.counties[COUNTY]
    page = county_page(facts(standing(status="returned", in_use="earlier")), county)
    (row,) = table(page, "reports").rows
    assert (row[1].text, row[7].text, row[7].look) == ("退回", "较早接收的一份", "stale")


def test_a_returned_report_is_late_until_a_version_is_accepted():
    county = facts().config.divisions.counties[COUNTY]
    for in_use, late in (("none", "2"), ("earlier", "0")):
        given = facts(standing(status="returned", in_use=in_use, days_late=0))
        assert texts(table(county_page(given, county), "reports"))[0][4] == late


def test_what_is_not_known_is_no_zero():
    page = county_page(facts(), facts().config.divisions.counties[COUNTY])
    assert texts(table(page, "figures")) == []
    known = facts(areas={("county", COUNTY, PERIOD): {"projects": 0, "planned_yuan": None}})
    rows = {
        row[0]: row[1] for row in texts(table(county_page(known, known.config.divisions.counties[COUNTY]), "figures"))
    }
    assert (rows["帮扶项目"], rows["计划投资（万元）"]) == ("0", "—")


def test_a_page_that_stands_alone_asks_for_nothing_that_it_does_not_show(monkeypatch):
    queries = {name: Mock(return_value=[]) for name in vars(site_facts) if is_query(name)}
    for name, query in queries.items():
        monkeypatch.setattr(site_facts, name, query)
    site_facts.last_run.return_value = None
    with pytest.raises(ArgumentError, match="nothing is due"):
        status.status_html(Mock(), config(), period=PERIOD)
    asked = {name for name, query in queries.items() if query.called}
    assert asked == {
        "last_run",
        "standings",
        "area_figures",
        "issue_groups",
        "sendings",
        "changes_counted",
        "source_cells",
    }
    assert {"revised_editions", "organizations", "to_review"} <= queries.keys()


def is_query(name: str) -> bool:
    return getattr(getattr(site_facts, name), "__module__", "").startswith("etl.warehouse.queries") and name.islower()


def test_figures_above_the_columns_of_a_chart_do_not_touch():
    before = {("county", COUNTY, "2023Q4"): {"agreed_yuan": Decimal("39060500.00"), "projects": None}}
    given = facts(
        periods=(PERIOD, "2023Q4"),
        areas=before | {("county", COUNTY, PERIOD): {"agreed_yuan": Decimal("123456789012.34")}},
    )
    (chart,) = multiples(given, "county", COUNTY, [BY_NAME["agreed_yuan"], BY_NAME["projects"]]).charts
    assert chart[0] == "协议金额（万元）"
    assert [column.text for column in chart[1]] == ["3,906.05", "12,345,679"]


def test_the_same_facts_give_the_same_bytes():
    assert made(site_files(facts())) == made(site_files(facts()))


def test_every_page_has_a_question_and_an_answer_and_paths_are_ascii():
    found = list(pages(facts()))
    assert len({page.path for page in found}) == len(found) == 183 + 21 + 9 + 7 + 8
    assert all(
        page.path.isascii() and page.question.endswith(("？", "）")) and said(page).endswith("。") for page in found
    )
    assert found[-1].path == "index.html"


class Seen(HTMLParser):
    """Tags and attributes of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))


SHOW_TEXTS = {f"county/{COUNTY}.html", "report/project.html"}
CHANGED = {
    "report": "project",
    "county_code": COUNTY,
    "county_name": "黑水县",
    "kind": "changed",
    "column_name": "village",
}


@pytest.mark.parametrize("text", HOSTILE)
def test_text_of_a_county_is_text_on_a_page(text):
    hostile = facts(
        standing(source_file=text),
        issues={(PERIOD, COUNTY): [issue(text, source_file=text, sheet=text, cell=text)]},
        sendings={(PERIOD, COUNTY): [sending(source_file=text)]},
        contacts={COUNTY: (text,)},
        organizations=[Organization(None, text, text, text, [COUNTY], *[None] * 8)],
        to_review=[ToReview("number_in_several_counties", COUNTY, "project", text, text, 2, None)],
        unknown_words=[
            SeenWord(PERIOD, "project", None, text, 1, frozenset({f"{COUNTY}/{text}"}), frozenset(), frozenset())
        ],
        changed_cells=[CHANGED | {"row_key": text, "old_value": text, "new_value": text}],
        editions=[RevisedEdition(text, PERIOD, 1, NIGHT, text, text)],
    )
    renderer = Renderer(navigation(hostile), "internal")
    shown = [page for page in pages(hostile) if "/" not in page.path or page.path in SHOW_TEXTS]
    assert {"review.html", "revisions.html", "organizations.html", *SHOW_TEXTS} <= {page.path for page in shown}
    for page in shown:
        html = renderer.html(page).decode()
        seen = Seen(html)
        assert not FOREIGN & {tag for tag, _ in seen.tags}
        assert not [a for _, a in seen.tags if any(name.startswith("on") for name in a)]
        assert not [a for _, a in seen.tags if (a.get("href") or "").startswith("javascript")]
        assert not any(mark in html for mark in ("\u202e", "\u2066", "\x1b", "\x00"))
        assert "长" * 500 not in html


def test_a_county_is_told_where_its_marked_workbooks_are():
    county = facts().config.divisions.counties[COUNTY]
    place = {COUNTY: "\\\\share\\退回\\513228_黑水县"}
    page = county_page(facts(standing(status="returned"), returned_at=place), county)
    assert any(getattr(block, "text", ("",))[0].endswith(place[COUNTY]) for block in page.sections[0].blocks)
    assert len(county_page(facts(standing(), returned_at=place), county).sections[0].blocks) == 1


def test_findings_name_a_column_by_its_heading_and_a_public_page_quotes_nothing():
    found = [ToReview("outside_period", COUNTY, "activity", "held_on", "最早 2023-01-09", 2, None)]
    page = review_page(facts(to_review=found))
    rows = page.sections[0].blocks[1]
    assert texts(rows) == [("黑水县", "日期在本期之前", "活动与宣传", "举办日期", "最早 2023-01-09", "2", "—")]
    public = review_page(facts(to_review=found, audience="public")).sections[0].blocks[1]
    assert texts(public) == [("黑水县", "日期在本期之前", "活动与宣传", "2", "—")]


def test_dates_and_repeats_are_not_said_to_contradict_and_stand_behind_what_does():
    kinds = ["agreement_exceeded", "outside_period", "outside_period", "payment_without_project"]
    kinds.append("same_as_period_before")
    page = review_page(facts(to_review=[ToReview(one, COUNTY, "project", "甲", "乙", 1, None) for one in kinds]))
    assert said(page).startswith("2024年第一季度：2项数据互相对不上；1份报表与上一期相同；2项日期在本期之前；0处")
    listed = [row[1] for row in texts(page.sections[0].blocks[1])]
    assert listed == ["拨付的项目已不在台账", "项目投资超过协议", "与上一期相同", "日期在本期之前", "日期在本期之前"]


def test_a_rule_says_what_it_is_about_and_what_to_do_in_any_edition():
    found = {(PERIOD, COUNTY): [issue(report="activity", rule="activity.held_on.required")]}
    for audience in ("internal", "public"):
        (row,) = texts(table(issues_page(facts(issues=found, audience=audience)), "rules"))
        assert row[:3] == ("activity.held_on.required", "活动与宣传“举办日期”", "请补填。")


def test_an_edition_that_nobody_revised_says_so_and_a_public_page_names_nobody():
    assert not [one for one in revisions_page(facts()).sections if one.anchor.startswith("edition")]
    edition = RevisedEdition("公报", PERIOD, 1, NIGHT, "张处长", "省政府公报")
    for audience, by in (("internal", "，张处长定稿"), ("public", "")):
        page = revisions_page(facts(editions=[edition], audience=audience))
        (section,) = [one for one in page.sections if one.anchor == "edition-2024q1-1"]
        (block,) = section.blocks
        assert block.text == (f"2024年第一季度，数据截至2024年4月12日02:00{by}：省政府公报。", "没有修订。")
        assert said(page).endswith("“公报”定稿以后没有修订。")
