"""An alarm by the operators' channel for a run that went wrong, started by Prefect's automations (`etl automations`).

The automation hands over what happened and which run it was; channels and their secrets stand in the settings, not at Prefect.
"""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from prefect import flow
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.exceptions import ObjectNotFound
from prefect.states import Completed, Failed

from etl.errors import TransientError
from etl.notices.operator_letter import run_alarm
from etl.notices.send import Notifier, has_operator_channel
from etl.settings import load_settings
from flows.night_flow import ends_in_words
from flows.run_names import COUNTY_FAILED, INBOX_IN_QUESTION, run_name

NO_CHANNEL = "no operator can be notified: set ETL_SMTP_URL and ETL_OPERATOR_MAIL, or ETL_WEBHOOKS"


@flow(name="alarm", flow_run_name=run_name)
@ends_in_words
def alarm(happened: str, flow_run: str) -> "State[Any]":
    """Tell the operators that a run failed, crashed or is late; started by Prefect's automations, and by nobody else.

    Args:
        happened: What happened to the run: failed, crashed, late or long.
        flow_run: The id of the run at Prefect, as its event names it.
    """
    settings = load_settings()
    run = _known(flow_run)
    if run is None:
        return Completed(message=f"there is no run {flow_run} any more")
    if happened == "failed" and any(f"outcome:{known}" in run.tags for known in (COUNTY_FAILED, INBOX_IN_QUESTION)):
        return Completed(message=f"{run.name} is published, and has told the operators itself what is in question")
    if not has_operator_channel(settings):
        return Completed(message=NO_CHANNEL)
    why = run.state.message or "" if run.state else ""
    with Notifier(settings, None, datetime.now(UTC)) as post:
        sent = post.to_operators(run_alarm(happened, run.name, why))
    said = "; ".join(one.line for one in sent)
    if not all(one.is_sent for one in sent):
        return Failed(message=said, data=TransientError(said))
    return Completed(message=said)


def _known(flow_run: str) -> FlowRun | None:
    try:
        with get_client(sync_client=True) as client:
            return client.read_flow_run(UUID(flow_run.rpartition(".")[2]))
    except (ObjectNotFound, ValueError):
        return None
