"""Provinces to disturb, each with a warehouse of its own, and what an undisturbed night makes of one."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from subprocess import Popen

import pytest

from etl.settings import Settings
from etl.warehouse.embedded.server import stop
from tests.integration.faults.nights import NIGHTS, Province, warm_process
from tests.integration.faults.snapshot import Snapshot, fingerprint, fingerprint_query, snapshot


@dataclass(frozen=True)
class Undisturbed:
    """Result of a night that nothing disturbs, and how long its stages take."""

    snapshot: Snapshot
    fingerprint: str
    seconds: dict[str, float]


@pytest.fixture(scope="session")
def warm() -> Iterator["Popen[str]"]:
    with warm_process() as process:
        yield process


@contextmanager
def own_server(folder: Path) -> Iterator[Settings]:
    """A server of its own, to be stopped, killed and started again."""
    settings = Settings(home=folder / "server", warehouse_url=None)
    try:
        yield settings
    finally:
        stop(settings)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Settings]:
    with own_server(tmp_path) as settings:
        yield settings


@pytest.fixture
def province(
    tmp_path: Path, make_database: Callable[[str | None], str], template_url: str, warm: "Popen[str]"
) -> Province:
    return Province(tmp_path, make_database(template_url), warm)


@pytest.fixture(scope="session")
def undisturbed(
    tmp_path_factory: pytest.TempPathFactory,
    make_database: Callable[[str | None], str],
    template_url: str,
    warm: "Popen[str]",
) -> dict[str, Undisturbed]:
    """By night; `before` is the warehouse that no night has touched."""
    province = Province(tmp_path_factory.mktemp("undisturbed"), make_database(template_url), warm)
    sums_up = fingerprint_query(province.engine)
    found = {"before": Undisturbed(snapshot(province.engine), fingerprint(province.engine, sums_up), {})}
    for night in NIGHTS:
        province.receive(night)
        stages = [*province.run(night).stages.items()]
        seconds = {stage: end - begin for (stage, begin), (_, end) in pairwise(stages)}
        found[night] = Undisturbed(snapshot(province.engine), fingerprint(province.engine, sums_up), seconds)
    return found
