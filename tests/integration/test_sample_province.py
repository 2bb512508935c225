"""The sample province, end to end, as an operator runs it: two nights, a third that finds nothing, the truth after each, a restore."""

import csv
import json
import re
import shutil
from decimal import Decimal
from pathlib import Path

import psutil
import psycopg
import pytest
from psycopg.rows import dict_row
from python_calamine import CalamineWorkbook

from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from tests.integration.operator import CORPUS, Operator
from tests.integration.site_reader import dead_links, read_site
from tests.integration.truth import differences
from tests.workbooks.marked_cells import marked_cells


@pytest.fixture(scope="module")
def province(tmp_path_factory, prefect_url):
    """An operator after both nights, with what each run printed; the first runs as a shell runs it, in a new Python."""
    folder = tmp_path_factory.mktemp("province")
    operator = Operator(folder, ETL_RETURNS=str(folder / "退回"))
    printed = []
    for night in ("night1", "night2"):
        operator.receive(night)
        if night == "night2":
            printed.append(operator("run", "--period", "2024Q1", PREFECT_API_URL=prefect_url))
        else:
            printed.append(operator.alone("run", "--period", "2024Q1"))
            started = operator("warehouse", "start")
            url = started.stdout.splitlines()[-1]
            printed.append(differences(url, CORPUS / "truth1", load_catalog(PROJECT / "config")))
            shutil.copytree(folder / "退回", folder / "退回1")
    yield operator, url, printed
    operator("warehouse", "stop")


def test_first_night_is_the_truth(province):
    _, _, (first, found, _) = province
    assert first.returncode == 0, first.stderr
    assert found == []


def test_second_night_is_the_truth(province):
    _, url, (_, _, second) = province
    assert second.returncode == 0, second.stderr
    assert "26 read" in second.stdout
    assert differences(url, CORPUS / "truth2", load_catalog(PROJECT / "config"), earlier=CORPUS / "truth1") == []


def test_every_planted_fault_went_back_and_what_was_mended_is_gone(province):
    folder = province[0].inbox.parent
    with (CORPUS / "truth1" / "defects.csv").open(encoding="utf-8") as file:
        planted = {row["county_code"]: row for row in csv.DictReader(file)}
    back = {path.parts[-3][:6]: path for path in (folder / "退回1").rglob("*.xlsx")}
    assert back.keys() == planted.keys()
    found = {county: set(marked_cells(path.read_bytes()).values()) for county, path in back.items()}
    assert found == {county: {row["severity"]} for county, row in planted.items()}
    assert [*(folder / "退回").rglob("*.xlsx")] == []


def test_what_was_accepted_has_a_receipt_that_stays(province):
    folder = province[0].inbox.parent
    first, second = (
        {path.relative_to(folder / name): path.read_bytes() for path in (folder / name).rglob("*.html")}
        for name in ("退回1", "退回")
    )
    assert len(first) > 300
    assert first.items() <= second.items()
    (page,) = [
        text.decode() for path, text in second.items() if "510823_剑阁县" in str(path) and "帮扶项目台账" in path.name
    ]
    assert "计划投资" in page
    assert "文件以万元填写（" in page


def test_what_goes_back_is_brought_up_to_date_by_hand(province):
    operator, _, _ = province
    done = operator("returns", "--out", str(operator.inbox / "退回"))
    assert (done.returncode, "inside the inbox" in done.stderr) == (2, True)
    done = operator("returns", "--period", "2024Q1")
    assert (done.returncode, done.stdout) == (0, "0 returned workbooks written, 0 as they were\n")


def test_the_figures_the_province_published(province):
    _, url, _ = province
    with psycopg.connect(url.replace("+psycopg", ""), row_factory=dict_row) as connection:
        row = connection.execute("SELECT * FROM mart.province_summary WHERE period = '2024Q1'").fetchone()
    assert row["paired_orgs"] == 118
    assert row["national_eastern_orgs"] == 59
    assert row["national_eastern_agreed_yuan"] == Decimal("263000000.00")
    assert row["national_eastern_projects"] == 120
    assert [row[f"incubators_{level}"] for level in ("county", "township", "village")] == [104, 42, 6]


def test_a_third_night_finds_nothing_new(province, prefect_url):
    operator, url, _ = province
    before = content(url)
    third = operator("run", "--period", "2024Q1", PREFECT_API_URL=prefect_url)
    assert third.returncode == 0
    assert third.stdout.startswith("nothing new")
    assert content(url) == before


def content(url: str) -> dict[str, int]:
    """Rows of everything but the log of runs."""
    tables = ("submission", "issue", "file", "column_map")
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        return {name: connection.execute(f"SELECT count(*) FROM ops.{name}").fetchone()[0] for name in tables}


@pytest.fixture(scope="module")
def site(province, tmp_path_factory):
    """The folder of the pages, and the pages, read."""
    operator, _, _ = province
    folder = tmp_path_factory.mktemp("pages") / "site"
    written = operator("site", str(folder))
    assert written.returncode == 0, written.stderr
    assert written.stdout.endswith(f"open {folder / 'index.html'}\n")
    return folder, read_site(folder)


@pytest.mark.long
def test_every_link_of_the_pages_leads_to_one(site):
    folder, pages = site
    assert len(pages) == 183 + 21 + 9 + 7 + 8
    assert dead_links(folder, pages) == []


@pytest.mark.long
def test_every_figure_leads_to_its_counties(site):
    _, pages = site
    of_no_county = {"about.html", "dictionary.html"}
    beside = "map "  # a legend stands beside its counties
    unlinked = {
        name: [figure for figure in page.unlinked if not figure.startswith(beside)]
        for name, page in pages.items()
        if not name.startswith("county/") and name not in of_no_county
    }
    assert {name: found for name, found in unlinked.items() if found} == {}
    # a county's page is that of its own figures; others' lead to where these stand
    own = [figure for name, page in pages.items() if name.startswith("county/") for figure in page.unlinked]
    assert {figure.split()[0] for figure in own} <= {"reports", "issues", "sendings"}


def test_the_pages_run_nothing_and_load_nothing(site):
    _, pages = site
    assert {page.policy for page in pages.values()} == {"default-src 'none'; style-src 'unsafe-inline'; img-src data:"}
    foreign = {"script", "img", "iframe", "link", "object", "form"}
    assert [name for name, page in pages.items() if page.tags & foreign] == []


def test_the_pages_have_one_title_headings_in_order_and_heads_with_a_scope(site):
    _, pages = site
    assert [name for name, page in pages.items() if page.levels[0] != 1 or set(page.levels[1:]) != {2}] == []
    assert [name for name, page in pages.items() if page.unscoped] == []


def test_the_pages_tell_what_the_province_published(site):
    _, pages = site
    figures = pages["index.html"].figures["figures"]
    lacks = figures.pop("")  # below them: reports of agreements, projects and incubators
    assert [*figures.values()] == [["118"], ["59"], ["263000000.00"], ["120"], ["104"], ["42"], ["6"]]
    assert lacks == ["3", "3", "79"]
    assert "其中全国性和东部59家，协议金额2.63亿元，项目120个" in pages["progress.html"].headline
    assert pages["index.html"].headline.startswith("2024年第一季度应报849份，已接收761份；81个县还欠88份。")


def test_figures_on_pages_are_those_of_the_marts(site, province):
    _, pages = site
    _, url, _ = province
    names = {
        "agreements": "结对协议",
        "agreed_yuan": "协议金额（万元）",
        "projects": "帮扶项目",
        "disbursed_yuan": "累计拨付（万元）",
        "persons": "受益人数",
        "sold_yuan": "消费帮扶（万元）",
        "activities": "活动",
    }
    with psycopg.connect(url.replace("+psycopg", ""), row_factory=dict_row) as connection:
        counties = connection.execute("SELECT * FROM mart.county_summary").fetchall()
        prefectures = connection.execute("SELECT * FROM mart.prefecture_summary").fetchall()
        due = connection.execute("SELECT county_code, report FROM mart.reporting_status").fetchall()
    assert len(counties) == 183
    compared = 0
    for row in counties:
        page = pages[f"county/{row['county_code']}.html"]
        shown = {cells[0]: cells[1] for cells in page.tables["figures"]}
        for name, label in names.items():
            if label in shown and row[name] is None:
                assert shown[label] == "—"
            elif label in shown:
                assert Decimal(page.figures["figures"][label][0]) == row[name]
            compared += label in shown
    assert compared > 183 + 6 * 49
    columns = ("projects", "national_eastern_projects", "planned_yuan", "disbursed_yuan", "disbursement_rate")
    columns = (*columns, "households", "persons", "jobs")
    broken_down = pages["figure/project.html"].figures["figures"]
    known = {row["county_name"]: row for row in counties if row["projects"] is not None}
    assert broken_down.keys() == known.keys()
    for name, row in known.items():
        assert [Decimal(value) for value in broken_down[name]] == [row[column] for column in columns]
    shown = (
        "paired_orgs",
        "agreed_yuan",
        "projects",
        "planned_yuan",
        "disbursed_yuan",
        "disbursement_rate",
        "sold_yuan",
    )
    for row in prefectures:
        figures = pages["progress.html"].figures["prefectures"].get(row["prefecture_name"], [])
        assert [Decimal(value) for value in figures] == [row[one] for one in shown if row[one] is not None]
    in_all = [len(page.tables["reports"]) - 1 for name, page in pages.items() if name.startswith("county/")]
    assert sum(in_all) == len(due)


def test_a_figure_of_a_county_names_its_cells(site):
    _, pages = site
    (row,) = [row for row in pages["county/513228.html"].tables["figures"] if row[0] == "协议金额（万元）"]
    assert row[-1] == "附件2_黑水县结对帮扶协议.xlsx 结对帮扶协议 J4:J6"


@pytest.mark.long
def test_pages_of_an_unchanged_warehouse_are_not_written_again(site, province, prefect_url):
    operator, _, _ = province
    folder, _ = site
    there = {path.relative_to(folder).as_posix() for path in folder.rglob("*.*") if path.is_file()}
    files = len(there - {".province-pages"})
    again = operator("site", str(folder))
    assert again.stdout == f"pages: nothing changed in {files} files; open {folder / 'index.html'}\n"
    public = operator("site", str(folder), "--audience", "PUBLIC")
    assert "files written" in public.stdout
    pages = "\n".join(path.read_text(encoding="utf-8") for path in folder.resolve().rglob("*.html"))
    tables = "\n".join(path.read_text(encoding="utf-8-sig") for path in folder.resolve().rglob("*.csv"))
    said = f"{pages}\n{tables}\n{texts_of_workbooks(folder.resolve())}"
    with psycopg.connect(province[1].replace("+psycopg", "")) as connection:
        persons = connection.execute(
            "SELECT DISTINCT unnest(ARRAY[legal_person, phone]) FROM mart.organization"
        ).fetchall()
        messages = connection.execute("SELECT DISTINCT message FROM ops.issue").fetchall()
        quoted = connection.execute("SELECT DISTINCT value FROM ops.issue WHERE length(value) > 3").fetchall()
    assert len(persons) > 300
    words = set(re.findall(r"[\u4e00-\u9fff\d]+", said))
    assert [one for (one,) in persons if one in words] + [one for (one,) in messages if one and one in said] == []
    assert [one for (one,) in quoted if one in pages] == []
    assert re.findall(r"(?<!\d)1[3-9]\d{9}(?!\d)|\d{6}\*{4,}", said) == []
    register = folder / "data" / "513228" / "2024Q1-organization.csv"
    with register.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert {"法定代表人", "联系电话"} & rows[0].keys() == set()
    assert {row["来源文件"] for row in rows} == {"附件1_黑水县社会组织名录.xlsx"}
    assert rows[0]["单元格"].startswith("B4:")


def texts_of_workbooks(folder: Path) -> str:
    """Every cell of every workbook below a folder."""
    books = map(CalamineWorkbook.from_path, folder.rglob("*.xlsx"))
    sheets = [book.get_sheet_by_name(name) for book in books for name in book.sheet_names]
    assert len(sheets) > 1000
    return "\n".join(str(cell) for sheet in sheets for row in sheet.to_python() for cell in row)


def test_one_page_stands_alone(province):
    operator, _, _ = province
    page = operator("status", "--html").stdout
    assert "应报849份，已接收761份" in page.replace("</data>", "").replace('<data value="849">', "").replace(
        '<data value="761">', ""
    )
    assert "href" not in page.partition("</style>")[2].replace('href="#main"', "")


def test_a_run_prints_its_own_lines_only(province):
    _, _, (first, _, second) = province
    own = {"start", "pull", "read", "judge", "publish", "returned workbooks"}
    for run in (first, second):
        assert [line for line in run.stderr.splitlines() if line.split(":")[0] not in own] == []
        assert "prefect" not in (run.stdout + run.stderr).lower()


@pytest.mark.long
def test_a_figure_is_traced_to_its_cell_and_its_words(province):
    operator, _, _ = province
    traced = operator("trace", "project", "XM513228-2024-001", "planned_yuan").stdout.splitlines()
    assert traced[0] == "513228 黑水县 2024Q1  project XM513228-2024-001"
    assert [line.strip() for line in traced if not line.startswith("  sha256")][1:] == [
        "planned_yuan = 640000.00",
        "file     附件3_黑水县帮扶项目台账.xlsx",
        "cell     帮扶项目台账!K4",
        "heading  计划投资(万元), known by the contract's label",
        "raw      64",
        "step     unit 万元: the heading says so",
        "step     64 × 10000 = 640000.00 元",
        "issue    none",
    ]
    # a cell that names its own unit, under a Chinese label
    (own,) = json.loads(operator("trace", "project", "XM513434-2024-006", "计划投资", "--json").stdout)
    assert (own["raw"], own["unit_source"], own["steps"][0]) == (
        "11.62万元",
        "cell",
        "unit 万元: the cell itself says so",
    )


def test_a_summary_is_made_of_rows_that_come_to_it(province):
    operator, _, _ = province
    done = operator("trace", "province_summary", "2024Q1", "agreed_yuan")
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == "184 rows come to 368850000.00; mart.province_summary says 368850000.00"
    assert len(done.stdout.splitlines()) == 1 + 184 + 1


def test_nothing_is_written_to_the_users_home(province):
    operator, _, _ = province
    assert list(operator.user_home.rglob("*")) == []


def test_no_process_is_left(province):
    operator, _, _ = province
    mine = [
        p.cmdline() for p in psutil.process_iter(["cmdline"]) if str(operator.home) in " ".join(p.info["cmdline"] or ())
    ]
    assert all("postgres" in " ".join(command) for command in mine), mine  # the server that `warehouse start` leaves


def test_no_other_account_reads_or_locks_what_was_written(province):
    operator, _, _ = province
    everything = [operator.home, *operator.home.rglob("*")]
    assert [path for path in everything if not path.is_symlink() and path.stat().st_mode & 0o077] == []


def test_status_counts_what_is_missing(province):
    operator, _, _ = province
    rows = json.loads(operator("status", "--period", "2024Q1", "--json").stdout)
    assert len(rows) == 849
    assert {row["status"] for row in rows} == {"accepted", "missing"}


@pytest.mark.long
def test_warehouse_archive_and_secrets_are_all_that_a_restore_needs(province, tmp_path, prefect_url):
    """docs/operations.md: the server stopped, three folders copied, here below another ETL_HOME."""
    operator, _, _ = province
    before = operator("status", "--json").stdout
    operator("warehouse", "stop")
    restored = Operator(tmp_path, PREFECT_API_URL=prefect_url)
    for folder in ("warehouse", "archive", "secrets"):
        shutil.copytree(operator.home / folder, restored.home / folder)
    assert restored("status", "--json").stdout == before
    preview = restored(
        "replay", "--preview", "--county", "511132", "--county", "黑水县"
    )  # the first sent its files twice
    assert preview.stdout.startswith("preview, nothing was stored: nothing changes"), preview.stdout + preview.stderr
