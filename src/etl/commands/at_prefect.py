"""Commands that set a running Prefect server up: forms of the deployments, and automations that call the operators."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer

from etl.errors import ConfigError
from etl.settings import Settings, load_settings
from etl.terminal import tell

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

app = typer.Typer()


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
    from flows.served_address import served_url
    from flows.session import prefect_session

    operators = os.environ.get("PREFECT_API_URL")
    if not operators and served_url(settings.home / "prefect") is None:
        raise ConfigError("no Prefect server runs here: start etl serve --ui, or set PREFECT_API_URL to yours")
    with prefect_session(settings.home, api_url=operators) as session:
        session.wait_ready()
        from prefect.client.orchestration import get_client

        with get_client(sync_client=True) as client:
            yield client
