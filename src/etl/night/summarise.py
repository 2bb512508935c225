"""Sum a run up: takes what each of its steps gave, gives its summary; reads the warehouse, writes nothing."""

from collections import Counter
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import timedelta

from etl.config.calendar import TIMEZONE
from etl.errors import TransientError
from etl.model import SUBMISSION_KEY, Status, SubmissionKey
from etl.night.context import RunContext
from etl.night.fetch import Fetched
from etl.night.needs import with_names
from etl.night.outcome import Outcome
from etl.night.publish import all_failures
from etl.night.summary import Returned, Summary, UnreadFile
from etl.warehouse.publish.publication import Published
from etl.warehouse.queries.lapsed_waivers import lapsed_waivers
from etl.warehouse.queries.overview import status_rows

DAYS_TOLD = 7  # a waiver that has run out is said for a week
A_MOMENT = timedelta(minutes=1)


def summarise(
    context: RunContext, fetched: Fetched, outcomes: Sequence[Outcome], published: Published, not_kept: str | None
) -> Summary:
    """Summary of the run; `not_kept` is why its validation results are not in the warehouse, if they are not."""
    counties = context.config.divisions.counties
    keys = [outcome.submissions[[*SUBMISSION_KEY]] for outcome in outcomes]
    judged = {key for frame in keys for key in frame.itertuples(index=False, name=None)}
    unchanged = judged - published.submission_ids.keys()
    failures = {**all_failures(fetched, outcomes), **fetched.not_found}
    return Summary(
        run_id=context.run_id,
        kind=context.request.kind,
        inbox=context.request.shown_inbox or "archive",
        files_seen=len(fetched.sources),
        files_read=sum(outcome.files_read for outcome in outcomes),
        seconds=context.seconds,
        accepted=published.new.get(Status.ACCEPTED, 0),
        nil=published.new.get(Status.NIL, 0),
        unchanged=len(unchanged),
        rows=sum(published.rows.values()),
        warnings=sum(outcome.warnings for outcome in outcomes) + len(fetched.listing.issues),
        waived=sum(outcome.waived for outcome in outcomes),
        inbox_is_empty=fetched.inbox_is_empty,
        folders_gone=tuple(f"{code} {counties[code].name}" for code in fetched.folders_gone),
        expired=_just_expired(context),
        lapsed=_lapsed(context),
        clock=_clock_set_back(context, published),
        unknown_year=_unknown_year(context),
        returned=_returned(context, outcomes, unchanged),
        unread=_unread(context, outcomes),
        failed=with_names(context.config.divisions, failures),
        unplaced=tuple(issue.message for issue in fetched.listing.issues),
        held=_held(context, outcomes),
        wait_for_replay=_wait_for_replay(fetched),
        superseded_files=tuple(f"{one.county_code} {one.period} {one.name}" for one in fetched.superseded_files),
        standing=_standing(context, fetched),
        impact=published.impact,
        is_preview=context.request.is_preview,
        not_kept=not_kept,
    )


def _standing(context: RunContext, fetched: Fetched) -> dict[str, dict[str, int]]:
    """The statuses of each period, counted; none when the warehouse goes away now: what was published stays published."""
    with suppress(TransientError), context.engine.connect() as connection:
        return {
            period: dict(Counter(row["status"] for row in status_rows(connection, period=period)))
            for period in sorted(fetched.periods(context.request.period))
        }
    return {}


def _lapsed(context: RunContext) -> tuple[str, ...]:
    """The waivers that are over and whose issues stand softened until a replay, whoever judged them last."""
    with suppress(TransientError), context.engine.connect() as connection:
        return tuple(one.sentence for one in lapsed_waivers(connection, context.request.today))
    return ()


def _just_expired(context: RunContext) -> tuple[str, ...]:
    """The waivers that ran out in the days before the run, for whoever asks why a report is returned again."""
    counties = context.config.divisions.counties
    return tuple(
        f"{waiver.rule} was waived for {counties[code].name if (code := waiver.county_code) else 'all counties'}"
        f" until {waiver.expires_on}"
        for waiver in context.config.waivers
        if 0 < (context.request.today - waiver.expires_on).days <= DAYS_TOLD
    )


def _clock_set_back(context: RunContext, published: Published) -> str:
    """The sentence on a clock that lies before the last publication, which this one then follows by a moment."""
    if published.decided_at - context.moment < A_MOMENT:
        return ""
    now, last = (moment.astimezone(TIMEZONE) for moment in (context.moment, published.decided_at))
    return f"the clock says {now:%Y-%m-%d %H:%M}, and what was published last is of {last:%Y-%m-%d %H:%M}"


def _unknown_year(context: RunContext) -> str:
    """The year to be added to the calendar now, on a whole night only: a run of one county is not about the calendar."""
    calendar, request = context.config.calendar, context.request
    year = calendar.unknown_year(request.today) if request.is_whole_night else None
    return f"{year} without {'、'.join(calendar.missing_holidays(year))}" if year else ""


def _returned(
    context: RunContext, outcomes: Sequence[Outcome], unchanged: Collection[SubmissionKey]
) -> tuple[Returned, ...]:
    """The reports that are newly returned, each with its first critical issue."""
    counties, contracts = context.config.divisions.counties, context.config.catalog.contracts
    return tuple(
        Returned(
            county_code=row["county_code"],
            county_name=counties[row["county_code"]].name,
            period=row["period"],
            report=row["report"],
            title=contracts[row["report"]].title.zh,
            source_file=row["source_file"],
            critical_issues=row["critical_issues"],
            message=outcome.first_critical[key],
        )
        for outcome in outcomes
        for row in outcome.submissions.loc[outcome.submissions["status"] == Status.RETURNED].to_dict("records")
        if (key := (row["county_code"], row["period"], row["report"])) not in unchanged
    )


def _unread(context: RunContext, outcomes: Sequence[Outcome]) -> tuple[UnreadFile, ...]:
    """The files in which nothing was found."""
    counties = context.config.divisions.counties
    return tuple(
        UnreadFile(f"{one.county_code} {counties[one.county_code].name}", one.period, one.message)
        for outcome in outcomes
        for one in outcome.unread
    )


def _held(context: RunContext, outcomes: Sequence[Outcome]) -> tuple[str, ...]:
    """The reports that changed rules would send back, each with its first critical issue."""
    counties, contracts = context.config.divisions.counties, context.config.catalog.contracts
    return tuple(
        f"{county} {counties[county].name} {period} {contracts[report].title.zh}: {message}"
        for outcome in outcomes
        for (county, period, report), message in outcome.held.items()
    )


def _wait_for_replay(fetched: Fetched) -> tuple[str, ...]:
    return tuple(
        f"{period} is past due, and {count} of its files were judged by other contracts or another reader; "
        f"what today's would change: etl replay --preview --period {period}"
        for period, count in sorted(fetched.wait_for_replay.items())
    )
