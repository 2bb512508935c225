"""Completion in bash, zsh and fish, and the version: what a shell runs, by the installed command's name."""

import os
import subprocess
import sys
from importlib.metadata import version
from shlex import quote

import pytest

ETL = [sys.executable, "-c", "import sys; sys.argv[0] = 'etl'; from etl.cli import main; main()"]


def answer(*arguments: str, **environment: str) -> str:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("ETL_")}
    done = subprocess.run([*ETL, *arguments], env=kept | environment, capture_output=True, text=True, check=False)
    assert done.stderr == ""
    return done.stdout


@pytest.mark.parametrize(
    ("shell", "asks"),
    [
        ("bash", {"COMP_WORDS": "etl issues --severity c", "COMP_CWORD": "3"}),
        ("zsh", {"_TYPER_COMPLETE_ARGS": "etl issues --severity c"}),
        ("fish", {"_TYPER_COMPLETE_ARGS": "etl issues --severity c", "_TYPER_COMPLETE_FISH_ACTION": "get-args"}),
    ],
)
def test_a_shell_is_told_what_it_asks_for(shell, asks):
    assert "critical" in answer(_ETL_COMPLETE=f"complete_{shell}", **asks)
    assert f"_ETL_COMPLETE=complete_{shell}" in answer(_ETL_COMPLETE=f"source_{shell}")


def test_bash_completes_with_the_script_it_is_given(tmp_path):
    (tmp_path / "etl").write_text(f'#!/bin/sh\nexec {quote(sys.executable)} -c "{ETL[2]}" "$@"\n', encoding="utf-8")
    (tmp_path / "etl").chmod(0o755)
    script = (
        'eval "$(_ETL_COMPLETE=source_bash etl)"; COMP_WORDS=(etl issues --report a); COMP_CWORD=3; '
        '_etl_completion etl; echo "${COMPREPLY[@]}"'
    )
    path = f"{tmp_path}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", script], env=os.environ | {"PATH": path}, capture_output=True, text=True, check=True
    )
    assert done.stdout == "activity agreement\n"


def test_the_version_is_that_of_the_package():
    assert answer("--version") == f"county-etl {version('county-etl')}\n"
