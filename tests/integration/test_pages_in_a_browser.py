"""The province pages in Debian's browser: from the first page to a county, an organisation and a figure's cells, on three widths."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag

import pytest

from etl.settings import PROJECT
from etl.site.folder import START
from tests.flows.browser import CHROMIUM, Page, browser
from tests.flows.prefect_server import wait_until
from tests.integration.operator import CORPUS, Operator

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed: apt-get install chromium fonts-noto-cjk"),
]
LAW = (Path(__file__).with_name("page_law.js")).read_text(encoding="utf-8").partition("\n")[2]
AXE = (Path(__file__).parents[1] / "axe" / "axe.min.js").read_text(encoding="utf-8")
AXE_FINDS = """axe.run(document, {resultTypes: ["violations"]}).then(found =>
    found.violations.map(one => `${one.id}: ${one.nodes.length} × ${one.nodes[0].html.slice(0, 200)}`))"""
COUNTIES = ("513228", "513224", "511132", "513223", "510311", "510104")
PAGES = (
    "index.html",
    "period/2023Q4.html",
    "progress.html",
    "county/513228.html",
    "prefecture/513200.html",
    "report/project.html",
    "figure/project.html",
    "organizations.html",
    "issues.html",
    "review.html",
    "revisions.html",
    "dictionary.html",
    "about.html",
    "status.html",
)
WIDTHS = (360, 768, 1280)
# a script that the policy of a page would have to let in
RUNS_A_SCRIPT = """(() => {
    const script = document.createElement("script")
    script.textContent = "window.ran = true"
    document.body.append(script)
    return window.ran === true
})()"""


@pytest.fixture(scope="module")
def site(make_operator: Callable[..., Operator], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of some counties, of which two have a fault, one with an earlier period; and the page that stands alone."""
    operator = make_operator(tmp_path_factory.mktemp("looked-at"))
    for county in COUNTIES:
        shutil.copytree(CORPUS / "night1" / county, operator.inbox / county)
    shutil.copytree(operator.inbox / "513228" / "2024Q1", operator.inbox / "513228" / "2023Q4")
    folder = operator.inbox.with_name("pages")
    done = operator("run", ETL_SITE=str(folder))
    assert done.returncode == 0, done.stderr
    (folder / "status.html").write_text(operator("status", "--html").stdout, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser") / "profile") as opened:
        yield opened


def test_a_reader_comes_from_the_first_page_to_a_county_an_organisation_and_a_figures_cells(
    site: Path, page: Page
) -> None:
    page.resize(1280, 900)
    page.open((site / "index.html").as_uri())
    page.wait_for("谁还欠什么？", "需要催办的县")
    page.click("#late a", "松潘县")
    page.wait_for("松潘县2024年第一季度应报9份")
    page.click(".trail a", "阿坝藏族羌族自治州")
    page.wait_for("阿坝藏族羌族自治州2024年第一季度应报")
    page.click("#reports a", "黑水县")
    page.wait_for("黑水县2024年第一季度应报9份，已接收9份", "附件2_黑水县结对帮扶协议.xlsx 结对帮扶协议 J4:J6")
    page.click("nav a", "社会组织")
    page.wait_for("家社会组织，其中", "中国交通运输协会")
    page.click("#level-national a", "黑水县")
    page.wait_for("黑水县现在怎么样？")
    page.click("nav a", "报送")
    page.wait_for("谁还欠什么？")
    page.click("#figures a")  # a figure of the province, its counties, the cells of one
    page.wait_for("《结对帮扶协议》的数出自哪些县？")
    page.click("#figures a", "黑水县")
    page.wait_for("附件2_黑水县结对帮扶协议.xlsx 结对帮扶协议 J4:J6")


def test_every_link_is_followed(site: Path, page: Page) -> None:
    found, opened, files = {START}, set[str](), set[str]()
    while waiting := found - opened:
        name = min(waiting)
        opened.add(name)
        page.open((site / name).as_uri())
        wait_until(lambda name=name: page.run(f"document.readyState == 'complete' && location.href.endsWith('{name}')"))
        for link in page.run(
            "[...document.links].map(one => [one.href, one.hash && !one.getAttribute('href').match(/html/) && !document.querySelector(one.hash)])"
        ):
            address, is_dead = link
            assert not is_dead, f"{name}: {address}"
            path = unquote(urldefrag(address)[0]).removeprefix(site.as_uri() + "/")
            (found if path.endswith(".html") else files).add(path)
    alone = {"status.html"}
    assert found == {path.relative_to(site).as_posix() for path in site.rglob("*.html")} - alone
    assert files == {path.relative_to(site).as_posix() for kind in ("*.xlsx", "*.csv") for path in site.rglob(kind)}


def faults(page: Page) -> list[str]:
    """Names of what axe-core and the law beside it find on the page that is open."""
    page.run(f"{AXE};null")
    return page.run(AXE_FINDS) + page.run(LAW)


@pytest.mark.parametrize("width", WIDTHS)
def test_a_page_is_whole_and_legible_on_every_width(site: Path, page: Page, width: int) -> None:
    page.resize(width, 900)
    wrong = {}
    for name in PAGES:
        page.open((site / name).as_uri())
        wait_until(lambda name=name: page.run(f"document.readyState == 'complete' && location.href.endsWith('{name}')"))
        if found := faults(page):
            wrong[name] = found
    assert wrong == {}


def test_the_law_finds_what_is_wrong(page: Page, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<title>x</title><body><h2>二</h2><table><tr><th>a</table><p style='color:#aaa'>字色太浅</p><p style='width:2000px'>宽</p><svg><g><polygon fill='#fff'/><text fill='#fff'>图</text></g></svg>关于这些页面",
        encoding="utf-8",
    )
    page.resize(360, 900)
    page.open(bad.as_uri())
    page.wait_for("关于这些页面")
    said = "; ".join(faults(page))
    for words in (
        "html-has-lang",
        "page-has-heading-one",
        "color-contrast",
        "wide on a screen",
        "without scope",
        "without caption",
        "contrast 1.00",
        "picture",
    ):
        assert words in said


def test_the_policy_lets_no_script_run(site: Path, page: Page) -> None:
    page.open((site / "index.html").as_uri())
    page.wait_for("谁还欠什么？")
    assert page.run(RUNS_A_SCRIPT) is False


def test_the_screenshots_of_the_documents_are_there() -> None:
    names = {path.name for path in (PROJECT / "docs" / "images").glob("pages-*.png")}
    assert names == {f"pages-{name}.png" for name in ("start", "county", "prefecture", "progress", "organizations")}
