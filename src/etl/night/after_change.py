"""Reach of a changed contract or reader in a night: takes files and verdicts, says which are judged again and which stand.

An upgrade sends nothing back by itself. Files of periods past their due date are judged again by a replay only; a report of
the current period that was accepted and would be returned now stays in use, and the operator is told.
"""

from collections.abc import Collection, Iterable, Mapping

from etl.config.calendar import parse_period
from etl.model import SUBMISSION_KEY, Identity, SourceFile, Status, SubmissionKey
from etl.night.context import RunContext
from etl.selection import Choice
from etl.validate.verdicts import Judgement


def is_settled(context: RunContext, source: SourceFile) -> bool:
    """True when a run that is no replay need not read this file again: it was judged by these rules, or waits for a replay."""
    return context.ledger.is_decided(source, context.config.catalog.fingerprint) or waits_for_replay(context, source)


def waits_for_replay(context: RunContext, source: SourceFile) -> bool:
    """True for a file of a period past its due date that was judged by other contracts or another reader."""
    due_on = context.config.calendar.due_on(parse_period(source.period))
    return _judged_by_others(context, source) and context.request.today > due_on


def kept_in_use(
    context: RunContext, choices: Collection[Choice], judged: Judgement
) -> dict[SubmissionKey, frozenset[Identity]]:
    """The reports that the change alone would send back, with their files: accepted as they stand there, by other rules."""
    if context.request.is_replay:
        return {}
    is_returned = judged.submissions["status"] == Status.RETURNED
    returned = set(judged.submissions.loc[is_returned, [*SUBMISSION_KEY]].itertuples(index=False, name=None))
    again = {}
    for choice in choices:
        sources = (choice.source, *(part.source for part in choice.parts))
        key = choice.county_code, choice.period, choice.report
        if key in returned & context.ledger.accepted and all(_judged_by_others(context, one) for one in sources):
            again[key] = _identities(sources)
    deciding = context.ledger.deciding_files(again)
    return {key: files for key, files in again.items() if _identities(deciding.get(key, ())) == files}


def decided_under(context: RunContext, source: SourceFile, kept: Mapping[SubmissionKey, Collection[Identity]]) -> str:
    """Fingerprint of the rules that decided this file: those before while a report of it is kept, so that it is said again.

    A run of some reports only decides no file: the next full night reads it again.
    """
    if context.request.reports:
        return ""
    if any(source.identity in files for files in kept.values()):
        return context.ledger.files[source.identity].decided_under
    return context.config.catalog.fingerprint


def _judged_by_others(context: RunContext, source: SourceFile) -> bool:
    known = context.ledger.files.get(source.identity)
    return known is not None and known.decided_under not in ("", context.config.catalog.fingerprint)


def _identities(sources: Iterable[SourceFile]) -> frozenset[Identity]:
    return frozenset(source.identity for source in sources)
