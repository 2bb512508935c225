"""Reading in other processes and on a Dask cluster: the same warehouse in every mode, also when a worker is killed."""

import os
import shutil
import subprocess
import time

import pytest

from benchmarks.cluster import cluster, kill
from tests.integration.operator import CORPUS, ETL, Operator

COUNTIES = ("510311", "511132", "513223", "510823")
QUESTIONS = (
    "SELECT * FROM mart.county_summary WHERE reports_accepted > 0 ORDER BY county_code",
    "SELECT county_code, report, status, critical_issues, source_file FROM mart.reporting_status ORDER BY 1, 2",
    "SELECT county_code, project_no, disbursed_yuan, source_file, source_sheet, source_row FROM mart.project ORDER BY 1, 2",
)


def operator_at(folder, inbox):
    folder.mkdir()
    operator = Operator(folder)
    operator.inbox = inbox
    return operator


def answers(operator):
    return [operator("sql", question, "--json").stdout for question in QUESTIONS]


@pytest.fixture(scope="module")
def inbox(tmp_path_factory):
    inbox = tmp_path_factory.mktemp("elsewhere") / "inbox"
    for county in COUNTIES:
        shutil.copytree(CORPUS / "night1" / county, inbox / county)
    return inbox


@pytest.fixture(scope="module")
def expected(inbox, tmp_path_factory):
    operator = operator_at(tmp_path_factory.mktemp("threads") / "op", inbox)
    assert operator("run").returncode == 0
    return answers(operator)


def test_processes_read_the_same(inbox, expected, tmp_path):
    operator = operator_at(tmp_path / "op", inbox)
    done = operator("run", ETL_TASK_RUNNER="processes")
    assert done.returncode == 0, done.stdout + done.stderr
    assert answers(operator) == expected


def test_a_cluster_reads_the_same_though_a_worker_is_killed(inbox, expected, tmp_path):
    operator = operator_at(tmp_path / "op", inbox)
    with cluster(tmp_path) as dask:
        doomed, _ = (dask.worker({"ETL_HOME": str(operator.home)}) for _ in range(2))
        environment = {**os.environ, "ETL_HOME": str(operator.home), "ETL_INBOX": str(inbox)}
        environment |= {"ETL_TASK_RUNNER": "dask", "ETL_DASK_SCHEDULER": dask.address}
        with subprocess.Popen(
            [*ETL, "run"], env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as run:
            assert run.stderr is not None
            assert any(line.startswith("pull:") for line in run.stderr)  # from here on the workers read
            time.sleep(1)
            kill(doomed)
            out, err = run.communicate(timeout=300)
    assert run.returncode == 0, out + err
    assert "Traceback" not in out + err
    assert answers(operator) == expected


def test_a_cluster_that_is_not_named_is_one_sentence(inbox, tmp_path):
    operator = operator_at(tmp_path / "op", inbox)
    done = operator("run", ETL_TASK_RUNNER="dask")
    assert done.returncode == 2
    assert "ETL_DASK_SCHEDULER" in done.stderr
    assert "Traceback" not in done.stderr
