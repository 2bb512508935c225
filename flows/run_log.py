"""Lines of a run while it runs: takes facts, puts them into its log at Prefect and the journal of whoever serves it.

Prefect ships a log in bulk, beside the run. At a terminal the command says the same, so that nothing here repeats it there.
"""

import logging
import sys
from collections.abc import Iterable

from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.context import FlowRunContext
from prefect.flows import Flow
from prefect.logging import get_run_logger

from etl.foreign_text import visible
from etl.night.summary import Fact, Summary
from etl.terminal import note, tell
from flows.log_filters import InWords

OURS = ("failed", "empty", "gone")
LOGGERS = ("prefect.flow_runs", "prefect.task_runs", "prefect.engine")


_in_words = InWords()


def log_in_words() -> None:
    """Keep tracebacks of our own errors out of the logs of this process; safe to call again."""
    for name in LOGGERS:
        logging.getLogger(name).addFilter(_in_words)  # which takes a filter once


def say(line: str) -> None:
    """Say a line beside the stages, and in the run's log."""
    note(line)
    log((Fact(line, "said"),))


def log(facts: Iterable[Fact]) -> None:
    """Log facts, one a line; a failed county is an error, any other trouble a warning."""
    logger = get_run_logger()
    for fact in facts:
        logger.log(_level(fact), "%s", visible(fact.line.strip()))


def _level(fact: Fact) -> int:
    if fact.kind in OURS:
        return logging.ERROR
    return logging.WARNING if fact.kind else logging.INFO


def log_summary(summary: Summary) -> None:
    """Log what became of the run; a journal gets its headline and every trouble."""
    facts = summary.facts()
    log(facts)
    in_journal(facts[0].line, *(fact.line for fact in facts if fact.kind))


def in_journal(first: str, *lines: str) -> None:
    """Say lines of a run that was started by its deployment, where nobody sits at a terminal; the first names the run."""
    context = FlowRunContext.get()
    if context is None or context.flow_run is None or context.flow_run.deployment_id is None:
        return
    tell(f"{context.flow_run.name}: {first}", *lines, to=sys.stderr)


def say_it_broke_off(flow: Flow, flow_run: FlowRun, state: State) -> None:  # type: ignore[type-arg]
    """Say that a served run has crashed or was cancelled: a hook, which may run in another process than the run did."""
    if flow_run.deployment_id is None:
        return
    with get_client(sync_client=True) as client:
        known = client.read_flow_run(flow_run.id)  # a runner knows it by the name that it had before it began
        period = known.parameters.get("period")
        tags = [*known.tags, *([f"period:{period}"] if period else []), "outcome:broke-off"]
        client.update_flow_run(flow_run.id, tags=list(dict.fromkeys(tags)))
    ended = "was cancelled" if state.is_cancelled() or state.is_cancelling() else f"broke off: {state.message}"
    tell(f"{known.name or flow.name}: {ended}; whether it had published is said by: etl runs", to=sys.stderr)
