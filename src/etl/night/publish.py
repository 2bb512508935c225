"""The last step of a night: all its shares in one transaction, and the summary of what it did."""

import time
from collections import Counter
from contextlib import suppress

import pandas as pd

from etl.config.calendar import latest_ended
from etl.errors import TransientError
from etl.model import Status, SubmissionKey
from etl.night.night import Night, why
from etl.night.shares import summed_results
from etl.night.steps import obligations
from etl.night.summary import Returned, Summary
from etl.selection import Selection
from etl.validate.verdicts import decide_verdicts
from etl.warehouse.publish.publication import (
    ATTEMPT_COLUMNS,
    ISSUE_COLUMNS,
    OBLIGATION_COLUMNS,
    UNIT,
    WAIVER_COLUMNS,
    Publication,
    Published,
)
from etl.warehouse.publish.publish import publish
from etl.warehouse.publish.validation_results import store_results
from etl.warehouse.queries.overview import status_rows
from etl.warehouse.queries.waiting import waiting

DAYS_TOLD = 7  # a waiver that has run out is said for a week


def publish_night(night: Night) -> Summary:
    """Publish everything the night found, in one transaction, and say what it was."""
    shares = [share.publication for share in night.shares]
    compares, stores = night.orders.kind == "replay", not night.orders.is_preview
    published = publish(
        night.engine, night.config.catalog, _of_the_whole(night), shares=shares, compares=compares, stores=stores
    )
    not_kept = _keep_results(night) if stores else None
    return _summary(night, published, not_kept)


def _keep_results(night: Night) -> str | None:
    """Keep what the expectations came to; why it could not be done, which is no reason to call a published night failed."""
    try:
        store_results(night.engine, night.run_id, summed_results(night.shares))
    except Exception as error:
        return why(error)
    return None


def _of_the_whole(night: Night) -> Publication:
    """What belongs to no share: the run, who was taken up, what is due, the waivers, what could not be placed."""
    unplaced = decide_verdicts(Selection((), ()), {}, night.listing.issues)
    due = [[getattr(duty, name) for name in OBLIGATION_COLUMNS] for duty in obligations(night, night.periods())]
    return Publication(
        run=night.record(),
        finished_at=night.moment,
        issues=unplaced.issues[[*ISSUE_COLUMNS, "waived"]],
        attempts=_attempts(night),
        obligations=pd.DataFrame(due, columns=OBLIGATION_COLUMNS),
        waivers=pd.DataFrame([vars(waiver) for waiver in night.config.waivers], columns=WAIVER_COLUMNS, dtype=object),
    )


def _attempts(night: Night) -> pd.DataFrame:
    """One row for each county and period that was taken up: ok, or failed and why.

    A county whose folder could not even be listed failed for every period of the night. A replay looks into no folder, so
    it makes nothing good that a night could not read.
    """
    if night.orders.kind == "replay":
        return pd.DataFrame(columns=ATTEMPT_COLUMNS)
    came = night.came() | _nothing_left(night)
    listed = {county for county, _ in came}
    periods = night.periods() or {latest_ended(night.orders.today).id}
    came |= {(county, period) for county in night.failures.keys() - listed for period in periods}
    records = [
        (county, period, "failed" if county in night.failures else "ok", night.failures.get(county))
        for county, period in sorted(came)
    ]
    return pd.DataFrame(records, columns=ATTEMPT_COLUMNS)


def _nothing_left(night: Night) -> set[tuple[str, str]]:
    """What failed before, in folders that this night could list: where it found no file, none is waiting any more."""
    if night.orders.kind != "nightly":
        return set()
    with night.engine.connect() as connection:
        failed = {(one.county_code, one.period) for one in waiting(connection)}
    return {(county, period) for county, period in failed if night.orders.wants(county, period)}


def _summary(night: Night, published: Published, not_kept: str | None) -> Summary:
    counties = night.config.divisions.counties
    judged = {unit for share in night.shares for unit in share.submissions[UNIT].itertuples(index=False, name=None)}
    unchanged = judged - published.submission_ids.keys()
    return Summary(
        run_id=night.run_id,
        kind=night.orders.kind,
        inbox=night.orders.shown_inbox or "archive",
        files_seen=len(night.sources),
        files_read=sum(share.files_read for share in night.shares),
        seconds=time.monotonic() - night.started,
        accepted=published.new.get(Status.ACCEPTED, 0),
        nil=published.new.get(Status.NIL, 0),
        unchanged=len(unchanged),
        rows=sum(published.rows.values()),
        warnings=sum(share.warnings for share in night.shares) + len(night.listing.issues),
        waived=sum(share.waived for share in night.shares),
        expired=_just_expired(night),
        unknown_year=_unknown_year(night),
        returned=_returned(night, unchanged),
        failed={f"{code} {counties[code].name}": why for code, why in sorted((night.failures | night.absent).items())},
        unplaced=tuple(issue.message for issue in night.listing.issues),
        superseded_files=tuple(f"{one.county_code} {one.period} {one.name}" for one in night.superseded_files),
        standing=_standing(night),
        moved=published.moved,
        is_preview=night.orders.is_preview,
        not_kept=not_kept,
    )


def _standing(night: Night) -> dict[str, dict[str, int]]:
    """The statuses of each period, counted; none when the warehouse goes away now: what was published stays published."""
    with suppress(TransientError), night.engine.connect() as connection:
        return {
            period: dict(Counter(row["status"] for row in status_rows(connection, period=period)))
            for period in sorted(night.periods())
        }
    return {}


def _just_expired(night: Night) -> tuple[str, ...]:
    """The waivers that ran out in the days before the run, for whoever asks why a report is returned again."""
    counties = night.config.divisions.counties
    return tuple(
        f"{waiver.rule} was waived for {counties[code].name if (code := waiver.county_code) else 'all counties'}"
        f" until {waiver.expires_on}"
        for waiver in night.config.waivers
        if 0 < (night.orders.today - waiver.expires_on).days <= DAYS_TOLD
    )


def _unknown_year(night: Night) -> str:
    """The year to be added to the calendar now, on a whole night only: a run of one county is not about the calendar."""
    calendar = night.config.calendar
    year = calendar.unknown_year(night.orders.today) if night.orders.is_whole_night else None
    return f"{year} without {'、'.join(calendar.missing_holidays(year))}" if year else ""


def _returned(night: Night, unchanged: set[SubmissionKey]) -> tuple[Returned, ...]:
    """The reports that are newly returned, each with its first critical issue."""
    counties, contracts = night.config.divisions.counties, night.config.catalog.contracts
    return tuple(
        Returned(
            county_code=row["county_code"],
            county_name=counties[row["county_code"]].name,
            period=row["period"],
            report=row["report"],
            title=contracts[row["report"]].title.zh,
            source_file=row["source_file"],
            critical_issues=row["critical_issues"],
            message=share.first_critical[unit],
        )
        for share in night.shares
        for row in share.submissions.loc[share.submissions["status"] == Status.RETURNED].to_dict("records")
        if (unit := (row["county_code"], row["period"], row["report"])) not in unchanged
    )
