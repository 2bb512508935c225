"""The commands that docs/year.md and docs/operations.md name, typed as they stand there: exit codes and output are what is shown.

A year with five counties of the corpus, in a fresh home with an embedded warehouse. A block that is not run says why.
"""

import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from etl.settings import PROJECT
from tests.integration.command_blocks import blocks, is_shown
from tests.integration.operator import CORPUS, Operator

YEAR, REFERENCE = (list(blocks(PROJECT / "docs" / name)) for name in ("year.md", "operations.md"))
PROGRESS = re.compile(r"\w+: (\d+/\d+ in )?[\d.]+ s")
LOST = ("warehouse", "archive", "secrets")


class Server:
    """The machine that the documents speak of, below a folder: its paths are these."""

    def __init__(self, folder: Path, prefect_url: str) -> None:
        self.home, self.inbox, self.shares = folder / "home", folder / "inbox", folder / "shares"
        self.places = {
            "/var/lib/county-etl": self.home,
            "/etc/county-etl": folder / "etc",
            "/srv/inbox": self.inbox,
            "/srv/returned": folder / "returned",
            "/var/backups/county-etl": folder / "backups",
        }
        for path in (folder / "etc", folder / "backups", self.inbox):
            path.mkdir()
        own = {"ETL_HOME": str(self.home), "ETL_INBOX": str(self.inbox), "ETL_CONFIG": str(folder / "etc" / "config")}
        self.operator = Operator(folder, PREFECT_API_URL=prefect_url, **own)

    def here(self, text: str) -> str:
        """Text of a document, with this machine's paths."""
        for path, mine in self.places.items():
            text = text.replace(path, str(mine))
        return text

    def enter(self, line: str) -> tuple[int, str]:
        """The exit code of a line, and what it printed but for progress; of several commands up to the one that fails."""
        code, printed = 0, ""
        for typed in line.split(" && "):
            words = [self.here(word) for word in shlex.split(typed, comments=True)]
            if words[0] == "etl":
                done = self.operator(*words[1:])
            else:
                done = subprocess.run(
                    words, env=self.operator.environment, capture_output=True, text=True, timeout=60, check=False
                )
            said = [one for one in done.stderr.splitlines() if not PROGRESS.fullmatch(one)]
            printed += "\n".join([done.stdout.rstrip("\n"), *said]).strip("\n") + "\n"
            code = done.returncode
            if code:
                break
        return code, printed.strip("\n")

    def happen(self, what: str) -> None:
        """Do what others do: counties send files of a night, a share goes and comes back, the disk is lost."""
        kind, *counties = what.split()
        if kind == "lost":
            self.operator("warehouse", "stop")
            for name in LOST:
                shutil.rmtree(self.home / name)
        for county in counties:
            if kind == "unmounted":
                os.symlink(self.shares / county, self.inbox / county)
            elif kind == "mounted":
                self._send("night1", county, self.shares)
            else:
                self._send(kind, county, self.inbox)

    def _send(self, night: str, county: str, folder: Path) -> None:
        shutil.copytree(
            CORPUS / night / county, folder / county, dirs_exist_ok=True, copy_function=shutil.copyfile
        )  # as of now


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory, prefect_url: str) -> Iterator[Server]:
    server = Server(tmp_path_factory.mktemp("year"), prefect_url)
    yield server
    server.operator("warehouse", "stop")


@pytest.mark.long
def test_every_command_does_what_the_documents_show(server: Server) -> None:
    for block in [*YEAR, *REFERENCE]:
        for what in block.happens:
            server.happen(what)
        for command in block.commands if block.not_run is None else ():
            code, printed = server.enter(command.typed)
            shown = None if command.shown is None else tuple(map(server.here, command.shown))
            what = f"{block.place}: {command.typed}"
            assert code == command.code, f"{what}\n{printed}"
            assert shown is None or is_shown(shown, printed), f"{what}\n{printed}"


def test_a_block_that_is_not_run_names_a_test_that_there_is() -> None:
    named = {path for block in [*YEAR, *REFERENCE] for path in re.findall(r"tests/[\w/]+\.py", block.not_run or "")}
    assert named
    assert [path for path in named if not (PROJECT / path).exists()] == []


def test_the_year_is_mostly_run() -> None:
    assert sum(len(block.commands) for block in YEAR if block.not_run is None) > 30
    assert is_shown(("a …", "…", "c"), "a 1\nb\nb\nc  \n")
    assert not is_shown(("a …", "c"), "a 1\nb\nc")
    assert not is_shown((), "a")
