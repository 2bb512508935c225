"""Reading of a night besides threads: in processes of this machine, on workers of a Dask cluster or of a work pool.

Takes a batch of files, gives what they say; a task gets names and hashes of files, never a connection or a path.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from uuid import uuid4

from prefect import task
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import FlowRun, State
from prefect.deployments import run_deployment
from prefect.exceptions import ObjectNotFound
from prefect.futures import PrefectFuture
from prefect.states import Cancelling, Failed
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner, ThreadPoolTaskRunner
from prefect.tasks import Task
from pydantic import TypeAdapter

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.errors import ConfigError, TransientError
from etl.intake.archive import relocated
from etl.model import FileReading, SourceFile
from etl.night.context import RunContext
from etl.night.fetch import FilesByPrefecture
from etl.night.needs import failed_counties, with_names
from etl.night.read import Readings
from etl.settings import Settings, load_settings
from etl.warehouse.queries.ledger import without_members
from etl.workers.reading_wire import known_names
from etl.workers.remote import UNFETCHED, fetch, key_here, read_remotely, to_send
from flows.run_log import say

POLL_SECONDS = 1
AT_ONCE = 1000  # prefectures that may wait for workers of a work pool; a thread each
NOT_DEPLOYED = (
    "ETL_TASK_RUNNER is work-pool, and Prefect's server has no deployment read/read: set PREFECT_API_URL to the server of the"
    " workers, and there: prefect deploy --all --prefect-file config/prefect.yaml"
)
_SOURCES = TypeAdapter(list[SourceFile])
_stopping = threading.Event()
_here = threading.Lock()  # this machine reads one prefecture at a time


@task(task_run_name="read {prefecture}", retries=2, retry_delay_seconds=2)
def read_there(
    prefecture: str,  # noqa: ARG001
    sources: list[SourceFile],
    fingerprint: str,
    with_passwords: list[str],
    marked_by: str,
) -> "list[FileReading] | State[Any]":
    """One prefecture's files, read by whichever worker takes the task."""
    return _failed_or(read_remotely(sources, fingerprint, with_passwords, marked_by))


@task(task_run_name="read {prefecture}")
def read_by_worker(
    prefecture: str, sources: list[SourceFile], fingerprint: str, with_passwords: list[str], marked_by: str
) -> "list[FileReading] | State[Any]":
    """One prefecture's files, read by a worker of a work pool as a flow run of its own; by this machine if none does."""
    settings, answer = load_settings(), f"read-{uuid4()}"
    parameters = {
        "prefecture": prefecture,
        "sources": _SOURCES.dump_python(sources, mode="json"),
        "fingerprint": fingerprint,
        "with_passwords": with_passwords,
        "marked_by": marked_by,
        "answer": answer,
    }
    run = _followed(_begun(parameters), settings.work_pool_seconds)
    trouble = f"were left by the workers ({_state(run)})"
    if run.state is not None and run.state.is_completed():
        try:
            return _failed_or(fetch(settings.archive, answer, sources, known_names(load_catalog(settings.config))))
        except UNFETCHED as error:
            trouble = f"were read by a worker whose answer is not in {settings.archive} ({type(error).__name__}); is that folder shared?"
    say(f"{prefecture}: its files {trouble}: read here")
    with _here:
        _go_on()
        return _failed_or(read_remotely(sources, fingerprint, with_passwords, marked_by))


def _failed_or(readings: list[FileReading]) -> "list[FileReading] | State[Any]":
    """The readings; as a failed state that names them when some counties failed, with which the night goes on."""
    failures = Readings.of(readings).failures
    if not failures:
        return readings
    divisions = load_divisions(load_settings().config)
    return Failed(message=failed_counties(with_names(divisions, failures)), data=readings)


def _begun(parameters: dict[str, Any]) -> FlowRun:
    try:
        return run_deployment("read/read", parameters=parameters, timeout=0, as_subflow=False)
    except ObjectNotFound:
        raise ConfigError(NOT_DEPLOYED) from None


def _followed(run: FlowRun, seconds: float) -> FlowRun:
    """The run when it has ended, or when its time is up: then no worker may begin it any more."""
    deadline = time.monotonic() + seconds
    with get_client(sync_client=True) as client:
        while not (run.state and run.state.is_final()) and time.monotonic() < deadline:
            if _stopping.wait(POLL_SECONDS):
                break
            run = client.read_flow_run(run.id)
        if not (run.state and run.state.is_final()):
            client.set_flow_run_state(run.id, Cancelling(), force=True)
    _go_on()
    return run


def _go_on() -> None:
    if _stopping.is_set():
        raise TransientError("the night was stopped while workers read")


def _state(run: FlowRun) -> str:
    return str(run.state.name).lower() if run.state else "unknown"


def read_as_tasks(context: RunContext, batch: FilesByPrefecture, on_files: Callable[[int], None]) -> Readings:
    """Read the files of a batch, a task run for each prefecture; `on_files` hears how many came back."""
    config, settings = context.config, context.settings
    as_here = {
        "fingerprint": config.catalog.fingerprint,
        "with_passwords": sorted(settings.passwords),
        "marked_by": key_here(settings.home),
    }
    with _submitting(settings) as submit:
        futures = [
            submit({"prefecture": config.divisions.prefectures[code].name, "sources": files, **as_here})
            for code, sources in batch.items()
            for files in to_send(sources)
        ]
        found: list[FileReading] = []
        for future in futures:
            readings = future.result(raise_on_failure=False)
            if isinstance(readings, BaseException):
                raise readings
            found += (replace(one, source=relocated(one.source, settings.archive)) for one in readings)
            on_files(len(without_members(one.source for one in readings)))
    return Readings.of(found)


@contextmanager
def _submitting(settings: Settings) -> Iterator[Callable[[dict[str, Any]], PrefectFuture[Any]]]:
    """Give a call that submits a task that reads, for as long as the block lasts; left by an error, it waits for no
    worker. ConfigError when what it needs is not installed or not said."""
    reads, runner = _task_and_runner(settings)
    _stopping.clear()
    with runner:
        try:
            yield partial(runner.submit, reads)
        except BaseException:
            _stopping.set()
            raise


def _task_and_runner(settings: Settings) -> tuple[Task[..., Any], TaskRunner[Any]]:
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
