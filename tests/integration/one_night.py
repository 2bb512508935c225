"""A night without Prefect, in this process, step after step."""

import warnings
from datetime import datetime

from etl.night.context import open_night
from etl.night.request import RunRequest
from etl.night.run import run_night
from etl.night.summary import Summary

with warnings.catch_warnings():  # Great Expectations imports what Python has deprecated
    warnings.simplefilter("ignore", DeprecationWarning)
    import etl.validate.judge  # noqa: F401 - which a night without judging children imports late


def one_night(now: datetime, **asked: object) -> Summary:
    """Run it to its end; settings come from the environment, as in a real one."""
    with open_night(RunRequest(now, **asked)) as context:  # type: ignore[arg-type]
        return run_night(context)
