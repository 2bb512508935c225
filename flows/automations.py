"""Automations at Prefect that raise an alarm: takes a client, gives a line for each. Made again, each is the same one.

Each starts the deployment `alarm`, which calls the operators by the channels of its settings: Prefect's database holds no
secret, only which deployment to run.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

from prefect.client.orchestration import SyncPrefectClient
from prefect.client.schemas.actions import DeploymentUpdate
from prefect.events.actions import RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.exceptions import ObjectNotFound

from etl.errors import ConfigError
from etl.night.request import Config
from etl.warehouse.queries.notice_ledger import LONGEST_NIGHT
from flows.alarm import alarm
from flows.deployments import FLOWS
from flows.forms import form

LEAD = "county-etl: "
LATE = timedelta(minutes=30)
WATCHED = [flow.name for flow, _ in FLOWS if flow is not alarm]  # an alarm that goes wrong raises none
ENDED = {f"prefect.flow-run.{state}" for state in ("Completed", "Failed", "Crashed", "Cancelling", "Cancelled")}
STARTED = ENDED | {"prefect.flow-run.Running"}
NOT_DEPLOYED = (
    "Prefect's server knows no deployment {name}: start etl serve --ui, or for workers"
    " prefect deploy --all --prefect-file config/prefect.yaml"
)


def put_forms(client: SyncPrefectClient, config: Config) -> Iterator[str]:
    """Give every deployment on the server the form that its flow has by this configuration."""
    known = _deployed(client)
    for flow, _ in FLOWS:
        schema = form(flow, config).model_dump(exclude_unset=True)
        client.update_deployment(
            known[flow.name],
            DeploymentUpdate(parameter_openapi_schema=schema, enforce_parameter_schema=True),
        )
        yield f"{flow.name}: its form has {', '.join(flow.parameters.properties) or 'no fields'}"


def make_automations(client: SyncPrefectClient) -> Iterator[str]:
    """Make each automation, or bring the one of its name up to date."""
    if not _has_triggers(client):
        raise ConfigError("Prefect's server here runs no automations: stop etl serve, and start it with --ui")
    known = _deployed(client)
    for automation in automations(known):
        standing = client.read_automations_by_name(automation.name)
        if standing:
            client.update_automation(standing[0].id, automation)
        else:
            client.create_automation(automation)
        yield f"{'brought up to date' if standing else 'made'}: {automation.name}"


def automations(deployed: dict[str, UUID], late: timedelta = LATE) -> list[AutomationCore]:
    """The automations, by which each alarm is raised."""
    nightly = [deployed["nightly"]]
    raised = deployed[alarm.name]
    return [
        _automation("a night failed", "failed", raised, _seen("Failed", nightly)),
        _automation("a run crashed", "crashed", raised, _seen("Crashed", [deployed[name] for name in WATCHED])),
        _automation("a night is late", "late", raised, _missed("Late", STARTED, late, nightly)),
        _automation("a night takes too long", "long", raised, _missed("Running", ENDED, LONGEST_NIGHT, nightly)),
    ]


def _automation(name: str, happened: str, raised: UUID, trigger: EventTrigger) -> AutomationCore:
    run = {"__prefect_kind": "jinja", "template": "{{ labels.prefect.resource.id }}"}
    action = RunDeployment(deployment_id=raised, parameters={"happened": happened, "flow_run": run})
    description = "made by etl automations; calls the operators' channel"
    return AutomationCore(name=LEAD + name, description=description, trigger=trigger, actions=[action])


def _seen(state: str, deployed: list[UUID]) -> EventTrigger:
    return EventTrigger(
        expect={f"prefect.flow-run.{state}"}, posture=Posture.Reactive, threshold=1, **_each_run_of(deployed)
    )


def _missed(after: str, expected: set[str], within: timedelta, deployed: list[UUID]) -> EventTrigger:
    return EventTrigger(
        after={f"prefect.flow-run.{after}"},
        expect=expected,
        posture=Posture.Proactive,
        threshold=1,
        within=within,
        **_each_run_of(deployed),
    )


def _each_run_of(deployed: list[UUID]) -> dict[str, Any]:
    related = {
        "prefect.resource.role": "deployment",
        "prefect.resource.id": [f"prefect.deployment.{one}" for one in deployed],
    }
    return {
        "match": {"prefect.resource.id": "prefect.flow-run.*"},
        "match_related": related,
        "for_each": {"prefect.resource.id"},
    }


def _has_triggers(client: SyncPrefectClient) -> bool:
    """False when the server says that the service which watches events is off."""
    settings = client.request("GET", "/admin/settings").json()
    return settings.get("server", {}).get("services", {}).get("triggers", {}).get("enabled") is not False


def _deployed(client: SyncPrefectClient) -> dict[str, UUID]:
    known = {}
    for flow, _ in FLOWS:
        try:
            known[flow.name] = client.read_deployment_by_name(f"{flow.name}/{flow.name}").id
        except ObjectNotFound:
            raise ConfigError(NOT_DEPLOYED.format(name=flow.name)) from None
    return known
