"""A run begins Prefect's server before it imports what is slow: the server takes longest until it answers."""

import subprocess
import sys


def test_nothing_slow_is_imported_before_the_server_is_begun() -> None:
    slow = {"pandas", "pyarrow", "sqlalchemy", "psycopg", "prefect", "great_expectations", "jinja2"}
    script = f"import sys, etl.commands.run_flow; print(*sorted({slow} & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
