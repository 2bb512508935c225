"""The superuser of an embedded server that runs: takes its cluster, lets him in until the next start, gives his URL.

For tests and benchmarks, which make databases and roles. The program itself never speaks to a server as its superuser.
"""

import os
import signal
import time

import psycopg

from etl.warehouse.address import plain
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import BOOTSTRAP

SECONDS = 60.0


def let_administrator_in(cluster: Cluster) -> str:
    """Put a line for him before all others of pg_hba.conf, and wait until the server has read it."""
    access = cluster.data / "pg_hba.conf"
    lines = f"local all {BOOTSTRAP} trust\nhost all {BOOTSTRAP} 127.0.0.1/32 trust\n"
    access.write_text(lines + access.read_text(encoding="ascii"), encoding="ascii")
    os.kill(int(cluster.postmaster_pid.read_bytes().split()[0]), signal.SIGHUP)
    url = cluster.url("postgres", role=BOOTSTRAP)
    deadline = time.monotonic() + SECONDS
    while True:
        try:
            psycopg.connect(plain(url)).close()
        except psycopg.OperationalError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.01)
        else:
            return url
