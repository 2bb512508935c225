"""An inbox in which some counties cannot be read: the others load, each is named, and the next run makes it good."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.integration.faults.conftest import Undisturbed
from tests.integration.faults.nights import COUNTIES, Province
from tests.integration.faults.snapshot import differences, snapshot
from tests.integration.operator import CORPUS

pytestmark = [
    pytest.mark.long,  # several nights each
    pytest.mark.skipif(
        os.geteuid() == 0 and not shutil.which("setpriv"),
        reason="root reads whatever its mode is, and setpriv is not there",
    ),
]


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


def test_counties_that_cannot_be_read_fail_alone(province: Province, undisturbed: dict[str, Undisturbed]) -> None:
    province.receive("night1")
    (file,) = (province.inbox / "513326" / "2024Q1").iterdir()
    folder = province.inbox / "513233" / "2024Q1"
    with shut(folder):
        with shut(file):
            assert failed_in(province) == ["513233 红原县", "513326 道孚县"]
        assert failed_in(province) == ["513233 红原县"]
    province.run("night1", kind="rerun")
    assert not differences(undisturbed["night1"].snapshot, snapshot(province.engine))


def failed_in(province: Province) -> list[str]:
    """The counties that a night fails for, by what it says; and the ledger says the same."""
    running = province.begin("night1")
    assert running.end() == 1, running.said
    lines = [
        line
        for line in running.said.splitlines()
        if line.endswith("Permission denied; the next night takes it up, or now: etl rerun")
    ]
    failed = [line.split(":")[0].removeprefix("  failed    ") for line in lines]
    for county in COUNTIES:
        is_failed = any(told.startswith(county) for told in failed)
        assert ("failed" in statuses_of(province, county)) == is_failed
    return failed
