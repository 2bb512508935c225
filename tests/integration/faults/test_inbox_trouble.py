"""An inbox in which some counties cannot be read: the others load, each is named, and the next run makes it good."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import Province
from tests.integration.faults.snapshot import differences, snapshot
from tests.integration.operator import CORPUS

pytestmark = pytest.mark.skipif(
    os.geteuid() == 0 and not shutil.which("setpriv"),
    reason="root reads whatever its mode is, and setpriv is not there",
)


@contextmanager
def shut(*paths: Path) -> Iterator[None]:
    """Files and folders that nobody may open."""
    modes = {path: path.stat().st_mode for path in paths}
    for path in paths:
        path.chmod(0)
    try:
        yield
    finally:
        for path, mode in modes.items():
            path.chmod(mode)


def only_file(province: Province, county: str) -> Path:
    (path,) = (province.inbox / county / "2024Q1").iterdir()
    return path


def test_a_county_that_turns_out_to_have_sent_nothing_is_missing(province: Province) -> None:
    """It fails for every period of the night, as nobody knows what it sent; nothing holds it there once that is known."""
    for period in ("2024Q1", "2023Q4"):
        shutil.copytree(CORPUS / "night1" / "510311" / "2024Q1", province.inbox / "510311" / period)
    county = province.inbox / "513326"
    county.mkdir()
    with shut(county):
        assert province.begin("night1").end() == 1
    assert statuses_of(province, county.name) == {"failed"}
    province.run("night1")
    assert statuses_of(province, county.name) == {"missing"}


def statuses_of(province: Province, county: str) -> set[str]:
    statuses = map(dict, snapshot(province.engine)["mart.reporting_status"])
    return {row["status"] for row in statuses if row["county_code"] == county}


@pytest.mark.parametrize("mended_by", ["nightly", "rerun"])
def test_counties_that_cannot_be_read_fail_alone(
    province: Province, undisturbed: dict[str, Undisturbed], mended_by: str
) -> None:
    province.receive("night1")
    folder = province.inbox / "513233" / "2024Q1"
    with shut(only_file(province, "513326"), folder):
        running = province.begin("night1")
        assert running.end() == 1, running.said
    failed = [line for line in running.said.splitlines() if "Permission denied; mend it with: etl rerun" in line]
    assert [line.split()[:3] for line in failed] == [["failed", "513233", "红原县:"], ["failed", "513326", "道孚县:"]]
    statuses = [dict(row) for row in snapshot(province.engine)["mart.reporting_status"]]
    assert {row["county_code"] for row in statuses if row["status"] == "failed"} == {"513233", "513326"}
    assert "accepted" in {row["status"] for row in statuses}

    province.run("night1", kind=mended_by)
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))
