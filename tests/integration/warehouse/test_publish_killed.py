"""A publication that is killed, or whose server is: readers see the state before it, and the next one goes through."""

import os
import shutil
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from pathlib import Path

import pytest
import sqlalchemy as sa

import etl.warehouse.publish.publish
from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import TransientError
from etl.settings import Settings
from etl.warehouse.embedded.server import serving
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from etl.warehouse.schema.migrate import migrate
from tests.integration.warehouse.nights import a_night
from tests.warm_process import LONGEST, Program, begin

# publishes a second night and stands still where it is told to
PUBLISHER = """
import sys, time
from pathlib import Path
import etl.warehouse.publish.publish as room
from etl.contract.catalog import load_catalog
from etl.warehouse.engine import connect
from tests.integration.warehouse.nights import a_night
url, config, step = sys.argv[1:]
def stop(*arguments):
    print("here", flush=True)
    time.sleep(600)
setattr(room, step, stop)
room.publish(connect(url), load_catalog(Path(config)), a_night(2, 200, rules=["sale.unit"]))
"""
STEPS = ["_record_run", "decide", "copy_rows", "copy_columns", "store_files", "store_attempts", "store_waivers"]


@contextmanager
def standing_still(url: str, config: Path, folder: Path, step: str) -> Iterator[Program]:
    """A process that publishes and stands still at a step."""
    script = folder / "publisher.py"
    script.write_text(PUBLISHER, encoding="utf-8")
    process = begin(str(script), url, str(config), step, environment=dict(os.environ))
    deadline = time.monotonic() + LONGEST
    try:
        while process.output != "here\n":
            assert time.monotonic() < deadline, process.errors
            time.sleep(0.02)
        yield process
    finally:
        process.kill()


def sold(engine: sa.Engine) -> list[Decimal]:
    with engine.connect() as connection:
        return list(connection.scalars(sa.text("select sold_yuan from mart.sale")))


def stored(engine: sa.Engine) -> tuple[int, ...]:
    tables = ("ops.run", "ops.submission", "ops.issue", "ops.file", "core.sale")
    with engine.connect() as connection:
        return tuple(connection.scalar(sa.text(f"select count(*) from {table}")) or 0 for table in tables)


@pytest.mark.parametrize("step", STEPS)
def test_killed_at_any_step_it_leaves_the_state_before(
    warehouse: sa.Engine, warehouse_url: str, catalog: Catalog, config: Path, tmp_path: Path, step: str
) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    before = stored(warehouse)

    with standing_still(warehouse_url, config, tmp_path, step) as process:
        assert sold(warehouse) == [Decimal(1)]  # readers are not held up, and see nothing of it
        process.kill()
    assert stored(warehouse) == before

    assert publish(warehouse, catalog, a_night(2, 200, rules=["sale.unit"])).new == {"accepted": 1}
    assert sold(warehouse) == [Decimal(2)]


def test_two_publications_wait_for_each_other(
    warehouse: sa.Engine, warehouse_url: str, catalog: Catalog, config: Path, tmp_path: Path
) -> None:
    publish(warehouse, catalog, a_night(1, 100))
    second = threading.Thread(target=publish, args=(warehouse, catalog, a_night(3, 300)))
    with standing_still(warehouse_url, config, tmp_path, "store_waivers") as process:
        second.start()
        second.join(0.3)
        assert second.is_alive()
        process.kill()
    second.join()
    assert sold(warehouse) == [Decimal(3)]


@pytest.mark.long
def test_a_server_killed_in_the_middle_comes_back_with_the_state_before(
    tmp_path: Path, catalog: Catalog, divisions: Divisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = Settings(home=tmp_path / "var", warehouse_url=None)

    def kill_server(*_: object) -> None:
        os.kill(int((settings.home / "warehouse/data/postmaster.pid").read_text().split()[0]), signal.SIGKILL)
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):  # gone by now, or somebody else's
                if os.readlink(process / "cwd") == str(settings.home / "warehouse/data"):
                    os.kill(int(process.name), signal.SIGKILL)

    with serving(settings) as url:
        migrate(connect(url), catalog, divisions)
        publish(connect(url), catalog, a_night(1, 100))
        with monkeypatch.context() as patched:
            patched.setattr(etl.warehouse.publish.publish, "store_files", kill_server)
            with pytest.raises(TransientError, match="the warehouse broke off"):
                publish(connect(url), catalog, a_night(2, 200))
    with serving(settings) as url:
        assert sold(connect(url)) == [Decimal(1)]
        assert publish(connect(url), catalog, a_night(2, 200)).new == {"accepted": 1}
        assert sold(connect(url)) == [Decimal(2)]
    shutil.rmtree(settings.home)
