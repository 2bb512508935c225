"""Reading in other processes and on a Dask cluster: the same warehouse in every mode, also when a worker is killed."""

import time

import pytest

from benchmarks.cluster import cluster, kill
from tests.flows.prefect_server import wait_until
from tests.flows.same_night import expected_of, figures, inbox_of

COUNTIES = ("510311", "511132", "513223", "510823")


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    return inbox_of(COUNTIES, tmp_path_factory.mktemp("elsewhere") / "inbox")


@pytest.fixture(scope="module")
def expected(make_database, template_url, inbox, tmp_path_factory, fork_server):
    return expected_of(inbox, tmp_path_factory.mktemp("here"), make_database(template_url))


@pytest.fixture
def operator(make_operator, inbox, tmp_path):
    return make_operator(tmp_path, ETL_INBOX=str(inbox))


@pytest.mark.long
def test_processes_read_the_same(operator, expected):
    done = operator("run", ETL_TASK_RUNNER="processes", ETL_READERS="1")  # one is started anew, and takes seconds
    assert done.returncode == 0, done.stdout + done.stderr
    assert figures(operator.environment["ETL_WAREHOUSE_URL"]) == expected


@pytest.mark.long
def test_a_cluster_reads_the_same_though_a_worker_is_killed(operator, expected, tmp_path):
    with cluster(tmp_path) as dask:
        doomed, _ = (dask.worker({"ETL_HOME": str(operator.home)}) for _ in range(2))
        run = operator.begin("run", ETL_TASK_RUNNER="dask", ETL_DASK_SCHEDULER=dask.address)
        wait_until(lambda: "\npull:" in run.errors)  # from here on the workers read
        time.sleep(1)
        kill(doomed)
        done = run.end()
    assert done.returncode == 0, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert figures(operator.environment["ETL_WAREHOUSE_URL"]) == expected


def test_a_cluster_that_is_not_named_is_one_sentence(operator):
    done = operator("run", ETL_TASK_RUNNER="dask")
    assert done.returncode == 2
    assert "ETL_DASK_SCHEDULER" in done.stderr
    assert "Traceback" not in done.stderr
