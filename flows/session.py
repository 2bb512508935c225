"""Prefect for the length of one command: takes a home, gives a server to record runs in, never prints, leaves no process.

Enter `prefect_session` before anything imports `prefect`: Prefect reads its settings and sets its logging up at import.
"""

import logging
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from etl.disk_room import fullness
from etl.errors import EtlError
from etl.imported_later import import_later
from etl.private_home import close_home
from etl.secret_files import secret, secret_path
from etl.terminal import note
from flows.client_logging import log_to_file
from flows.local_server import FOR_ONE_RUN, SERVER_LOG, LocalServer, ServerOptions, answers
from flows.prefect_environment import put_back, set_environment, set_environment_of_our_server
from flows.prefect_errors import PrefectDied, PrefectUnavailable, damaged, no_key, refusal, written_to
from flows.served_address import announced, served_url
from flows.server_process import NOT_OF_A_RUN

if TYPE_CHECKING:
    from prefect.client.orchestration import SyncPrefectClient

START_WITHIN_SECONDS = 120.0  # ours; a first start migrates
ANSWER_WITHIN_SECONDS = 15.0  # the operator's, which should be running
RECORD_WITHIN_SECONDS = 30.0
OWN_SERVER = (
    "etl serve runs here, and its server does not answer, as one that is starting or was stopped (Ctrl-Z): this command goes on "
    "with a server of its own, on the same database; if it says so again: systemctl restart county-etl"
)


class TaskRunsSeen(logging.Filter):
    """Notes the id of every task run that logs; Prefect logs a line at least when one ends."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: set[str] = set()

    def filter(self, record: logging.LogRecord) -> bool:
        """Note the id and let the record pass."""
        if task_run_id := getattr(record, "task_run_id", None):
            self.ids.add(str(task_run_id))
        return True


class PrefectSession:
    """A server to record runs in: the operator's at `api_url`, else that of an `etl serve` on the same home, else a child of
    ours that ends with us.

    A server of ours answers only who has its key, which stands in `key_path`: other accounts of the machine reach its port.
    `unrecorded` says after `close` how many task runs a child of ours does not have in the state they ended in; a server that
    outlives us goes on recording, and nobody waits for it.
    """

    def __init__(self, home: Path, api_url: str | None, options: ServerOptions) -> None:
        self.folder = home.resolve() / "prefect"
        self.key_path = secret_path(home.resolve(), "prefect")
        self.api_url = api_url or ""
        self.key = ""
        self.unrecorded = 0
        self._options = options
        self._is_ours = not api_url
        if self._is_ours and not options.scheduling:
            self.api_url = _served(self.folder) or ""
        self._server = None if self.api_url else LocalServer(self.folder, options)
        self._seen = TaskRunsSeen()
        self._has_started = self._is_ready = False
        self._environ_before = dict(os.environ)

    def start(self) -> None:
        """Set Prefect's environment and start our server; returns while that is still starting."""
        with written_to(self.folder):
            self.folder.mkdir(parents=True, exist_ok=True)
            close_home(self.folder.parent)
        if not self._is_ours:
            set_environment(self.folder)
        else:
            with written_to(self.key_path):
                self.key = secret(self.folder.parent, self.key_path.name)
            if not self.key:
                raise no_key(self.key_path)
            set_environment_of_our_server(self.folder, self.key, ui=self._options.ui)
        if self._server:
            try:
                self.api_url = self._server.start()
            except OSError as exc:
                raise self.unavailable(f"could not be started: {exc}") from exc
        os.environ["PREFECT_API_URL"] = self.api_url
        if not self._options.scheduling:
            import_later(*NOT_OF_A_RUN)
        with written_to(self.folder):
            log_to_file(self.folder)
        logging.getLogger("prefect.task_runs").addFilter(self._seen)
        if "prefect.context" in sys.modules:  # too late for its settings to be read by themselves
            sys.modules["prefect.context"].refresh_global_settings_context()
        self._has_started = True

    def wait_ready(self, timeout: float | None = None) -> None:
        """Block until the server answers; PrefectUnavailable when it died or does not within `timeout` seconds."""
        deadline = time.monotonic() + (timeout or (START_WITHIN_SECONDS if self._server else ANSWER_WITHIN_SECONDS))
        while trouble := self._trouble():
            if self.has_died or time.monotonic() > deadline:
                raise self.unavailable(trouble)
            time.sleep(0.05 if self._server else 0.5)  # a client of the operator's is made anew each time
        if self._is_ours:
            from prefect.settings import get_current_settings  # noqa: PLC0415 - not before the environment is set

            # They tell a server that a run died: of ours, one dies with it, and nobody watches for them at the other, where
            # `etl runs` knows by the run's lock. To end them takes a flow run up to 1 s.
            get_current_settings().flows.heartbeat_frequency = None
        self._is_ready = True

    def _trouble(self) -> str:
        if self._server:
            if self.has_died:
                return f"ended with code {self._server.exit_code}"
            return "" if self._server.answers() else "does not answer"
        if self._is_ours:
            return "" if answers(self.api_url) else "does not answer"
        from prefect.client.orchestration import get_client  # noqa: PLC0415 - knows the operator's keys and certificates
        from prefect.settings import PREFECT_CLIENT_MAX_RETRIES, temporary_settings  # noqa: PLC0415

        once = temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 0})  # else a server that hangs is asked for 7 minutes
        with once, get_client(sync_client=True, httpx_settings={"timeout": 5}) as client:
            trouble = client.api_healthcheck()
        return f"does not answer: {trouble!r}" if trouble else ""

    @property
    def is_a_server(self) -> bool:
        """True when the server is a child of ours."""
        return self._server is not None

    @property
    def has_died(self) -> bool:
        """True when a server of ours has ended by itself."""
        return self._server is not None and self._server.exit_code is not None

    def unavailable(self, what: str) -> EtlError:
        """The error that says in one sentence what the server did, and where to look."""
        if self._server:
            return damaged(self.folder) or PrefectUnavailable(f"Prefect's server {what}{self._log}")
        return PrefectUnavailable(f"Prefect's server at {self.api_url} {what}")

    @property
    def died(self) -> PrefectDied:
        """The error of a server of ours that died under a run."""
        return PrefectDied(f"Prefect's server died while a flow ran{self._log}")

    @property
    def _log(self) -> str:
        return f"{fullness(self.folder)}; its log is {self.folder / SERVER_LOG}"

    def close(self) -> None:
        """Finish the recording, stop our server and give the environment back."""
        has_all = False  # that it is to keep
        try:
            if self._has_started:  # else Prefect, imported by whatever came before, would begin a server of its own now
                self._finish_recording()
                has_all = self._is_ready and not self._options.scheduling
        except Exception as error:  # in a line: where Prefect was imported before, its log is the terminal
            logging.getLogger("prefect.client").warning("the recording could not be finished: %r", error)
        finally:
            self.unrecorded = len(self._seen.ids)
            if self._server:
                self._server.stop(at_once=has_all and not self.unrecorded)
            logging.getLogger("prefect.task_runs").removeFilter(self._seen)
            put_back(self._environ_before)

    def _finish_recording(self) -> None:
        """Send all that is to be recorded; of a child of ours wait until it has every task run in the state it ended in."""
        if "prefect.events.worker" not in sys.modules:
            return
        from prefect.client.orchestration import get_client  # noqa: PLC0415 - only if a flow ran
        from prefect.events.worker import EventsWorker  # noqa: PLC0415

        deadline = time.monotonic() + RECORD_WITHIN_SECONDS
        EventsWorker.drain_all(timeout=RECORD_WITHIN_SECONDS)  # the shipping of logs too: they share one registry
        if self._server is None:
            self._seen.ids.clear()
            return
        with get_client(sync_client=True) as client:
            while self._seen.ids and time.monotonic() < deadline and not self.has_died:
                recorded = _recorded(client, sorted(self._seen.ids)[:200])  # the API gives 200 at most
                self._seen.ids -= recorded
                if not recorded:
                    time.sleep(0.05)


def _served(folder: Path) -> str | None:
    """The address of a server that `etl serve` runs for this home; None unless it answers, which is said: no night waits for a
    stopped one, and SQLite keeps a database whole that two servers write into."""
    url = served_url(folder)
    if url and not answers(url):
        note(OWN_SERVER)
        return None
    return url


def _recorded(client: "SyncPrefectClient", task_run_ids: list[str]) -> set[str]:
    """Those of the task runs that the server knows in a state they will not leave."""
    from prefect.client.schemas.filters import TaskRunFilter, TaskRunFilterId  # noqa: PLC0415 - only if a flow ran
    from prefect.client.schemas.objects import TERMINAL_STATES  # noqa: PLC0415

    wanted = TaskRunFilter(id=TaskRunFilterId.model_validate({"any_": task_run_ids}))
    runs = client.read_task_runs(task_run_filter=wanted, limit=len(task_run_ids))
    # NotReady: what it waited for failed, so it never ran; Prefect leaves it pending for ever.
    return {str(run.id) for run in runs if run.state_type in TERMINAL_STATES or run.state_name == "NotReady"}


@contextmanager
def _sigterm_unwinds() -> Iterator[None]:
    """Let SIGTERM end the process the way Ctrl-C does, through every `finally`, unless somebody sees to it already."""
    is_main = threading.current_thread() is threading.main_thread()
    if not is_main or signal.getsignal(signal.SIGTERM) is not signal.SIG_DFL:
        yield
        return
    before = signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def prefect_session(
    home: Path, *, api_url: str | None, options: ServerOptions = FOR_ONE_RUN
) -> Iterator[PrefectSession]:
    """Start a session, and close it whatever happens; `options` are for a server of ours.

    Import what is slow, flows included, inside; then call `wait_ready`; then run flows.
    """
    session = PrefectSession(home, api_url, options)
    with _sigterm_unwinds(), ExitStack() as announcement:
        try:
            session.start()
            if options.scheduling and session.is_a_server:
                announcement.enter_context(announced(session.folder, session.api_url))
            yield session
        except EtlError:
            raise
        except Exception as exc:
            if session.has_died:
                raise session.died from exc
            if trouble := refusal(exc):
                raise session.unavailable(f"does not record the run: {trouble}") from exc
            raise
        finally:
            session.close()
