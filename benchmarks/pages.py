"""Province pages of five years: `python -m benchmarks.once pages [QUARTERS] [COUNTIES] [ROWS] [WORK]`, figures as JSON.

The database is that of `benchmarks.marts`. Pages are written twice, the second time over what the first has written and the
warehouse still says. Given is processor time of this process, which others on the machine change little, and its largest memory.
"""

import resource
import time
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory

import psycopg

from benchmarks.database import databases
from benchmarks.five_years import make
from benchmarks.province import CONFIG, province
from etl.contract.catalog import load_catalog
from etl.night.request import load_config
from etl.site.publish import publish_site
from etl.warehouse.address import plain
from etl.warehouse.engine import connect
from etl.warehouse.totals.totals import sum_up_the_rest


def main(quarters: str = "20", counties: str = "183", rows: str = "1000", work: str = "") -> dict[str, float]:
    """Seconds of processor, files and MB of both times, and the largest memory."""
    with nullcontext(work) if work else TemporaryDirectory(prefix="etl-pages-") as name:
        folder = Path(name)
        folder.mkdir(parents=True, exist_ok=True)
        where = province(int(counties), folder)
        with databases(folder) as server, server.fresh(where.config) as url:
            with psycopg.connect(plain(url), autocommit=True) as session:
                session.execute("set synchronous_commit = off")
                make(session, int(quarters), list(where.counties), int(rows))
                sum_up_the_rest(session, load_catalog(CONFIG))
                session.execute("vacuum analyze")
            return measure(url, where.config, folder / "pages")


def measure(url: str, config: Path, folder: Path) -> dict[str, float]:
    """Write the pages twice."""
    engine, loaded = connect(url), load_config(config)
    figures: dict[str, float] = {}
    for time_of in ("first", "unchanged"):
        cpu, clock = time.process_time(), time.monotonic()
        outcome = publish_site(engine, loaded, str(folder))
        figures[f"cpu {time_of}"] = round(time.process_time() - cpu, 2)
        figures[f"clock {time_of}"] = round(time.monotonic() - clock, 2)
        figures[f"written {time_of}"] = outcome.changed
    engine.dispose()
    files = [path for path in folder.resolve().rglob("*") if path.is_file()]
    figures["files"] = len(files)
    figures["MB"] = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    figures["MiB of memory"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures
