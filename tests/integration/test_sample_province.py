"""The sample province, end to end, as an operator runs it: two nights, a third that finds nothing, the truth after each, a restore."""

import json
import shutil
from decimal import Decimal

import psutil
import psycopg
import pytest
from psycopg.rows import dict_row

from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from tests.integration.operator import CORPUS, Operator
from tests.integration.truth import differences


@pytest.fixture(scope="module")
def province(tmp_path_factory, prefect_url):
    """An operator after both nights, with what each run printed; the first runs as a shell runs it, in a new Python."""
    operator = Operator(tmp_path_factory.mktemp("province"))
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


def test_a_run_prints_its_own_lines_only(province):
    _, _, (first, _, second) = province
    own = {"start", "pull", "read", "judge", "publish"}
    for run in (first, second):
        assert [line for line in run.stderr.splitlines() if line.split(":")[0] not in own] == []
        assert "prefect" not in (run.stdout + run.stderr).lower()


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
