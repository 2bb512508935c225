"""The process that children are forked from, stopped or left alone: nobody waits for it for ever."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from etl.settings import PROJECT
from etl.workers.processes import METHOD

LONGEST = 120  # seconds; whatever takes longer hangs
PARENT = """
    import os, pickle, signal, sys, threading, time
    from contextlib import suppress
    from multiprocessing import forkserver
    from etl.workers import child as children
    from etl.workers.channel import Channel
    from etl.workers.child import READY, Child, ChildNotStarted
    from etl.workers.leaving import leave
    from etl.workers.processes import child_context

    def life(pipe, orders):
        channel = Channel(pipe)
        channel.send(READY)
        with suppress(EOFError):  # it was asked nothing
            channel.send(channel.receive(100))

    def server():
        return forkserver._forkserver._forkserver_pid

    def stop_each():
        stopped = set()
        while True:
            if (pid := server()) is not None and pid not in stopped:
                os.kill(pid, signal.SIGSTOP)
                stopped.add(pid)
            time.sleep(0.01)

    def begin(orders=None):
        return Child(child_context(), "a child", life, orders, longest_answer=100, seconds_to_start=5)

    def anew():
        child, before = begin("more than a pipe holds" * 10_000), server()
        os.kill(before, signal.SIGSTOP)
        assert child.ask(b"well?", 30) == b"well?"
        assert server() != before
        child.end()

    def never():
        child = begin()
        threading.Thread(target=stop_each, daemon=True).start()
        try:
            child.start()
        except ChildNotStarted as error:
            print(error)

    def leaves():
        children.SECONDS_TO_END = 1
        child = begin()
        child.start()
        os.kill(server(), signal.SIGSTOP)
        child.end()  # of whose end only the server could tell

    def goes():
        child = begin()
        child.start()
        os.kill(server(), signal.SIGSTOP)

    def orphan(told=b""):
        child_context("etl.workers.child")
        exit_code, orders = forkserver.connect_to_new_process([])
        os.write(orders, told)
        os.close(orders)  # as if whoever wanted it had died
        forkserver.read_signed(exit_code)  # its pid
        forkserver.read_signed(exit_code)  # and what it ended with

    def half():
        orphan(pickle.dumps({"sys_path": sys.path})[:-9])

    if __name__ == "__main__":
        globals()[sys.argv[1]]()
        leave(0)
"""


@pytest.mark.long
@pytest.mark.skipif(METHOD != "forkserver", reason="there is no fork server here")
@pytest.mark.parametrize(
    ("case", "said"),
    [
        pytest.param("anew", "", id="it-is-begun-anew-once"),
        pytest.param("never", "what starts processes stood still for 5 s, and was ended\n", id="and-then-it-is-said"),
        pytest.param("leaves", "", id="a-child-is-ended-without-it"),
        pytest.param("goes", "", id="a-program-ends-without-it"),
        pytest.param("orphan", "", id="a-child-that-nobody-wants-any-more-says-nothing"),
        pytest.param("half", "", id="nor-one-that-was-told-by-half-what-to-do"),
    ],
)
def test_a_fork_server_in_trouble_hangs_nobody_and_says_nothing(tmp_path: Path, case: str, said: str) -> None:
    script = tmp_path / "parent.py"
    script.write_text(textwrap.dedent(PARENT))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "src")])}
    ended = subprocess.run(
        [sys.executable, str(script), case],
        env=environment,
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, said, "")
