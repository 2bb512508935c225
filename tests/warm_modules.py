"""Programs, each run in a process that is forked from this one, which has imported what takes them long.

Takes a line of JSON on standard input: {"module": as in `python -m` or the path of a script, "arguments", "environment",
"has_children", "out" and "err": files} begins one and is answered by its pid; {"wait": pid} is answered by its exit code.
What sets Prefect up each program imports by itself.
"""

import tests.quick_imports  # noqa: F401  # isort: skip - before Prefect
import gc
import json
import os
import runpy
import sys
import warnings

import apprise  # noqa: F401
import fastapi.encoders  # noqa: F401
import prefect.artifacts
import prefect.client.orchestration
import prefect.context
import prefect.flow_runs
import prefect.flows
import prefect.futures
import prefect.states
import prefect.task_runners
import prefect.tasks
import rich.markdown  # noqa: F401
import typer.rich_utils  # noqa: F401

import etl.cli
import etl.night.run
import etl.notices.after_night
import etl.validate.judge
import etl.warehouse.schema.build
import etl.workers.reading_child  # noqa: F401
from tests.own_fork_server import begin_fork_server


def main() -> None:
    """Fork programs and wait for them, until the input ends."""
    assert "prefect.main" not in sys.modules  # it reads the environment and sets up logging
    gc.freeze()  # or each would go through what it never uses when it ends, and so copy it
    gc.enable()  # which whoever began this one did not want while it imports
    print("ready", flush=True)
    for line in sys.stdin:
        asked = json.loads(line)
        if "wait" in asked:
            print(os.waitstatus_to_exitcode(os.waitpid(asked["wait"], 0)[1]), flush=True)
        elif pid := os.fork():
            print(pid, flush=True)
        else:
            _run(**asked)
            return


def _run(
    module: str, arguments: list[str], environment: dict[str, str], has_children: bool, out: str, err: str
) -> None:
    for number, name in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(name, os.O_RDWR | os.O_CREAT), number)
    os.setsid()  # it can be killed with all it has started
    os.environ.clear()
    os.environ.update(environment)
    if environment.get("PYTHONWARNINGS") == "error":  # which Python asks for when it starts
        warnings.simplefilter("error")
    if has_children:
        begin_fork_server()
    if module == "prefect":  # `etl` does so itself when it comes to run a flow
        prefect.context.refresh_global_settings_context()
    sys.argv = [module, *arguments]
    if module.endswith(".py"):
        runpy.run_path(module, run_name="__main__")
    else:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
