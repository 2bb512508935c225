"""`etl doctor` on a machine where all is well, and on one where much is not; on real servers of every kind."""

import json
import shutil

import pytest

from etl.settings import Settings
from tests.integration.operator import CORPUS, Operator
from tests.receivers.mail_server import mail_server

FOLDERS = ("510303", "510311")


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator) -> Operator:
    operator = make_operator(tmp_path_factory.mktemp("doctor"))
    for county in FOLDERS:
        shutil.copytree(CORPUS / "night1" / county, operator.inbox / county)
    assert operator("run").returncode == 0
    return operator


def found(operator: Operator, *arguments: str, **environment: str) -> tuple[int, dict[str, str], dict[str, list[str]]]:
    """The exit code, where each setting came from, and what was found of each subject."""
    done = operator("doctor", "--json", *arguments, **environment)
    rows = json.loads(done.stdout)
    findings: dict[str, list[str]] = {}
    for row in rows:
        if "subject" in row:
            findings.setdefault(row["subject"], []).append(f"{row['standing']}: {row['text']}")
    return done.returncode, {row["name"]: f"{row['source']}: {row['value']}" for row in rows if "name" in row}, findings


def test_all_is_well(operator):
    with mail_server() as kept:
        mail = {
            "ETL_SMTP_URL": f"smtp://127.0.0.1:{kept.port}",
            "ETL_MAIL_FROM": "etl@province.example.cn",
            "ETL_OPERATOR_MAIL": "ops@province.example.cn",
        }
        code, settings, findings = found(operator, "--archive", **mail)
        assert kept.mails == []
        sent = found(operator, "--send", **mail)
        assert len(kept.mails) == 1
    assert code == sent[0] == 0
    assert {"inbox", "warehouse", "nights", "prefect", "mail", "disk", "archive", "calendar", "logs", "versions"} <= {
        *findings
    }
    assert not [text for texts in findings.values() for text in texts if text.startswith("WRONG")]
    assert findings["inbox"] == [f"ok: {operator.inbox}: 2 files of 2 counties"]
    assert findings["archive"][0].startswith("ok: 2 files")
    assert findings["archive"][0].endswith("each is what its name says")
    assert findings["warehouse"][0].startswith("ok: PostgreSQL")
    assert findings["prefect"][0].startswith("ok: http://127.0.0.1")
    assert findings["returns"] == ["ok: no workbook goes back by itself: ETL_RETURNS is not set"]
    assert findings["site"] == ["ok: no pages are written: ETL_SITE is not set"]
    assert {f"ETL_{name.upper()}" for name in Settings.model_fields} <= settings.keys()
    assert settings["ETL_INBOX"] == f"environment: {operator.inbox}"
    assert settings["ETL_READERS"] == "default: 2"
    assert settings["ETL_WAREHOUSE_URL"] == settings["ETL_SMTP_URL"] == "environment: set, not shown"


def test_much_is_wrong(operator):
    (operator.inbox / FOLDERS[0]).rename(operator.home / FOLDERS[0])
    (operator.inbox / "513228").symlink_to(operator.inbox / "not mounted")
    damaged, lost = sorted(operator.home.glob("archive/??/*"))
    damaged.chmod(0o600)
    damaged.write_bytes(b"?")
    lost.unlink()
    code, settings, findings = found(
        operator,
        "--archive",
        ETL_INBX="/elsewhere",
        ETL_RETURNS=f"{damaged}/returned",
        ETL_SITE="ftp://clerk:geheim@127.0.0.1:1/pages",
        PREFECT_API_URL="http://clerk:geheim@127.0.0.1:1/api",
        ETL_SMTP_URL="smtp://clerk:geheim@127.0.0.1:1",
        ETL_MAIL_FROM="etl@province.example.cn",
    )
    assert code == 1
    wrong = {subject: [text for text in texts if text.startswith("WRONG")] for subject, texts in findings.items()}
    assert wrong["names"] == ["WRONG: ETL_INBX is no setting and has no effect; ETL_INBOX is one"]
    assert "510303" in wrong["inbox"][0]
    assert "513228" in wrong["inbox"][1]
    assert damaged.name in wrong["archive"][0]
    assert wrong["returns"] == [
        f"WRONG: {damaged}/returned cannot be written, as {damaged} is no folder; mend it or ETL_RETURNS, then: etl returns"
    ]
    assert wrong["site"][0].startswith("WRONG: ftp://")
    assert "127.0.0.1:1/pages cannot be reached: Connection refused; mend it or ETL_SITE" in wrong["site"][0]
    assert lost.name in wrong["archive"][1]
    assert "etl rerun" in wrong["archive"][1]
    assert "does not answer" in wrong["prefect"][0]
    assert "cannot be used" in wrong["mail"][0]
    assert "geheim" not in f"{settings}{findings}"


def test_what_cannot_be_reached_is_a_finding_and_the_rest_is_looked_at(operator):
    code, _, findings = found(
        operator, ETL_WAREHOUSE_URL="postgresql://clerk:geheim@127.0.0.1:1/province", ETL_INBOX="/no/such"
    )
    assert code == 1
    assert "cannot be reached" in findings["warehouse"][0]
    assert "is not a folder" in findings["inbox"][0]
    assert findings["archive"]


def test_beside_a_wrong_setting_the_rest_is_looked_at_and_nothing_that_hangs_on_it(operator):
    wrong = {"ETL_READER": "3", "ETL_READERS": "many", "ETL_SMTP_URL": "geheim", "ETL_WAREHOUSE_URL": "geheim://geheim"}
    code, settings, findings = found(operator, **wrong)
    assert code == 2
    assert [text.partition(": Input")[0] for text in findings["settings"]] == [
        "WRONG: ETL_SMTP_URL: must begin with smtp://, starttls://, smtps:// and name a host",
        "WRONG: ETL_WAREHOUSE_URL: must begin with postgresql://",
        "WRONG: ETL_READERS",
    ]
    assert findings["names"] == ["WRONG: ETL_READER is no setting and has no effect; ETL_READERS is one"]
    assert settings["ETL_READERS"] == settings["ETL_WAREHOUSE_URL"] == "environment: wrong, see below"
    assert findings["warehouse"] == ["look: not looked at, as a setting that names it is wrong"]
    assert "mail" not in findings
    assert {"inbox", "archive", "config", "prefect"} <= findings.keys()
    assert "geheim" not in f"{settings}{findings}"


def test_a_config_that_cannot_be_read_hides_nothing_else(operator, tmp_path):
    code, _, findings = found(operator, ETL_CONFIG=str(tmp_path))
    assert code == 1
    assert findings["config"][0].startswith("WRONG: ")
    assert findings["warehouse"][0].startswith("ok: PostgreSQL")
    assert findings["nights"][0].startswith("ok: ")
    assert findings["inbox"] == ["look: not looked at, as config/ says which folders are counties"]
    assert findings["archive"]
