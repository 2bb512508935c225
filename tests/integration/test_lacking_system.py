"""A system that lacks what children are shut in by: the run goes on without it and says so, once."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from etl.workers.confinement import lacking
from tests.integration.operator import ETL, Operator
from tests.workbooks.text import build_csv

LONGEST = 120  # seconds; whatever takes longer hangs
# a filter of system calls that answers one of them with ENOSYS, as a kernel that does not have it, and then the program
REFUSING = """
import ctypes, os, struct, sys
call, program = int(sys.argv[1]), sys.argv[2:]
steps = [(0x20, 0, 0, 0), (0x15, 0, 1, call), (0x06, 0, 0, 0x00050000 | 38), (0x06, 0, 0, 0x7FFF0000)]
code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in steps))
libc = ctypes.CDLL(None)
assert libc.prctl(38, 1, 0, 0, 0) == 0
assert libc.prctl(22, 2, struct.pack("HxxxxxxQ", len(steps), ctypes.addressof(code)), 0, 0) == 0
os.execv(program[0], program)
"""
LANDLOCK_CREATE_RULESET = 444
SENTENCE = "read: this system cannot shut files to the processes that read files"
HEADING = ["社会组织名称", "农产品", "销售渠道", "成交额（元）", "备注"]


@pytest.mark.long
@pytest.mark.skipif(sys.platform != "linux" or bool(lacking()), reason="this system lacks it already")
def test_a_kernel_without_landlock_is_said_once_a_run(tmp_path: Path, make_operator: Callable[..., Operator]) -> None:
    operator = make_operator(tmp_path)
    for county in ("510821", "510823"):
        folder = operator.inbox / county / "2024Q1"
        folder.mkdir(parents=True)
        (folder / "消费帮扶.csv").write_bytes(build_csv([HEADING, ["甲协会", "花椒", "线上", 3000, ""]]))
    done = subprocess.run(
        [sys.executable, "-c", REFUSING, str(LANDLOCK_CREATE_RULESET), *ETL, "run"],
        env=operator.environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr.count(SENTENCE) == 1, done.stderr
    assert "2 reports accepted" in done.stdout
