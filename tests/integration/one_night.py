"""A night without Prefect: the steps that flows/nightly.py tells, one after the other, in this process."""

from collections.abc import Callable
from datetime import datetime

from etl.night import fetch, steps
from etl.night.night import Night, open_night
from etl.night.publish import publish_night
from etl.night.request import RunRequest
from etl.night.shares import shares_of, spill
from etl.night.summary import Summary
from etl.workers.reading_pool import reading_pool


def one_night(now: datetime, fetched_by: Callable[[Night], None] = fetch.pull, **orders: object) -> Summary:
    """Run it to its end; settings come from the environment, as in a real one."""
    with open_night(RunRequest(now, **orders)) as night:  # type: ignore[arg-type]
        fetched_by(night)
        if shares := shares_of(night):
            with reading_pool(night.settings) as pool, steps.judging_pool(night) as judges:
                for night.to_read in shares:
                    for prefecture in night.to_read:
                        steps.read_prefecture(night, pool, prefecture)
                    steps.choose_files(night, pool)
                    for report in steps.reports_to_judge(night):
                        steps.judge_report(night, judges, report)
                    steps.judge_across(night)
                    spill(night, is_only=len(shares) == 1)
        return publish_night(night)
