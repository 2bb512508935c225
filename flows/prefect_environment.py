"""The environment that Prefect reads its settings from: takes the options of a session, sets it, and puts back what was.

Prefect reads it at import, and processes that it starts inherit it: so keys go this way, and never on a command line.
"""

import os
from collections.abc import Mapping
from pathlib import Path

ALWAYS = {
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLOUD_ENABLE_ORCHESTRATION_TELEMETRY": "false",
    "PREFECT_TELEMETRY_ENABLE_RESOURCE_METRICS": "false",
    "PREFECT_SERVER_EPHEMERAL_ENABLED": "false",  # no second server behind our back
    "PREFECT_LOGGING_TO_API_WHEN_MISSING_FLOW": "ignore",
    "PREFECT_TASKS_DEFAULT_NO_CACHE": "true",  # the default policy hashes every parameter of every task run
}
WITH_OUR_SERVER = {
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_BATCH_SIZE": "100",
    "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_FLUSH_INTERVAL": "1",  # cut to whole seconds, and 0 would spin
    "PREFECT_CLIENT_MAX_RETRIES": "3",  # 14 s; the 5 of the default go on for 62 s a request once our server is dead
    "PREFECT_CLIENT_CSRF_SUPPORT_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
}
WITHOUT_UI = {
    "PREFECT_SERVER_UI_ENABLED": "false",  # it would copy itself into site-packages
    "PREFECT_SERVER_REGISTER_BLOCKS_ON_START": "false",
    "PREFECT_SERVER_MEMOIZE_BLOCK_AUTO_REGISTRATION": "false",
    "PREFECT_SERVER_SERVICES_EVENT_PERSISTER_ENABLED": "false",  # task runs are recorded by another service
    "PREFECT_SERVER_SERVICES_TRIGGERS_ENABLED": "false",
}
WITH_UI = {  # blocks, events and triggers as Prefect has them: what the UI offers works
    "PREFECT_SERVER_UI_API_URL": "/api",  # of whatever host and port the browser came by, a tunnel's too
    "PREFECT_SERVER_UI_SHOW_PROMOTIONAL_CONTENT": "false",
}
OPERATORS_DATABASE = ("PREFECT_SERVER_DATABASE_", "PREFECT_API_DATABASE_")


def set_environment(folder: Path) -> None:
    """Prefect's home and what we always want; the rest is the operator's."""
    os.environ.pop("PREFECT_PROFILE", None)  # not in our home, and Prefect prints a warning about that
    os.environ.update(ALWAYS)
    os.environ["PREFECT_HOME"] = str(folder)
    os.environ["PREFECT_PROFILES_PATH"] = str(folder / "profiles.toml")


def set_environment_of_our_server(folder: Path, key: str, *, ui: bool) -> None:
    """The settings of a server of ours and of its clients; of the operator's only the database is left."""
    for name in [name for name in os.environ if name.startswith("PREFECT_")]:
        if not name.startswith(OPERATORS_DATABASE):
            del os.environ[name]
    os.environ.update(WITH_OUR_SERVER | (WITH_UI if ui else WITHOUT_UI))
    if ui:
        os.environ["PREFECT_SERVER_UI_STATIC_DIRECTORY"] = str(folder / "ui")
    os.environ["PREFECT_SERVER_API_AUTH_STRING"] = os.environ["PREFECT_API_AUTH_STRING"] = key
    past_proxies = [os.environ.get("NO_PROXY") or os.environ.get("no_proxy"), "127.0.0.1"]
    os.environ["NO_PROXY"] = os.environ["no_proxy"] = ",".join(filter(None, past_proxies))
    set_environment(folder)


def put_back(before: Mapping[str, str]) -> None:
    """Give the environment the values that it had `before`."""
    for name in [name for name in os.environ if _is_ours(name)]:
        del os.environ[name]
    os.environ.update({name: value for name, value in before.items() if _is_ours(name)})


def _is_ours(name: str) -> bool:
    return name.startswith("PREFECT_") or name.upper() in {"DO_NOT_TRACK", "NO_PROXY"}
