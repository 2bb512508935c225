"""The nightly flow on real Prefect: what its server has recorded once a night is over, and how a failed county is taken up."""

import json
import shutil
import sqlite3
from contextlib import closing

import pytest

from tests.flows.prefect_server import Prefect, take_migrated_database
from tests.integration.operator import CORPUS, Operator
from tests.receivers.web_server import web_server

COUNTIES = ("510311", "511132", "513223")  # of three prefectures; the second and third have a planted fault


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_database, template_url):
    operator = Operator(tmp_path_factory.mktemp("flow"), ETL_WAREHOUSE_URL=make_database(template_url))
    for county in COUNTIES:
        shutil.copytree(CORPUS / "night1" / county, operator.inbox / county)
    take_migrated_database(operator.home / "prefect")
    return operator


def recorded(operator, query):
    with closing(sqlite3.connect(f"file:{operator.home}/prefect/prefect.db?mode=ro", uri=True)) as database:
        return database.execute(query).fetchall()


def newest_flow_run(operator):
    return recorded(operator, "SELECT id, name, state_type, state_name FROM flow_run ORDER BY created DESC LIMIT 1")[0]


def task_runs(operator, flow_run_id):
    rows = recorded(operator, f"SELECT name, state_type FROM task_run WHERE flow_run_id = '{flow_run_id}'")
    return dict(rows)


def test_a_night_is_wholly_recorded(operator):
    pages = operator.inbox.with_name("pages")
    done = operator("run", "--period", "2024Q1", ETL_SITE=str(pages))  # with a Prefect server of its own
    assert done.returncode == 0, done.stderr
    assert f"files written; open {pages / 'index.html'}" in done.stderr
    flow_run_id, name, state, _ = newest_flow_run(operator)
    assert (name.split()[0], name.split()[2], state) == ("nightly", "2024Q1", "COMPLETED")
    names = task_runs(operator, flow_run_id)
    reading = {"read 自贡市", "read 乐山市", "read 阿坝藏族羌族自治州"}
    judging = {f"judge {report}" for report in ("organization", "agreement", "project", "disbursement", "activity")}
    assert reading | judging | {"pull", "choose", "publish", "pages"} <= names.keys()
    assert set(names.values()) == {"COMPLETED"}
    assert recorded(operator, "SELECT data FROM artifact WHERE key = 'pages'") != []


def test_pages_that_cannot_be_written_fail_no_night_and_the_next_run_writes_them(operator, prefect_url):
    taken = operator.inbox.with_name("taken")
    taken.write_bytes(b"a file")
    night = operator("run", ETL_SITE=str(taken), PREFECT_API_URL=prefect_url)
    assert night.returncode == 0, night.stderr
    assert night.stdout.startswith("nothing new")
    assert "pages: not written: " in night.stderr
    assert "the next run writes them, or now: etl site" in night.stderr
    taken.unlink()
    night = operator("run", ETL_SITE=str(taken), PREFECT_API_URL=prefect_url)  # which finds nothing new either
    assert f"files written; open {taken / 'index.html'}" in night.stderr


def test_the_artifact_sums_up_and_names_commands(operator):
    (markdown,) = recorded(operator, "SELECT data FROM artifact WHERE key = 'night' ORDER BY created DESC LIMIT 1")[0]
    text = json.loads(markdown) if markdown.startswith('"') else markdown
    assert "I7" in text  # the planted fault of 511132
    assert "`etl issues --county 511132 --report project --period 2024Q1`" in text
    assert "`etl status --period 2024Q1`" in text


def test_a_failed_county_fails_the_run_and_a_rerun_takes_it_up(operator, prefect_url):
    server = {"PREFECT_API_URL": prefect_url}
    county = operator.inbox / "511133"
    county.symlink_to(operator.home / "not-mounted")
    with web_server() as told:
        here = f"127.0.0.1:{told.port}"
        channels = {"ETL_WEBHOOKS": f"json://{here}/hook", "ETL_HEARTBEAT_URL": f"http://{here}/alive"}
        night = operator("run", **channels, **server)
    assert night.returncode == 1
    assert told.paths == ["/hook", "/alive"]
    assert "1个县未能处理" in told.given[0]["title"]
    assert "etl rerun --county 511133" in told.given[0]["message"]
    assert "511133" in night.stdout
    assert "etl rerun" in night.stdout
    assert failed_nights(Prefect(prefect_url, operator.home)) == 1
    assert {row["status"] for row in status(operator, "511133")} == {"failed"}
    assert "511133" in operator("rerun", "--dry-run").stdout

    county.unlink()
    shutil.copytree(CORPUS / "night1" / "511133", county)
    rerun = operator("rerun", ETL_TASK_RUNNER="processes", ETL_READERS="1", **server)
    assert rerun.returncode == 0, rerun.stdout + rerun.stderr
    assert "accepted" in {row["status"] for row in status(operator, "511133")}
    assert operator("rerun", "--dry-run").stdout == "nothing failed\n"


def failed_nights(prefect):
    """Number of nights that failed at the server of all tests, of those that speak of the county."""
    artifacts = prefect.ask("artifacts/filter", artifacts={"key": {"any_": ["night"]}})
    ours = [one["flow_run_id"] for one in artifacts if "etl rerun --county 511133" in one["data"]]
    states = [run["state_type"] for run in prefect.ask("flow_runs/filter", flow_runs={"id": {"any_": ours}})]
    return states.count("FAILED")


def status(operator, county):
    return json.loads(operator("status", county, "--period", "2024Q1", "--json").stdout)
