"""The last step of a night: verdicts from the judged frames, one transaction, and the summary of what it did."""

import time
from datetime import datetime

import pandas as pd

from etl.model import FileReading, Severity, Status
from etl.night.night import Night
from etl.night.steps import obligations
from etl.night.summary import Returned, Summary
from etl.validate.across import check_across
from etl.validate.verdicts import Judgement, conclude
from etl.warehouse.ledger import standing
from etl.warehouse.publish import Publication, RunRecord, publish

FILE_COLUMNS = (
    "county_code period name sha256 size modified_at pull received_at archive_path kind".split()
)


def publish_night(night: Night) -> Summary:
    """Publish everything the night found, in one transaction, and say what it was."""
    check_across(night.frames)
    judgement = conclude(night.chosen, night.frames)
    finished = night.now + pd.Timedelta(seconds=time.monotonic() - night.started)
    published = publish(night.engine, _publication(night, judgement, finished.to_pydatetime()))
    return _summary(night, judgement)
