"""After a night: the operators get its sum, and whoever watches over us a sign of life. Nothing here fails a night."""

from datetime import datetime

import sqlalchemy as sa

from etl.config.calendar import TIMEZONE
from etl.night.context import RunContext
from etl.night.request import Config
from etl.notices.operator_letter import NightFacts, holidays_missing, night_notice
from etl.notices.send import Notifier, Sent, has_operator_channel
from etl.settings import Settings
from etl.warehouse.queries.notice_ledger import last_nights, run_facts


def after_night(context: RunContext) -> list[str]:
    """Report a night that published; gives a line for each notice that could not be sent.

    A run of one period, some counties or some reports is somebody's at a terminal, who sees what became of it; so is a rerun.
    """
    settings = context.settings
    if not context.request.is_whole_night:
        return []
    sent_all = report_run(settings, context.engine, context.config, context.run_id, context.request.now)
    troubles = [sent.line for sent in sent_all if sent.trouble]
    if settings.heartbeat_url and not _has_seen_nothing(context):
        from etl.notices.channels.heartbeat import beat  # noqa: PLC0415 - only when it is asked for

        trouble = beat(settings.heartbeat_url.get_secret_value().strip())
        troubles += [trouble] if trouble else []
    return troubles


def _has_seen_nothing(context: RunContext) -> bool:
    """True when the last whole night, which is this one, found its inbox empty after full ones: it gives no sign of life."""
    with context.engine.connect() as connection:
        return last_nights(connection).inbox_was_empty


def report_run(settings: Settings, engine: sa.Engine, config: Config, run_id: str, now: datetime) -> list[Sent]:
    """The sum of a run to the operators, by every channel that has not had it yet."""
    if not has_operator_channel(settings):
        return []
    with engine.connect() as connection:
        found = run_facts(connection, run_id)
    facts = NightFacts(**found, holidays=holidays_missing(config.calendar, now.astimezone(TIMEZONE).date()))
    day = facts.run["started_at"].astimezone(TIMEZONE).date()
    with Notifier(settings, engine, now) as post:
        link = f"{settings.site_url}index.html" if settings.site_url else ""
        return post.to_operators(night_notice(facts, config.catalog.titles, link), day)
