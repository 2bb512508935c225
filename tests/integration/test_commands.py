"""Mistakes at the command line: each is one clear sentence and the right exit code, never a traceback."""

import json
import shutil
from decimal import Decimal

import pyarrow.parquet as pq
import pytest

from etl.settings import PROJECT
from tests.integration.operator import CORPUS

NOWHERE = "postgresql://clerk:geheim@127.0.0.1:1/province"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator):
    operator = make_operator(tmp_path_factory.mktemp("commands"))
    shutil.copytree(CORPUS / "night1" / "510311", operator.inbox / "510311")
    assert operator("warehouse", "migrate").returncode == 0
    return operator


def broken_config(operator, name, old, new):
    config = operator.home.parent / f"config-{name}"
    shutil.copytree(PROJECT / "config", config)
    path = config / "contracts" / "sale.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    return {"ETL_CONFIG": str(config)}


@pytest.mark.parametrize(
    ("arguments", "environment", "exit_code", "says"),
    [
        pytest.param(
            ["run"], {"ETL_WAREHOUSE_URL": "mysql://x"}, 2, "ETL_WAREHOUSE_URL", id="warehouse-of-another-kind"
        ),
        pytest.param(["run"], {"ETL_READERS": "none"}, 2, "ETL_READERS", id="setting-is-no-number"),
        pytest.param(["run"], {"ETL_INBOX": ""}, 2, "ETL_INBOX", id="no-inbox"),
        pytest.param(["run", "--inbox", "/no/such/folder"], {}, 2, "/no/such/folder", id="inbox-is-not-there"),
        pytest.param(["run", "--inbox", "nosuch://x"], {}, 2, "nosuch", id="inbox-of-no-known-kind"),
        pytest.param(["run", "--county", "999999"], {}, 2, "999999", id="unknown-county"),
        pytest.param(["run", "--county", "市中区"], {}, 2, "市中区", id="county-name-that-two-bear"),
        pytest.param(["run", "--period", "2024Q5"], {}, 2, "2024Q5", id="no-such-period"),
        pytest.param(["run", "--report", "budget"], {}, 2, "budget", id="unknown-report"),
        pytest.param(["run"], {"ETL_WAREHOUSE_URL": NOWHERE}, 1, "cannot be reached", id="warehouse-unreachable"),
        pytest.param(["status"], {"ETL_WAREHOUSE_URL": NOWHERE}, 1, "cannot be reached", id="status-unreachable"),
        pytest.param(
            *(["run"], {"PREFECT_API_URL": "http://127.0.0.1:1/api"}, 1, "Prefect"),
            id="prefect-unreachable",
            marks=pytest.mark.long,  # it is waited for
        ),
        pytest.param(["run"], {"ETL_CONFIG": "/no/config"}, 2, "ETL_CONFIG", id="no-config"),
        pytest.param(["nonsense"], {}, 2, "nonsense", id="no-such-command"),
        pytest.param(["sql", "SELECT * FROM core.project"], {}, 2, "permission denied", id="sql-outside-mart"),
        pytest.param(["sql", "DROP VIEW mart.project"], {}, 2, "", id="sql-that-writes"),
        pytest.param(["sql", "SELEC 1"], {}, 2, "syntax", id="sql-mistyped"),
        pytest.param(["sql", "SELECT 1", "--json", "-x"], {}, 2, "--json do not go together", id="sql-in-two-forms"),
        pytest.param(["sql", "SELECT 1", "--bom"], {}, 2, "--bom is for --csv", id="sql-bom-of-no-csv"),
        pytest.param(["sql", "-f", "/no/such.sql"], {}, 2, "/no/such.sql cannot be read", id="sql-of-no-file"),
        pytest.param(["sql", "SELECT 1", "-f", "x.sql"], {}, 2, "not both", id="sql-twice"),
        pytest.param(
            ["sql", "SELECT 1", "--parquet", "/no/a"], {}, 2, "/no/a cannot be written", id="sql-to-no-folder"
        ),
    ],
)
def test_a_mistake_is_one_sentence(operator, arguments, environment, exit_code, says):
    done = operator(*arguments, **environment)
    assert done.returncode == exit_code, done.stderr
    assert says in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    assert "geheim" not in done.stdout + done.stderr


def test_an_answer_in_every_form(operator, tmp_path):
    """Doubled names are numbered, brackets stay, no row still has headings, a pipe gets every letter."""
    statement = tmp_path / "statement.sql"
    statement.write_text("select sum(1), sum(2), '[/x]' as \"[b]\", repeat('长', 99) as long;\n", encoding="utf-8-sig")
    assert json.loads(operator("sql", "-f", str(statement), "--json").stdout)[0]["sum_2"] == 2
    table = operator("sql", "-f", str(statement)).stdout
    assert table == f"sum  sum_2  [b]   long\n1    2      [/x]  {'长' * 99}\n"
    assert operator("sql", "-x", "select 1 as a, '[/x]' as 乙").stdout == "-[ 1 ]-\na   1\n乙  [/x]\n"
    assert operator("sql", "--csv", "--bom", "select '=1' as a").stdout == "\ufeffa\n'=1\n"
    assert operator("sql", "--csv", "select 1 as a, 2 as a where false").stdout == "a,a_2\n"
    written = operator(
        "sql", "--parquet", str(tmp_path / "a.parquet"), "select 0.1::numeric(18,2) as a, null::date as b"
    )
    assert written.stdout == f"{tmp_path / 'a.parquet'}: 1 rows\n"
    assert pq.read_table(tmp_path / "a.parquet").to_pylist() == [{"a": Decimal("0.10"), "b": None}]


@pytest.mark.parametrize("arguments", [["run", "--county", "999999"], ["nonsense"], ["status"]], ids=" ".join)
def test_a_command_says_the_same_in_a_new_python(operator, arguments):
    alone, warm = operator.alone(*arguments), operator(*arguments)
    assert (alone.returncode, alone.stdout, alone.stderr) == (warm.returncode, warm.stdout, warm.stderr)


def test_a_broken_contract_names_file_and_column(operator):
    done = operator("run", **broken_config(operator, "key", "key: [org_name", "key: [organisation"))
    assert done.returncode == 2
    assert "sale.yaml" in done.stderr
    assert "organisation" in done.stderr


def test_an_empty_inbox_is_said(operator, tmp_path):
    done = operator("run", "--inbox", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("nothing to read")


def test_a_folder_of_no_county_is_said_and_the_others_load(operator, tmp_path):
    shutil.copytree(CORPUS / "night1" / "510311", tmp_path / "510311")
    shutil.copytree(CORPUS / "night1" / "510311", tmp_path / "某某县")
    done = operator("run", "--inbox", str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert "2 reports accepted" in done.stdout
    assert "某某县" in done.stdout


def test_a_run_of_one_report_leaves_the_file_to_the_next_night(operator, tmp_path):
    shutil.copytree(CORPUS / "night1" / "510303", tmp_path / "510303")
    one = operator("run", "--inbox", str(tmp_path), "--report", "organization")
    assert one.returncode == 0, one.stderr
    assert "1 reports accepted" in one.stdout
    everything = operator("run", "--inbox", str(tmp_path))
    assert "1 read" in everything.stdout, everything.stdout
