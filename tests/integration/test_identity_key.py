"""The key by which persons' numbers in keys are marked: lost, another one, restored, and replaced for good."""

import json
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.identity_marks import KEY_NAME, key_id
from etl.secret_files import secret, secret_path
from etl.warehouse.engine import connect
from tests.integration.operator import Operator
from tests.integration.planted_numbers import PERIOD, SOUND, Numbers, payments, projects
from tests.workbooks.content import Sheet
from tests.workbooks.xlsx import build_xlsx

LATER = "更晚.xlsx"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator) -> Operator:
    """An operator after a night with a number in a key."""
    operator = make_operator(tmp_path_factory.mktemp("key"))
    folder = operator.inbox / SOUND / PERIOD
    folder.mkdir(parents=True)
    book = build_xlsx([projects(), Sheet(payments(Numbers(), SOUND), "资金拨付明细")])
    (folder / "台账.xlsx").write_bytes(book)
    first = operator("run")
    assert "2 reports accepted, 0 returned" in first.stdout, first.stdout + first.stderr
    return operator


def asked(operator: Operator, query: str) -> list[object]:
    engine = connect(operator.environment["ETL_WAREHOUSE_URL"])
    with engine.connect() as connection:
        found = list(connection.scalars(sa.text(query)))
    engine.dispose()
    return found


def mark(operator: Operator) -> str:
    """The mark in the only key in use that has one."""
    (key,) = asked(operator, "select voucher_no from mart.disbursement where voucher_no like '%#%'")
    return str(key).partition("#")[2]


def key_of(operator: Operator) -> Path:
    return secret_path(operator.home, KEY_NAME)


def archived(operator: Operator) -> int:
    return sum(path.is_file() for path in (operator.home / "archive").rglob("*"))


def test_the_first_night_has_the_warehouse_remember_the_keys_name_and_nothing_else_of_it(operator: Operator) -> None:
    key = secret(operator.home, KEY_NAME)
    assert asked(operator, "select key_id from ops.identity_key") == [key_id(key)]
    assert key_id(key) not in key


@pytest.mark.parametrize(("command", "other"), [(["run"], None), (["replay", "--preview"], "somebody-elses-key")])
def test_a_run_without_the_warehouses_key_reads_nothing(
    operator: Operator, command: list[str], other: str | None
) -> None:
    path, files = key_of(operator), archived(operator)
    right = path.read_text()
    later = operator.inbox / SOUND / PERIOD / LATER
    later.write_bytes(build_xlsx([Sheet([["名单"], ["张三"]])]))
    path.unlink()
    if other:
        path.write_text(other)
    try:
        refused = operator(*command)
        assert refused.returncode == 1
        how = "is another one" if other else "is not there"
        assert f"{path}, the key by which" in refused.stderr
        assert f" {how}, and nothing was read" in refused.stderr
        assert "restore the folder secrets from the backup" in refused.stderr
        assert archived(operator) == files
        assert path.exists() == bool(other)  # none was made
        if "--preview" not in command:
            assert "the key by which" in json.loads(operator("runs", "--json").stdout)[0]["message"]
    finally:
        path.write_text(right)
        later.unlink()


@pytest.mark.long
def test_a_new_key_is_accepted_by_a_command_and_a_replay_marks_anew(operator: Operator) -> None:
    path, before = key_of(operator), mark(operator)
    right = path.read_text()
    path.unlink()
    accepted = operator("warehouse", "accept-key")
    assert accepted.returncode == 0
    assert "etl replay" in accepted.stdout
    assert operator("run").returncode == 0
    assert mark(operator) == before  # nothing was read anew
    replayed = operator("replay")
    assert replayed.returncode == 0, replayed.stdout + replayed.stderr
    after = mark(operator)
    assert after != before
    changed = {row["kind"] for row in json.loads(operator("changes", "--json").stdout)}
    assert changed == {"gone", "added"}  # a row by its key, as docs/personal-data.md says
    path.write_text(right)  # found again after all
    assert "is another one" in operator("run").stderr
    assert operator("warehouse", "accept-key").returncode == 0
    assert operator("replay").returncode == 0
    assert mark(operator) == before


def test_a_warehouse_of_earlier_versions_takes_the_key_that_is_there(operator: Operator) -> None:
    engine = connect(operator.environment["ETL_WAREHOUSE_URL"])
    with engine.begin() as connection:
        connection.execute(sa.text("delete from ops.identity_key"))  # as the migration leaves it
    engine.dispose()
    assert operator("run").returncode == 0
    assert asked(operator, "select key_id from ops.identity_key") == [key_id(secret(operator.home, KEY_NAME))]
