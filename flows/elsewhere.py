"""Where the reading of a night runs besides threads: processes of this machine, workers of a Dask cluster or of a work pool.

Takes the settings, gives a task and a task runner of Prefect to submit it to; a task gets names and hashes of files, never a
connection.
"""

import threading
from typing import Any
from uuid import uuid4

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.states import Cancelling
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task
from pydantic import TypeAdapter

from etl.console import Progress
from etl.errors import ConfigError
from etl.model import FileReading, SourceFile
from etl.night.apart import fetch, read_apart
from etl.settings import Settings, load_settings

AT_ONCE = 1000  # prefectures that may wait for workers of a work pool; a thread each
NOT_DEPLOYED = (
    "ETL_TASK_RUNNER is work-pool, and Prefect's server has no deployment read/read: set PREFECT_API_URL to the server of the"
    " workers, and there: prefect deploy --all --prefect-file config/prefect.yaml"
)
_SOURCES = TypeAdapter(list[SourceFile])
_here = threading.Lock()  # this machine reads one prefecture at a time


@task(task_run_name="read {prefecture}", retries=2, retry_delay_seconds=2)
def read_there(
    prefecture: str,  # noqa: ARG001
    sources: list[SourceFile],
    fingerprint: str,
    with_passwords: list[str],
) -> list[FileReading]:
    """One prefecture's files, read by whichever worker takes the task."""
    return read_apart(sources, fingerprint, with_passwords)


@task(task_run_name="read {prefecture}")
def read_by_worker(
    prefecture: str, sources: list[SourceFile], fingerprint: str, with_passwords: list[str]
) -> list[FileReading]:
    """One prefecture's files, read by a worker of a work pool as a flow run of its own; by this machine if none does."""
    settings, answer = load_settings(), f"read-{uuid4()}"
    parameters = {
        "prefecture": prefecture,
        "sources": _SOURCES.dump_python(sources, mode="json"),
        "fingerprint": fingerprint,
        "with_passwords": with_passwords,
        "answer": answer,
    }
    try:
        run = run_deployment(
            "read/read", parameters=parameters, timeout=settings.work_pool_seconds, poll_interval=1, as_subflow=False
        )
    except ObjectNotFound:
        raise ConfigError(NOT_DEPLOYED) from None
    if run.state is not None and run.state.is_completed():
        return fetch(settings.archive, answer)
    _give_up(run)
    Progress().say(f"{prefecture}: its files were left by the workers ({_state(run)}) and are read here")
    with _here:
        return read_apart(sources, fingerprint, with_passwords)


def _state(run: FlowRun) -> str:
    return str(run.state.name).lower() if run.state else "unknown"


def _give_up(run: FlowRun) -> None:
    """Let no worker begin what is read here; one that is at it leaves an answer that nobody fetches."""
    if run.state is None or not run.state.is_final():
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(run.id, Cancelling(), force=True)


def elsewhere(settings: Settings) -> tuple[Task[..., list[FileReading]], TaskRunner[Any]]:
    """The task that reads and the runner it goes to; ConfigError when what it needs is not installed or not said."""
    if settings.task_runner == "processes":
        return read_there, ProcessPoolTaskRunner(max_workers=settings.readers)
    if settings.task_runner == "work-pool":
        return read_by_worker, ThreadPoolTaskRunner(max_workers=AT_ONCE)
    if settings.dask_scheduler is None:
        raise ConfigError("ETL_TASK_RUNNER is dask: set ETL_DASK_SCHEDULER to the scheduler, as tcp://host:8786")
    try:
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415 - takes a second, and only this setting needs it
    except ImportError:
        raise ConfigError("ETL_TASK_RUNNER is dask, and prefect-dask is not installed here") from None
    return read_there, DaskTaskRunner(address=settings.dask_scheduler)
