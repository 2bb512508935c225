"""Run the flows from the command line: start Prefect's server and the warehouse beside the slow imports, then the flow.

The only module besides `demo` that knows both the commands and the flows. Takes settings, gives the run's summary.
"""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from etl.errors import ConfigError
from etl.garbage import all_is_imported
from etl.settings import Settings
from etl.terminal import tell
from flows.local_server import FOR_ONE_RUN, ServerOptions
from flows.session import PrefectSession, prefect_session

UI_PORT = 4200  # Prefect's own
OVER = "stopped when the run was over; its outcome stands, see: etl runs"

if TYPE_CHECKING:
    from prefect import Flow, State

    from etl.night.request import Config
    from etl.night.summary import Summary
    from etl.notices.morning import Reminded


@contextmanager
def prefect(
    settings: Settings, *, options: ServerOptions = FOR_ONE_RUN, flow: str = "flows.nightly", judges: bool = True
) -> Iterator[PrefectSession]:
    """Prefect's server (the operator's, or one of ours) and the warehouse, both up when the block begins.

    What is slow is imported when a server of ours has been started, which takes longest: Great Expectations where the judging
    processes come from, if the flow `judges`, then Prefect and the night here.
    """
    is_over = False
    try:
        with prefect_session(settings.home, api_url=os.environ.get("PREFECT_API_URL"), options=options) as session:
            if judges and settings.judges:
                from etl.workers.ahead import import_ahead

                import_ahead()
            from etl.console import Progress
            from etl.warehouse.embedded.server import serving

            with serving(settings) as url:
                _reach(url)
                with Progress().stage("start"):
                    import_module(flow)
                    session.wait_ready()
                yield session
                is_over = True
    except KeyboardInterrupt as stopped:
        if is_over:
            stopped.add_note(OVER)
        raise


def _reach(url: str) -> None:
    """The error of a warehouse that cannot be reached, before anything slow is begun."""
    from etl.warehouse.engine import connect

    engine = connect(url)
    try:
        engine.connect().close()
    finally:
        engine.dispose()


def run_nightly(
    settings: Settings,
    *,
    period: str | None = None,
    inbox: str | None = None,
    counties: list[str] | None = None,
    reports: list[str] | None = None,
    takes_future: bool = False,
) -> "Summary":
    """One night now; wrong arguments are refused before anything is started."""
    asked: Any = {"inbox": inbox, "takes_future": takes_future}
    chosen: Any = {"period": period, "counties": counties, "reports": reports}
    config = _check(settings, **asked, **chosen)
    with prefect(settings) as session:
        from flows.nightly import nightly

        return run(session, nightly, config=config, **asked, **chosen)


def run_rerun(
    settings: Settings,
    *,
    counties: list[str] | None,
    reports: list[str] | None,
    period: str | None,
    run_id: str | None,
    inbox: str | None,
) -> "Summary":
    """Take up what failed, now."""
    config = _check(settings, kind="rerun", inbox=inbox, period=period, counties=counties, reports=reports)
    with prefect(settings) as session:
        from flows.rerun import rerun

        return run(
            session, rerun, config=config, inbox=inbox, period=period, run=run_id, counties=counties, reports=reports
        )


def run_replay(
    settings: Settings,
    *,
    period: str | None,
    counties: list[str] | None,
    reports: list[str] | None,
    preview: bool,
) -> "Summary":
    """Judge archived files again, now; with `preview` only say what would change."""
    config = _check(settings, kind="replay", inbox=None, period=period, counties=counties, reports=reports)
    with prefect(settings) as session:
        from flows.replay import replay

        return run(session, replay, config=config, period=period, counties=counties, reports=reports, preview=preview)


def _check(
    settings: Settings,
    *,
    inbox: str | None,
    period: str | None = None,
    counties: list[str] | None,
    reports: list[str] | None,
    kind: str = "nightly",
    takes_future: bool = False,
) -> "Config":
    """The configuration; ConfigError when an argument names what does not exist in it, or an inbox that nobody can open."""
    from etl.intake.open_inbox import open_inbox
    from etl.night.request import RunRequest, load_config

    orders = RunRequest(
        datetime.now(UTC), kind, inbox, period, tuple(counties or ()), tuple(reports or ()), takes_future=takes_future
    )
    config = load_config(settings.config)
    checked = orders.checked(config, settings.inbox)
    if checked.inbox is not None:
        filesystem, _ = open_inbox(checked.inbox, settings)
        filesystem.close()
    return config


def run(
    session: PrefectSession,
    flow: "Flow[..., Any]",
    *,
    inbox: str | None = None,
    now: datetime | None = None,
    config: "Config | None" = None,
    takes_future: bool = False,
    **parameters: Any,
) -> "Summary":
    """Run a flow to its end; the error that ended it is raised, a failed state with a summary is not."""
    from etl.night.summary import Summary
    from flows.by_hand import told

    # ours are JSON as they are; Prefect imports FastAPI to make them so
    flow.serialize_parameters = dict.copy  # type: ignore[assignment, method-assign]
    with told(inbox, now, config, takes_future=takes_future):
        state: State[Any] = flow(**parameters, return_state=True)  # type: ignore[assignment]
    result = state.result(raise_on_failure=False)  # what the flow gave, in a failed state too
    found = getattr(result, "summary", result)  # of an error: it published, and some counties failed
    if isinstance(found, Summary):
        return found
    if isinstance(result, BaseException):
        raise result
    if session.has_died:
        raise session.died
    return Summary.of_nothing(str(state.message))


def serve_deployments(settings: Settings, *, ui: bool = False, port: int | None = None) -> None:
    """Register the deployments and run them on schedule until the process is stopped."""
    if (ui or port) and os.environ.get("PREFECT_API_URL"):
        raise ConfigError(
            "--ui and --port are for a Prefect server of ours, and PREFECT_API_URL names yours, which has a UI and a port: "
            "leave them out, or unset PREFECT_API_URL"
        )
    from etl.night.request import load_config

    config = load_config(settings.config)
    options = ServerOptions(scheduling=True, ui=ui, port=port or (UI_PORT if ui else 0))
    with prefect(settings, options=options, judges=False) as session:
        from flows.daily_prune import prune_daily
        from flows.deployments import serve_all

        schedule = "nightly at 02:00, reminders at 08:30 on working days, Asia/Shanghai"
        all_is_imported()
        tell(f"serving on {session.api_url}; {schedule}; stop with Ctrl-C")
        if ui:
            url = session.api_url.removesuffix("/api")
            tell(where_the_ui_is(url, session.key, session.key_path, is_terminal=sys.stdout.isatty()))
        with suppress(KeyboardInterrupt):
            serve_all(config, partial(prune_daily, settings))
        tell("stopped serving; the ledger has what became of a run that was under way: etl runs")


def where_the_ui_is(url: str, key: str, key_path: Path, *, is_terminal: bool) -> str:
    """The line that says where the UI is and what it asks; only a terminal gets the key, as a journal would keep it."""
    return f"Prefect's UI is at {url} and asks once for the key {key if is_terminal else f'in {key_path}'}"


def run_remind(settings: Settings) -> "Reminded":
    """One morning's round now."""
    with prefect(settings, flow="flows.remind", judges=False):
        from etl.notices.morning import Reminded
        from flows.remind import remind

        state: State[Any] = remind(return_state=True)
        result = state.result(raise_on_failure=False)
        result = getattr(result, "reminded", result)  # of an error: a notice did not go out
        if isinstance(result, BaseException):
            raise result
        return result if isinstance(result, Reminded) else Reminded(note=str(state.message))
