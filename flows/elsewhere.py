"""Where the reading of a night runs besides threads: processes of this machine, or the workers of a Dask cluster.

Takes the settings, gives a task runner of Prefect to submit to; a task gets names and hashes of files, never a connection.
"""

from contextlib import AbstractContextManager
from typing import Any

from prefect import task
from prefect.task_runners import ProcessPoolTaskRunner, TaskRunner

from etl.errors import ConfigError
from etl.model import FileReading, SourceFile
from etl.night.apart import read_apart
from etl.settings import Settings


@task(task_run_name="read {prefecture}", retries=2, retry_delay_seconds=2)
def read_there(prefecture: str, sources: list[SourceFile], fingerprint: str) -> list[FileReading]:  # noqa: ARG001
    """One prefecture's files, read by whichever worker takes the task."""
    return read_apart(sources, fingerprint)


def task_runner(settings: Settings) -> AbstractContextManager[TaskRunner[Any]]:
    """The runner that the settings name; ConfigError when what it needs is not installed or not said."""
    if settings.task_runner == "processes":
        return ProcessPoolTaskRunner(max_workers=settings.readers)
    if settings.dask_scheduler is None:
        raise ConfigError("ETL_TASK_RUNNER is dask: set ETL_DASK_SCHEDULER to the scheduler, as tcp://host:8786")
    try:
        from prefect_dask import DaskTaskRunner  # noqa: PLC0415 - takes a second, and only this setting needs it
    except ImportError:
        raise ConfigError("ETL_TASK_RUNNER is dask, and prefect-dask is not installed here") from None
    return DaskTaskRunner(address=settings.dask_scheduler)
