"""Somebody at a terminal: runs the `etl` command in a process of its own, with a home and an inbox of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from etl.settings import PROJECT
from tests.warm_process import LONGEST, Program, begin

WITH_CHILDREN = ("run", "rerun", "replay", "check")
CORPUS = PROJECT / "tests" / "corpus"
ETL = [sys.executable, "-m", "etl"]


class Operator:
    """Somebody with an ETL_HOME and an inbox, in a folder whose name has a space and Chinese letters, and an empty $HOME.

    `environment` is what else they set, as the address of a warehouse or of a Prefect server that runs already.
    """

    def __init__(self, folder: Path, **environment: str) -> None:
        self.home = folder / "家 home"
        self.inbox = folder / "inbox"
        self.user_home = folder / "user"
        self.user_home.mkdir(parents=True)
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        own = {"ETL_HOME": str(self.home), "ETL_INBOX": str(self.inbox), "HOME": str(self.user_home)}
        self.environment = kept | own | environment

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command."""
        return self.begin(*arguments, **environment).end()

    def begin(self, *arguments: str, **environment: str) -> Program:
        """Begin a command and go on; it judges reports itself, which are few, sooner than children are there."""
        own = self.environment | {"ETL_JUDGES": "0"} | environment
        return begin("etl", *arguments, environment=own, has_children=arguments[0] in WITH_CHILDREN)

    def alone(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command as a shell does, in a new Python."""
        return subprocess.run(
            [*ETL, *arguments],
            env=self.environment | environment,
            capture_output=True,
            text=True,
            timeout=LONGEST,
            check=False,
        )

    def receive(self, night: str) -> None:
        """The counties put into the inbox what they send before a night."""
        shutil.copytree(CORPUS / night, self.inbox, dirs_exist_ok=True)
