"""Programs, each run in a process that is forked from this one, which has imported what takes them long.

Takes a line of JSON for each on standard input: a module as in `python -m`, its arguments, its environment and the files
for its output. Gives the exit code. What is ours and light, and what sets Prefect up, each program imports by itself.
"""

import gc
import json
import os
import runpy
import sys

import apprise  # noqa: F401
import fastapi.encoders  # noqa: F401
import prefect.artifacts
import prefect.client.orchestration
import prefect.context
import prefect.events.worker
import prefect.flow_runs
import prefect.flows
import prefect.futures
import prefect.states
import prefect.task_runners
import prefect.tasks

import etl.validate.judge
import etl.warehouse.schema.build  # noqa: F401


def main() -> None:
    """Fork a program for every line, and wait for its end."""
    assert "prefect.main" not in sys.modules  # it reads the environment and sets up logging
    gc.freeze()  # or each would go through what it never uses when it ends, and so copy it
    print("ready", flush=True)
    for line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            _run(**json.loads(line))
            return
        print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), flush=True)


def _run(module: str, arguments: list[str], environment: dict[str, str], out: str, err: str) -> None:
    for number, name in ((0, os.devnull), (1, out), (2, err)):
        os.dup2(os.open(name, os.O_RDWR), number)
    os.environ.clear()
    os.environ.update(environment)
    if module == "prefect":  # `etl` does so itself when it comes to run a flow
        prefect.context.refresh_global_settings_context()
    sys.argv = [module, *arguments]
    runpy.run_module(module, run_name="__main__", alter_sys=True)
