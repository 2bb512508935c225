"""Cost of typing and of the rules, apart. Takes an inbox, gives CPU milliseconds a file.

In a night both happen in one go in the judging processes; here some files are read, then judged in this one, a report after
the other, and its CPU time is told apart. Great Expectations costs about the same whatever it looks at, so there are many.
"""

import time
from pathlib import Path

from benchmarks.reading import source, spread
from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.selection import by_report, choose
from etl.settings import load_settings
from etl.validate.judge import Judge
from etl.validate.suite import SuiteRunner
from etl.workers.reading_pool import reading_pool

FILES = 200


def main(inbox: str) -> dict[str, float]:
    """CPU milliseconds a file, averaged."""
    settings = load_settings()
    catalog = load_catalog(settings.config)
    judge, spent = Judge(catalog), [0.0]
    SuiteRunner.run = _timed(SuiteRunner.run, spent)  # type: ignore[method-assign]
    files = spread(Path(inbox), FILES)
    with reading_pool(settings, catalog, load_divisions(settings.config)) as pool:
        chosen = by_report(choose(pool.read(map(source, files))).choices, catalog.contracts)
    for report, choices in chosen.items():
        judge.report(report, choices[:1])  # what is done once a process
    spent[0], started = 0.0, time.process_time()
    for report, choices in chosen.items():
        judge.report(report, choices)
    everything = time.process_time() - started
    ms = 1000 / len(files)
    return {"ms normalise": ms * (everything - spent[0]), "ms validate": ms * spent[0]}


def _timed(inner, spent: list[float]):  # type: ignore[no-untyped-def]
    def timed(*args: object) -> None:
        started = time.process_time()
        inner(*args)
        spent[0] += time.process_time() - started

    return timed
