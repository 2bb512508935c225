"""Name and tags of a flow run: takes its parameters and what became of it, gives what Prefect's lists show.

nightly 2026-11-30        rerun 513228 黑水县        replay 2024Q1 preview
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Any

from prefect.context import FlowRunContext

from etl.config.calendar import TIMEZONE
from etl.config.divisions import Divisions, county_code, load_divisions
from etl.errors import EtlError
from etl.foreign_text import visible
from etl.night.request import RunRequest
from etl.night.summary import Summary
from etl.settings import load_settings
from etl.text import first_of
from flows.by_hand import by_hand

NAMED = 2  # counties or reports in a name; the rest is counted
PERIODS_TAGGED = 8


def run_name() -> str:
    """Name of the flow run that begins; called by Prefect."""
    context = FlowRunContext.get()
    assert context is not None  # noqa: S101 - Prefect asks inside one
    return name_of(context.flow.name, context.parameters or {})


def name_of(kind: str, parameters: dict[str, Any]) -> str:
    """Name of a run with these parameters; it names what does not exist as it was written: the run refuses it."""
    named = (_county_names(parameters.get("counties") or ()), parameters.get("reports") or ())
    chosen = [parameters.get("period"), parameters.get("run"), *(first_of(names, NAMED, "、") for names in named)]
    words = [kind, *(str(word) for word in chosen if word)]
    if kind == "nightly" or len(words) == 1:
        words.insert(1, f"{by_hand().now.astimezone(TIMEZONE):%Y-%m-%d}")
    return visible(" ".join([*words, *(["preview"] if parameters.get("preview") else [])]))


def _county_names(counties: Sequence[str]) -> list[str]:
    if not counties:
        return []
    with suppress(EtlError):
        divisions = load_divisions(load_settings().config)
        return [_county_name(divisions, county) for county in counties]
    return list(counties)


def _county_name(divisions: Divisions, county: str) -> str:
    with suppress(EtlError):
        code = county_code(divisions, county.split()[0] if county.strip() else county)
        return f"{code} {divisions.counties[code].name}"
    return county


def tags_of_end(request: RunRequest, summary: Summary | None) -> Iterator[str]:
    """Tags of a run that has ended; without a summary it published nothing."""
    yield f"kind:{request.kind}"
    if request.period:
        yield f"period:{request.period}"
    for period in sorted(summary.standing if summary else ())[-PERIODS_TAGGED:]:
        yield f"period:{period}"
    yield f"outcome:{_outcome(request, summary)}"


def _outcome(request: RunRequest, summary: Summary | None) -> str:
    if summary is None:
        return "nothing-published"
    if summary.failed:
        return COUNTY_FAILED
    if summary.is_ours:
        return INBOX_IN_QUESTION
    if request.is_preview:
        return "preview"
    return "nothing-new" if summary.nothing_new else "published"


COUNTY_FAILED = "county-failed"
INBOX_IN_QUESTION = "inbox-in-question"  # empty after full ones, or without folders that were there


def add_tags(tags: Iterator[str]) -> None:
    """Give the flow run that is under way more tags."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None:
        return
    run, client = context.flow_run, context.client
    run.tags = list(dict.fromkeys([*run.tags, *tags]))
    client.update_flow_run(run.id, tags=run.tags)  # type: ignore[unused-coroutine] # our flows are no coroutines
