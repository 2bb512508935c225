"""A night that is not well says so: in its summary and exit code, to a watcher, in `etl status` and in `etl runs`."""

import shutil

import pytest

from tests.integration.operator import CORPUS, Operator

DAMAGED, VANISHED, DANGLING = "510303", "510311", "513228"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator) -> Operator:
    """Somebody after a night that went well."""
    operator = make_operator(tmp_path_factory.mktemp("operator"))
    for county in (DAMAGED, VANISHED):
        shutil.copytree(CORPUS / "night1" / county, operator.inbox / county)
    well = operator("run")
    assert well.returncode == 0, well.stderr
    assert operator("heartbeat").returncode == 0
    return operator


def latest_run(operator: Operator) -> str:
    return operator("runs").stdout.splitlines()[1]


@pytest.mark.long
def test_folders_that_vanished_dangle_or_hold_a_damaged_file(operator):
    (file,) = (operator.inbox / DAMAGED / "2024Q1").iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    (operator.inbox / DANGLING).symlink_to(operator.inbox / "not mounted")
    vanished = (operator.inbox / VANISHED).rename(operator.home / VANISHED)
    night = operator("run")
    assert night.returncode == 1
    headline, *lines = night.stdout.splitlines()
    assert "1 file unreadable, 1 county failed, 1 county folder gone" in headline
    said = {line.split()[0]: line for line in lines if line.startswith("  ")}
    assert DAMAGED in said["unread"]
    assert "文件不完整或已损坏" in said["unread"]
    assert DANGLING in said["failed"]
    assert VANISHED in said["gone"]
    assert "1 file unreadable, 1 county folder gone, 1 county failed" in latest_run(operator)
    assert f"  {DAMAGED}" in operator("status").stdout.partition("files in which nothing was found:")[2]

    again = operator("run", "--county", DAMAGED, "--county", VANISHED)
    assert again.returncode == 1, "a folder that is gone is said until it is back"
    assert again.stdout.startswith("nothing new: 1 files in the inbox, all decided before, 1 county folder gone")
    assert "1 county folder gone" in latest_run(operator)

    (operator.inbox / DANGLING).unlink()
    vanished.rename(operator.inbox / VANISHED)
    assert operator("run").returncode == 0


def test_an_inbox_that_is_empty_after_full_ones(operator):
    mounted = operator.inbox.rename(operator.home / "mounted")
    operator.inbox.mkdir()
    night = operator("--quiet", "run")
    assert night.returncode == 1
    assert night.stdout.startswith(f"the inbox {operator.inbox} is empty, and earlier nights found files in it")
    assert "see that it is mounted" in night.stdout
    assert "the inbox was empty" in latest_run(operator)
    watcher = operator("heartbeat")
    assert (watcher.returncode, watcher.stderr.count("found the inbox empty")) == (1, 1)
    assert operator("status").stdout.startswith("the last nightly run found the inbox empty")

    operator.inbox.rmdir()
    mounted.rename(operator.inbox)
    well = operator("run", "--quiet")
    assert (well.returncode, well.stdout, well.stderr) == (0, "", "")
    assert operator("heartbeat").returncode == 0
