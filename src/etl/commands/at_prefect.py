"""Commands that set a running Prefect server up: forms of the deployments, and automations that call the operators."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from etl.errors import ConfigError, TransientError
from etl.settings import Settings, load_settings
from etl.terminal import tell

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

app = typer.Typer()
DOES_NOT_ANSWER = (
    "etl serve runs here, and its server at {url} does not answer, as one that is starting or was stopped (Ctrl-Z); nothing was "
    "changed; in a minute the same command, and if it says this again: systemctl restart county-etl"
)


@app.command()
def deployments() -> None:
    """Put counties and reports into the forms of what `prefect deploy` has deployed; etl serve does it by itself."""
    from etl.night.request import load_config

    settings = load_settings()
    config = load_config(settings.config)
    with running_server(settings) as client:
        from flows.automations import put_forms

        tell(*put_forms(client, config))


@app.command()
def automations() -> None:
    """Have Prefect call the operators (ETL_WEBHOOKS, ETL_OPERATOR_MAIL) when a night fails, is late, or a run crashes."""
    settings = load_settings()
    with running_server(settings) as client:
        from flows.automations import make_automations

        tell(*make_automations(client))


@contextmanager
def running_server(settings: Settings) -> Iterator["SyncPrefectClient"]:
    """A client of the operator's server (PREFECT_API_URL), else of `etl serve` on the same home."""
    from flows.local_server import answers
    from flows.served_address import served_url
    from flows.session import prefect_session

    operators = os.environ.get("PREFECT_API_URL")
    served = None if operators else served_url(settings.home / "prefect")
    if not operators and served is None:
        raise ConfigError("no Prefect server runs here: start etl serve --ui, or set PREFECT_API_URL to yours")
    if served and not answers(served):  # a server of this command's own would write into the same database
        raise TransientError(DOES_NOT_ANSWER.format(url=served))
    with prefect_session(settings.home, api_url=operators) as session:
        session.wait_ready()
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            yield client
