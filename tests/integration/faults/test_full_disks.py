"""Disks that are full: the run says so in one sentence, yesterday's state stays, and with room the next run is whole."""

import os
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.settings import Settings
from etl.warehouse.embedded.server import start, stop
from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import Province, locks_held
from tests.integration.faults.snapshot import differences, fingerprint, fingerprint_query, snapshot
from tests.integration.operator import Operator


class Disk:
    """A small disk, to be filled to the brim and emptied again."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._ballast = folder / "ballast"

    @property
    def free(self) -> int:
        return os.statvfs(self.folder).f_bavail * os.statvfs(self.folder).f_frsize

    def fill(self, *, leave: int = 0) -> None:
        with self._ballast.open("ab") as file:
            os.posix_fallocate(file.fileno(), file.tell(), max(self.free - leave, 1))

    def empty(self) -> None:
        self._ballast.unlink()


@contextmanager
def disk(folder: Path, megabytes: int) -> Iterator[Disk]:
    folder.mkdir(parents=True)
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", folder],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.strip()}")
    try:
        yield Disk(folder)
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.long  # several nights
def test_a_full_archive_fails_the_night_and_no_county(province: Province, undisturbed: dict[str, Undisturbed]) -> None:
    with disk(province.home / "archive", 2) as archive:
        province.receive("night1")
        province.run("night1")
        province.receive("night2")
        archive.fill(leave=12_000)
        failed = province.begin("night2")
        assert failed.end() == 1
        assert failed.said == (
            f"etl: the archive {province.home / 'archive'} cannot be written: No space left on device\n"
        )
        assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))

        archive.empty()
        province.run("night2")
        assert not differences(undisturbed["night2"].snapshot, snapshot(province.engine))
        assert not list(archive.folder.glob(".incoming-*"))


@pytest.mark.long  # several nights
def test_a_full_warehouse_keeps_yesterdays_state(
    tmp_path: Path, warm: "subprocess.Popen[str]", undisturbed: dict[str, Undisturbed]
) -> None:
    settings = Settings(home=tmp_path / "home", warehouse_url=None)
    with disk(tmp_path / "home" / "warehouse", 160) as home:
        province = Province(tmp_path, start(settings), warm, {"ETL_WAREHOUSE_URL": ""})
        try:
            province.receive("night1")
            province.run("night1")
            with province.engine.begin() as connection:
                connection.execute(sa.text("create sequence core.numbers"))
            sums_up = fingerprint_query(province.engine)
            province.receive("night2")

            held = province.begin("night2", hold="publish")
            assert held.comes_to("publish")
            home.fill()
            held.go()
            assert held.end() == 1, held.said
            assert "No space left on device" in held.said
            assert len(held.said.splitlines()) == 1
            home.empty()
            assert fingerprint(province.engine, sums_up) == undisturbed["night1"].fingerprint

            held = province.begin("night2", hold="publish")
            assert held.comes_to("publish")
            with province.engine.connect() as connection:  # before: a new session writes a file of its own
                connection.execute(sa.text("select pg_current_wal_lsn()"))
                home.fill()
                _fill_log(connection)
            held.go()
            assert held.end() == 1, held.said
            assert "the warehouse" in held.said
            assert len(held.said.splitlines()) == 1
            home.empty()

            province.run("night2")
            assert not differences(undisturbed["night2"].snapshot, snapshot(province.engine))
            assert not locks_held(province.engine)
        finally:
            stop(settings)


def _fill_log(connection: sa.Connection) -> None:
    """Have the server's log come to the end of a file, where it finds no room for another. Numbers of a sequence are written
    there and nowhere else: 99 bytes for 32 of them."""
    left = sa.text("select (1 << 24) - (pg_current_wal_lsn() - '0/0') % (1 << 24)")
    while (room := int(connection.execute(left).scalar_one())) > 40_000:
        many = "select from pg_attribute, pg_attribute as again limit :count"  # which takes no file of its own
        numbers = sa.text(f"select count(nextval('core.numbers')) from ({many}) as many")
        connection.execute(numbers, {"count": (room - 30_000) // 110 * 32})
        connection.commit()


@pytest.mark.parametrize(("leave", "says"), [(0, "No space left on device"), (3_000_000, "space|disk is full")])
def test_a_home_without_room_is_one_sentence(tmp_path: Path, leave: int, says: str) -> None:
    operator = Operator(tmp_path)
    operator.inbox.mkdir()
    with disk(operator.home, 4) as home:
        home.fill(leave=leave)
        done = operator("run")  # where Prefect was imported before: its log would be the terminal
    assert done.returncode == 1
    assert done.stderr.endswith("; the next night takes up what was not published; now: etl run\n")
    assert re.search(says, done.stderr)
    assert len(done.stderr.splitlines()) == 1
