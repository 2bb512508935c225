"""`etl data-docs`: the pages of a run with its counts, made without a network and readable without one."""

import os
import re
import shutil
import subprocess
import sys
import warnings
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from etl.errors import ConfigError
from etl.validate.checks import checks_of
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord
from etl.warehouse.publish.validation_results import store_results
from tests.warm_process import begin

NIGHT = datetime(2024, 4, 8, 18, tzinfo=UTC)
# as `etl` runs, but nothing may be sent anywhere from Python, and nothing may be written outside some folders
WATCHED = """
import os, sys
allowed = [os.path.realpath(folder) for folder in sys.argv[1].split(os.pathsep)]
def watch(event, arguments):
    if event == "socket.connect":
        raise SystemExit(f"connects to {arguments[1]}")
    if event == "open" and isinstance(arguments[0], str) and isinstance(arguments[1], str) and set("wax+") & set(arguments[1]):
        if not any(os.path.realpath(arguments[0]).startswith(folder) for folder in [*allowed, os.devnull]):
            raise SystemExit(f"writes {arguments[0]}")
sys.addaudithook(watch)
sys.argv = ["etl", *sys.argv[2:]]
from etl.cli import main
main()
"""


@pytest.fixture(scope="module")
def url(make_database, template_url, catalog):
    """A warehouse after two runs that left results, and one that read nothing; of projects two rows had the same key."""
    results = [
        check.result(report, 1234, *((2, 1) if check.rule == "project.key" else (0, 0)))
        for report, contract in catalog.contracts.items()
        for check in checks_of(catalog, contract)
    ]
    url = make_database(template_url)
    for number, found in ((1, results[:1]), (2, results), (3, [])):
        run = RunRecord(f"run-{number}", "nightly", NIGHT + timedelta(days=number), "contracts")
        publish(connect(url), catalog, Publication(run=run, finished_at=run.started_at))
        store_results(connect(url), run.run_id, found)
    return url


@pytest.fixture(scope="module")
def data_docs(url, tmp_path_factory):
    """The command as somebody types it: in a new Python the first time, whose imports are watched, too."""
    place = tmp_path_factory.mktemp("somebody")
    home, user = place / "home", place / "user"
    user.mkdir()
    script = place / "watched.py"
    script.write_text(WATCHED, encoding="utf-8")

    def data_docs(folder, *arguments, is_new=False):
        environment = os.environ | {"ETL_HOME": str(home), "ETL_WAREHOUSE_URL": url, "HOME": str(user)}
        written = os.pathsep.join(map(str, (home, folder)))
        command = [str(script), written, "data-docs", str(folder), *arguments]
        if is_new:
            command = [sys.executable, *command]
            done = subprocess.run(command, env=environment, capture_output=True, text=True, cwd=place, check=False)
        else:
            done = begin(*command, environment=environment).end()
        assert list(user.iterdir()) == []
        return done

    return data_docs


@pytest.fixture(scope="module")
def docs(data_docs, tmp_path_factory):
    """The pages of the last run with results."""
    folder = tmp_path_factory.mktemp("pages") / "文 档"
    done = data_docs(folder, is_new=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"9 reports of the run run-2: {folder / 'index.html'}\n"
    return folder


def text_of(page):
    """The words of a page, tags and styles taken out, spaces folded."""
    html = re.sub(r"<(style|script)\b.*?</\1>", " ", page.read_text("utf-8"), flags=re.DOTALL)
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


@pytest.mark.long
def test_the_last_run_with_results_is_shown_report_by_report(docs, catalog):
    index = text_of(docs / "index.html")
    for report in catalog.contracts:
        assert f"mart.{report}" in index
    assert index.count("Failed") == 1
    (page,) = (docs / "validations").rglob("mart.project.html")
    shown = text_of(page)
    assert "Values for given compound columns must be unique together: county_code , period , project_no" in shown
    assert "1,234 2 1 project.key critical" in shown
    assert "values must never be null. 100% not null 1,234 0 0 project.project_no.required critical" in shown
    assert "right check character (GB 32100-2015)" in shown
    assert f"Evaluated Expectations {len([*checks_of(catalog, catalog.contracts['project'])])}" in shown


@pytest.mark.long
def test_no_page_loads_anything_from_elsewhere(docs):
    pages = [*docs.rglob("*.html")]
    assert len(pages) == 19
    for page in pages:
        html = page.read_text("utf-8")
        assert re.findall(r"<(?:link|script|img|iframe)\b[^>]*?(?:https?:)?//[^>]*", html) == []
        assert not re.search(r"url\(['\"]?(?:https?:)?//|@import|fetch\(|<script", html)


@pytest.mark.long
def test_a_run_can_be_chosen_and_earlier_pages_give_way(docs, data_docs, tmp_path):
    folder = shutil.copytree(docs, tmp_path / "docs")
    done = data_docs(folder, "--run", "run-1")
    assert done.stdout == f"1 reports of the run run-1: {folder / 'index.html'}\n"
    assert len([*(folder / "validations").rglob("*.html")]) == 1


@pytest.mark.parametrize(
    ("run", "said"),
    [
        pytest.param("run-3", "the run run-3 has left no validation results", id="a run that read nothing"),
        pytest.param("nobody", "there is no run nobody", id="no run"),
    ],
)
def test_a_run_without_results_is_said(data_docs, tmp_path, run, said):
    done = data_docs(tmp_path / "docs", "--run", run)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr


def test_a_folder_with_other_files_is_left_alone(data_docs, tmp_path):
    folder = tmp_path / "site"
    folder.mkdir()
    (folder / "index.html").write_text("somebody's own", encoding="utf-8")
    done = data_docs(folder)
    assert done.returncode == 2
    assert "holds other files than Data Docs" in done.stderr
    assert [entry.name for entry in folder.iterdir()] == ["index.html"]


def test_an_expectation_that_is_no_more_is_said(catalog, tmp_path):
    with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        from etl.validate.data_docs.site import render  # noqa: PLC0415

    (key,) = (check for check in checks_of(catalog, catalog.contracts["sale"]) if check.rule == "sale.key")
    gone = replace(key.result("sale", 1, 0, 0), expectation="expect_more")
    with pytest.raises(ConfigError, match=r"sale\.key cannot be shown: Great Expectations .* has no expect_more"):
        render(tmp_path, "nightly-1", NIGHT, [gone])
