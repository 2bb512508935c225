"""The morning's flow on real Prefect with a real mail server, and the commands that say whether nights still run."""

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import Publication
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.runs import RunRecord
from etl.warehouse.schema.migrate import migrate
from tests.integration.operator import Operator
from tests.integration.warehouse.nights import publication
from tests.receivers.mail_server import mail_server
from tests.warm_process import begin

# a Sunday that is worked, at 08:30 in Asia/Shanghai; then a holiday
MORNINGS = """
from datetime import datetime
from etl.commands.run_flow import prefect
from etl.settings import load_settings
with prefect(load_settings(), flow="flows.remind", judges=False):
    from flows.by_hand import told
    from flows.remind import remind
    for now in ("2024-04-07T08:30:00+08:00", "2024-04-05T08:30:00+08:00"):
        with told(now=datetime.fromisoformat(now)):
            state = remind(return_state=True)
        print(state.type.value, state.message)
"""


@pytest.fixture
def operator(tmp_path, database_url):
    return Operator(tmp_path, ETL_WAREHOUSE_URL=database_url)


@pytest.mark.long
def test_a_morning_reminds_and_a_holiday_steps_aside(tmp_path, database_url, prefect_url, monkeypatch):
    with mail_server() as kept:
        for name, value in {
            "ETL_HOME": tmp_path,
            "ETL_WAREHOUSE_URL": database_url,
            "PREFECT_API_URL": prefect_url,
            "ETL_SMTP_URL": f"smtp://127.0.0.1:{kept.port}",
            "ETL_MAIL_FROM": "etl@province.example.cn",
            "ETL_OPERATOR_MAIL": "operator@province.example.cn",
        }.items():
            monkeypatch.setenv(name, str(value))
        (tmp_path / "mornings.py").write_text(MORNINGS, encoding="utf-8")
        done = begin(str(tmp_path / "mornings.py"), environment=dict(os.environ)).end()
    assert done.stdout.splitlines() == [
        "COMPLETED 0 counties notified, 1 notices to operators",
        "COMPLETED 2024-04-05 is no working day: nobody is reminded",
    ], done.stderr
    assert [mail["Subject"] for mail in kept.mails] == ["【县级报表】夜间运行没有完成"]


def test_a_watcher_hears_when_nights_have_stopped(operator, database_url):
    never = operator("heartbeat")
    assert (never.returncode, never.stdout) == (1, "")
    assert never.stderr == ("etl: no nightly run has ever finished; see that etl serve runs, or start one: etl run\n")
    engine, config = connect(database_url), PROJECT / "config"
    catalog = load_catalog(config)
    migrate(engine, catalog, load_divisions(config))
    assert operator("status").stdout.startswith("nothing is due")

    publish(engine, catalog, publication(1))
    stopped = operator("heartbeat")
    assert stopped.returncode == 1
    assert "the last nightly run finished" in stopped.stderr
    assert operator("status").stdout.startswith("the last nightly run finished")

    tonight = datetime.now(UTC) - timedelta(hours=6)
    publish(engine, catalog, Publication(RunRecord("tonight", "nightly", tonight, "contracts-1"), tonight))
    assert operator("heartbeat").returncode == 0
    assert operator("status").stdout.startswith("nothing is due")


def test_asking_for_a_heartbeat_imports_nothing_heavy():
    script = (
        "import sys, etl.notices.missed_runs, etl.warehouse.queries.notice_ledger, etl.warehouse.open_warehouse;"
        "print([m for m in ('pandas', 'prefect', 'great_expectations', 'alembic', 'apprise') if m in sys.modules])"
    )
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_a_dry_run_prints_and_sends_nothing(make_operator, tmp_path):
    operator = make_operator(tmp_path)
    with mail_server() as kept:
        mail = {"ETL_SMTP_URL": f"smtp://127.0.0.1:{kept.port}", "ETL_MAIL_FROM": "etl@province.example.cn"}
        done = operator("remind", "--dry-run", **mail)
    assert done.returncode == 0, done.stderr
    assert "counties have something to be notified of" in done.stdout
    assert kept.mails == []
