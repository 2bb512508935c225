"""Logging of Prefect in our process: takes the folder of its home, keeps the terminal free. To be called before it is imported."""

import json
import logging
import os
from pathlib import Path

from flows.log_filters import NoNews

NOISY_LOGGERS = (
    *("prefect", "prefect._internal", "EventsWorker", "APILogWorker"),
    *("httpx", "httpcore", "websockets", "asyncio"),
    *("uvicorn", "fastapi", "docket", "alembic", "sqlalchemy", "aiosqlite"),
)


def log_to_file(folder: Path) -> None:
    """Have Prefect configure logging so that nothing reaches the terminal; its task runs still ship to the server."""
    file = {
        "class": "logging.handlers.RotatingFileHandler",
        "filename": str(folder / "client.log"),
        "maxBytes": 5_000_000,
        "backupCount": 1,
        "encoding": "utf-8",
        "delay": True,
        "formatter": "plain",
    }
    loggers: dict[str, object] = {
        name: {"level": "WARNING", "handlers": ["file"], "propagate": False} for name in NOISY_LOGGERS
    }
    loggers["prefect.flow_runs"] = loggers["prefect.task_runs"] = {"level": "INFO", "handlers": ["api"]}
    config = {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "filters": {"news": {"()": f"{NoNews.__module__}.{NoNews.__name__}"}},
        "handlers": {"file": file, "api": {"class": "prefect.logging.handlers.APILogHandler", "filters": ["news"]}},
        "loggers": loggers,
    }
    path = folder / "client-logging.yml"  # not logging.yml: the server would find that and write into our file
    path.write_text(json.dumps(config).replace("$", "$$"), encoding="ascii")  # JSON is YAML; $ is Prefect's template
    os.environ["PREFECT_LOGGING_CONFIG_PATH"] = str(path)
    logging.raiseExceptions = False  # for good: Prefect's threads write straight to stderr when they cannot ship a log
