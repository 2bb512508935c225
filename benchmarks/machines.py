"""One night in every mode of reading, as whole commands: takes a province's workbooks, gives seconds, and holds the results together.

Threads, processes, a real Dask scheduler with two workers on loopback, and the same with one of them killed while it reads.
What ends in the warehouse must be the same each time, or the figures mean nothing.
"""

import subprocess
import time
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg
from psycopg import sql

from benchmarks.cluster import Process, cluster, kill
from benchmarks.database import Databases
from benchmarks.province import Province
from benchmarks.scenarios import BenchmarkError, Figures, Home, Say
from benchmarks.whole_commands import begin, lines
from etl.contract.catalog import load_catalog
from etl.warehouse.address import plain

MODES = ("threads", "processes", "dask", "dask, a worker killed")
WORKERS = 2
READS_AFTER = "pull: "  # what etl.console writes when reading begins
READ = "read: "


def machine_seconds(where: Province, folder: Path, databases: Databases, work: Path, say: Say) -> dict[str, Figures]:
    """By mode: seconds of the whole command and of reading, and the rows that it loaded."""
    found: dict[str, Figures] = {}
    truth: dict[str, tuple[int, int]] = {}
    for mode in MODES:
        with databases.fresh(where.config) as url, TemporaryDirectory(prefix="home-", dir=work) as home:
            environment = Home.of(Path(home) / "var", url, where.config).environment | {"ETL_INBOX": str(folder)}
            seconds, reading = _run(mode, environment, Path(home))
            loaded = _loaded(url, where.config)
        truth = truth or loaded
        if loaded != truth:
            raise BenchmarkError(f"{mode} ends with another warehouse than {MODES[0]}: {loaded} instead of {truth}")
        found[mode] = {"total": seconds, "read": reading, "rows": sum(rows for rows, _ in loaded.values())}
        say(f"{mode}: {seconds:.2f} s")
    return found


def _run(mode: str, environment: dict[str, str], folder: Path) -> tuple[float, float]:
    """`etl run` in one mode: seconds until its end, and of reading."""
    runner, _, trouble = mode.partition(", ")
    with ExitStack() as stack:
        workers: list[Process] = []
        if runner == "dask":
            dask = stack.enter_context(cluster(folder))
            workers = [dask.worker(environment) for _ in range(WORKERS)]
            environment = environment | {"ETL_DASK_SCHEDULER": dask.address}
        started = time.monotonic()
        environment = environment | {"ETL_TASK_RUNNER": runner}
        process = stack.enter_context(begin(environment, "run", errors=subprocess.PIPE))
        reading = 0.0
        for line in lines(process):
            if line.startswith(READS_AFTER) and trouble:
                time.sleep(1)  # by then it reads
                kill(workers[0])
            elif line.startswith(READ):
                reading = float(line.split(" in ")[1].split()[0])
        code = process.wait()
        if code:
            raise BenchmarkError(f"etl run with {mode} exited with {code}")
        return time.monotonic() - started, reading


def _loaded(url: str, config: Path) -> dict[str, tuple[int, int]]:
    """By report the rows in use and a sum over all that they say, whatever numbers the night gave its submissions."""
    found = {}
    with psycopg.connect(plain(url)) as connection:
        for report in load_catalog(config).contracts:
            query = sql.SQL(
                "select count(*), coalesce(sum(hashtextextended((to_jsonb(r) - 'submission_id')::text, 0)), 0) from {} r"
            ).format(sql.Identifier("mart", report))
            rows, total = connection.execute(query).fetchone()  # type: ignore[misc]
            found[report] = (int(rows), int(total))
    return found
