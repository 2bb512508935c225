"""`etl prune`: archived files go only where a period is named and the operator says yes; nothing else of the ledger changes."""

import json
import subprocess
import sys

import pytest
import sqlalchemy as sa

from etl.errors import ConfigError
from etl.settings import PROJECT
from etl.warehouse.archive_prune import plan
from etl.warehouse.engine import connect
from tests.integration.operator import Operator

GIFTS = "捐赠编号,捐赠社会组织,捐赠日期,捐赠类型,金额（元）\nJZ1,甲协会,{day},资金,{yuan}\n"
COUNTY = "510821"


def send(operator: Operator, period: str, day: str, yuan: int = 1, name: str = "捐赠.csv") -> None:
    path = operator.inbox / COUNTY / period / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(GIFTS.format(day=day, yuan=yuan), encoding="utf-8")


def archived(operator: Operator) -> list[str]:
    return sorted(path.name for path in (operator.home / "archive").rglob("*") if path.is_file())


@pytest.fixture
def operator(tmp_path, make_operator) -> Operator:
    """Somebody who has two periods, of which one file is the same in both."""
    operator = make_operator(tmp_path)
    send(operator, "2023Q4", "2023-11-01")
    send(operator, "2024Q1", "2024-02-01")
    for period in ("2023Q4", "2024Q1"):
        (operator.inbox / COUNTY / period / "说明.txt").write_text("见附件", encoding="utf-8")
    done = operator("run")
    assert done.returncode == 0, done.stderr
    return operator


@pytest.mark.long
def test_archived_files_go_when_a_period_is_named_and_it_is_meant(operator):
    before, status = archived(operator), operator("status", "--json", "--all").stdout
    asked = operator("prune", "--archive-before", "2024Q1")
    assert asked.returncode == 0, asked.stderr
    assert "1 archived files" in asked.stdout
    assert "2023Q4" in asked.stdout
    assert "no figure can be traced" in asked.stdout
    assert "--yes" in asked.stdout
    assert operator("prune", "--archive-before", "2024Q1", "--yes", "--dry-run").returncode == 0
    assert archived(operator) == before
    done = operator("prune", "--archive-before", "2024Q1", "--yes")
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "removed")
    assert len(before) - len(archived(operator)) == 1  # what the later period has too stays
    assert operator("status", "--json", "--all").stdout == status
    assert "no archived file" in operator("prune", "--archive-before", "2024Q1", "--yes").stdout

    replayed = operator("replay", "--preview")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    refused = operator("replay", "--period", "2023Q4")
    assert refused.returncode == 2
    assert "were removed by etl prune" in refused.stderr
    (operator.inbox / COUNTY / "2023Q4" / "捐赠.csv").unlink()
    assert operator("run").returncode == 0


def test_files_that_wait_to_be_judged_are_not_removed(operator):
    engine = connect(operator.environment["ETL_WAREHOUSE_URL"])
    with engine.begin() as connection:
        connection.execute(sa.text("update ops.file set decided_under = '' where period = '2023Q4'"))
        with pytest.raises(ConfigError, match="2023Q4 wait to be judged"):
            plan(connection, operator.home / "archive", "2024Q1")
    engine.dispose()


@pytest.mark.long
def test_runs_that_ended_before_go_with_what_hangs_on_them(tmp_path):
    """In a Python of its own: Prefect reads its settings at import."""
    command = [sys.executable, "-m", "tests.integration.prune_prefect", str(tmp_path)]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == {
        "listed": 2, "gone": 2, "again": 0, "runs": ["elsewhere"], "logs": ["elsewhere"], "artifacts": ["elsewhere"],
    }  # fmt: skip
