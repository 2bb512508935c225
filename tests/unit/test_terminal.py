"""Whoever reads what a command prints may leave: the command goes on, a night least of all breaks off."""

import subprocess
import sys

import pytest

SAYS = """
import sys
from etl.terminal import outlive_readers, tell
outlive_readers()
tell("first")
tell("first", to=sys.stderr)
sys.stdin.readline()
for number in range(10_000):
    print("to nobody", number, file=sys.{stream})
sys.{stream}.flush()
sys.exit(3)
"""


@pytest.mark.parametrize("stream", ["stdout", "stderr"])
def test_a_reader_who_leaves_changes_nothing_of_what_a_command_does(stream: str) -> None:
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen([sys.executable, "-c", SAYS.format(stream=stream)], text=True, **pipes) as process:
        left, other = (process.stdout, process.stderr) if stream == "stdout" else (process.stderr, process.stdout)
        assert left is not None
        assert other is not None
        assert process.stdin is not None
        assert left.readline() == "first\n"
        left.close()
        process.stdin.write("go on\n")
        process.stdin.flush()
        assert other.read() == "first\n"
    assert process.returncode == 3


def test_etl_is_no_failure_when_head_has_seen_enough() -> None:
    rules = [sys.executable, "-m", "etl", "rules", "--json"]  # more than a pipe holds
    with subprocess.Popen(rules, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline()
        process.stdout.close()
        assert process.stderr.read() == ""
    assert process.returncode == 0
