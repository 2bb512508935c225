"""Somebody at a terminal: runs the `etl` command in a process of its own, with a home and an inbox of its own."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from etl.settings import PROJECT

CORPUS = PROJECT / "tests" / "corpus"
ETL = [sys.executable, "-m", "etl"]


class Operator:
    """Somebody with an ETL_HOME and an inbox, in a folder whose name has a space and Chinese letters, and an empty $HOME."""

    def __init__(self, folder: Path) -> None:
        self.home = folder / "家 home"
        self.inbox = folder / "inbox"
        self.user_home = folder / "user"
        self.user_home.mkdir()

    def __call__(self, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("ETL_", "PREFECT_"))}
        kept |= {"ETL_HOME": str(self.home), "ETL_INBOX": str(self.inbox), "HOME": str(self.user_home)}
        return subprocess.run(
            [*ETL, *arguments], env=kept | environment, capture_output=True, text=True, timeout=300, check=False
        )

    def receive(self, night: str) -> None:
        shutil.copytree(CORPUS / night, self.inbox, dirs_exist_ok=True)
