"""Answers of mart over five years: `python -m benchmarks.once marts [QUARTERS] [COUNTIES] [ROWS] [WORK]`, times and plans as JSON.

Each view is asked three times: what is read often lies in memory. Of the second is given how long the server's process had a processor, which
others on the machine change little; it works alone, without helpers of its own. Of the third the time on the clock, and a
plan: the lines of EXPLAIN ANALYZE that took a tenth of it or more.
"""

import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.database import databases
from benchmarks.five_years import make, periods
from benchmarks.province import CONFIG, province
from etl.contract.catalog import load_catalog
from etl.warehouse.address import plain
from etl.warehouse.editions import Edition, freeze
from etl.warehouse.engine import connect
from etl.warehouse.totals.totals import sum_up_the_rest

EDITION = "公报"
# what is asked -> the query, of the last period but one
QUERIES = {
    "province_summary, a period": "select * from mart.province_summary where period = '{period}'",
    "prefecture_summary, a period": "select * from mart.prefecture_summary where period = '{period}'",
    "county_summary, a period": "select * from mart.county_summary where period = '{period}'",
    "county_summary, one county": "select * from mart.county_summary where period = '{period}' and county_code = '{county}'",
    "province_summary, all periods": "select * from mart.province_summary",
    "basis, a period": "select * from mart.basis where period = '{period}'",
    "project_funnel, a period": "select * from mart.project_funnel where period = '{period}'",
    "incubation_coverage, a period": "select * from mart.incubation_coverage where period = '{period}'",
    "organization_profile, one": "select * from mart.organization_profile where period = '{period}' and credit_code = '{org}'",
    "organization_profile, one, all periods": "select * from mart.organization_profile where credit_code = '{org}'",
    "organization_profile, a period": "select * from mart.organization_profile where period = '{period}'",
    "reporting_status, a period": "select * from mart.reporting_status where period = '{period}'",
    "reporting_status, one county": "select * from mart.reporting_status where county_code = '{county}'",
    "a county's projects": "select * from mart.project where county_code = '{county}' and period = '{period}'",
    "province_summary_as_of, a period": "select * from mart.province_summary_as_of('2024-11-01') where period = '{period}'",
    "county_summary_as_of, a period": "select * from mart.county_summary_as_of('2024-11-01') where period = '{period}'",
    "reporting_status_as_of, a period": "select * from mart.reporting_status_as_of('2024-11-01') where period = '{period}'",
    "project_funnel_as_of, a period": "select * from mart.project_funnel_as_of('2024-11-01') where period = '{period}'",
    "incubation_coverage_as_of, a period": "select * from mart.incubation_coverage_as_of('2024-11-01') where period = '{period}'",
    "organization_profile_as_of, one": "select * from mart.organization_profile_as_of('2024-11-01') where period = '{period}' and credit_code = '{org}'",
    "province_summary_as_at_deadline, a period": "select * from mart.province_summary_as_at_deadline where period = '{period}'",
    "period_change, a period of the province": "select * from mart.period_change where period = '{period}' and level = 'province'",
    "period_change, with the period before": "select * from mart.period_change where period = '{period}' and level = 'province' and comparison = 'previous'",
    "period_change_as_of, a period of the province": "select * from mart.period_change_as_of('2024-11-01') where period = '{period}' and level = 'province'",
    "organization_register": "select * from mart.organization_register",
    "organization_register, one": "select * from mart.organization_register where credit_code = '{org}'",
    "review_list, a period": "select * from mart.review_list where period = '{period}'",
    "review_list_as_of, a period": "select * from mart.review_list_as_of('2024-11-01') where period = '{period}'",
    "province_summary_in an edition": "select * from mart.province_summary_in('{edition}')",
    "county_summary_in an edition": "select * from mart.county_summary_in('{edition}')",
    "reporting_status_in an edition": "select * from mart.reporting_status_in('{edition}')",
    "organization_profile_in an edition, one": "select * from mart.organization_profile_in('{edition}') where credit_code = '{org}'",
    "a county's projects in an edition": "select * from mart.project_in('{edition}') where county_code = '{county}'",
    "revision against an edition": "select * from mart.revision where edition = '{edition}'",
}


def main(quarters: str = "20", counties: str = "183", rows: str = "1000", work: str = "") -> dict[str, Any]:
    """Figures and plan by what is asked."""
    with _folder(work) as folder, databases(folder) as server:
        where = province(int(counties), folder)
        codes = list(where.counties)
        with server.fresh(CONFIG) as url, psycopg.connect(plain(url), autocommit=True) as session:
            session.execute("set synchronous_commit = off")
            make(session, int(quarters), codes, int(rows))
            sum_up_the_rest(session, load_catalog(CONFIG))
            asked = periods(int(quarters))[-2:][0]
            engine = connect(url)
            freeze(engine, Edition(EDITION, asked, "benchmarks", "measured"))
            engine.dispose()
            session.execute("vacuum analyze")
            session.execute("set max_parallel_workers_per_gather = 0")
            return measure(session, periods(int(quarters)), codes[0])


def measure(session: "psycopg.Connection[tuple[Any, ...]]", made: list[str], county: str) -> dict[str, Any]:
    """Figures and plan by what is asked."""
    values = {"period": made[-2:][0], "county": county, "org": f"51{county}{1:010}", "edition": EDITION}
    found: dict[str, Any] = {}
    for what, query in QUERIES.items():
        asked = query.format(**values)
        session.execute(asked.encode())
        before = _on_processor(session)
        rows = len(session.execute(asked.encode()).fetchall())
        cpu = _on_processor(session) - before
        plan = [str(line) for (line,) in session.execute(f"explain (analyze) {asked}".encode()).fetchall()]
        planning, execution = (_milliseconds(plan, of) for of in ("Planning Time", "Execution Time"))
        dear = [line for line in plan if _took(line) * 10 >= execution]
        clock = planning + execution
        figures = {"cpu ms": cpu, "clock ms": clock, "planning ms": planning}
        found[what] = {"rows": rows, **{name: round(ms, 1) for name, ms in figures.items()}, "plan": dear}
        print(
            f"{cpu:9.1f} ms of processor {clock:9.1f} on the clock {rows:6} rows  {what}", file=sys.stderr, flush=True
        )
    return found


def _on_processor(session: "psycopg.Connection[tuple[Any, ...]]") -> float:
    """Milliseconds that the server's process of this session has run so far."""
    return int(Path(f"/proc/{session.info.backend_pid}/schedstat").read_text(encoding="ascii").split()[0]) / 1e6


def _milliseconds(plan: list[str], of: str) -> float:
    return next(float(line.split()[2]) for line in plan if line.startswith(of))


def _took(line: str) -> float:
    """Milliseconds of a line of a plan in all its loops."""
    took = re.search(r"actual time=[\d.]+\.\.([\d.]+) rows=[\d.]+ loops=(\d+)", line)
    return float(took[1]) * int(took[2]) if took else 0.0


@contextmanager
def _folder(asked: str) -> Iterator[Path]:
    if asked:
        Path(asked).mkdir(parents=True, exist_ok=True)
        yield Path(asked).resolve()
    else:
        with tempfile.TemporaryDirectory(prefix="etl-benchmarks-", ignore_cleanup_errors=True) as folder:
            yield Path(folder).resolve()
