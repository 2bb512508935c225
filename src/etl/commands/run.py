"""Commands that run something: the sample province, a night, a rerun, a replay, the schedule."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from etl.commands.options import Counties, Inbox, Period, Quiet, Reports, Run
from etl.disk_room import fullness
from etl.errors import TransientError
from etl.settings import load_settings
from etl.stopping import fate_of, saying_when_stopped
from etl.terminal import is_quiet, tell

app = typer.Typer()


@app.command()
def demo() -> None:
    """Run the sample province: two nights of real files, what was returned and why, and the province's figures."""
    from etl.commands.demo import run_demo

    with saying_when_stopped("stopped; the sample province is not whole, begin again with: etl demo"):
        run_demo(load_settings())


@app.command()
def run(
    period: Period = None,
    inbox: Inbox = None,
    county: Counties = None,
    report: Reports = None,
    future: Annotated[bool, typer.Option("--future", help="take a --period that has not begun yet")] = False,
    quiet: Quiet = False,  # noqa: ARG001 - heard when it is read
) -> None:
    """Run a night now: pull the inbox, read, validate, publish. Exit 0: it worked, 1: something failed, 2: invalid arguments or settings."""
    from etl.commands.run_flow import run_nightly

    with _naming_what_comes_next("nightly"):
        summary = run_nightly(
            load_settings(), period=period, inbox=inbox, counties=county, reports=report, takes_future=future
        )
    _finish(summary)


@app.command()
def rerun(
    county: Counties = None,
    report: Reports = None,
    period: Period = None,
    run_id: Run = None,
    inbox: Inbox = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what it would take up, and do nothing")] = False,
    quiet: Quiet = False,  # noqa: ARG001
) -> None:
    """Take up again what failed or was never judged, from the inbox and the archive; or the counties named."""
    settings = load_settings()
    if run_id is not None:
        from etl.commands.output import connection
        from etl.warehouse.queries.runs import run_asked

        with connection(settings) as warehouse:  # before anything slow is begun
            run_id = run_asked(warehouse, run_id)
    if dry_run:
        from etl.night.rerun import what_waits

        lines = [
            f"{one.county_code} {one.county_name} {one.period}: {one.why} ({one.files} files in the archive)"
            for one in what_waits(run_id, period, county)
        ]
        tell(*(lines or ["nothing failed"]))
        return
    from etl.commands.run_flow import run_rerun

    with _naming_what_comes_next("rerun"):
        summary = run_rerun(settings, counties=county, reports=report, period=period, run_id=run_id, inbox=inbox)
    _finish(summary)


@app.command()
def replay(
    period: Period = None,
    county: Counties = None,
    report: Reports = None,
    preview: Annotated[bool, typer.Option("--preview", help="say what would change, and store nothing")] = False,
    quiet: Quiet = False,  # noqa: ARG001
) -> None:
    """Judge archived files again after a contract, code list or waiver changed; no county is asked, none displaced."""
    from etl.commands.run_flow import run_replay

    with _naming_what_comes_next("replay"):
        summary = run_replay(load_settings(), period=period, counties=county, reports=report, preview=preview)
    _finish(summary)


@app.command()
def serve(
    ui: Annotated[bool, typer.Option("--ui", help="show Prefect's UI on this machine, behind a key")] = False,
    port: Annotated[
        int | None, typer.Option(min=1, max=65535, help="of Prefect's server; default: 4200 with --ui, else any")
    ] = None,
) -> None:
    """Register the schedules (nightly at 02:00, reminders at 08:30, Asia/Shanghai) and run them until stopped."""
    from etl.commands.run_flow import serve_deployments

    serve_deployments(load_settings(), ui=ui, port=port)


@contextmanager
def _naming_what_comes_next(kind: str) -> Iterator[None]:
    """Let the error that ended a run say how it is taken up again, and the signal that did so say what became of it."""
    try:
        yield
    except KeyboardInterrupt as stopped:
        from etl.night.summary import taken_up

        if not fate_of(stopped):
            stopped.add_note(f"stopped before this run began; nothing was published; {taken_up(kind)}")
        raise
    except TransientError as error:
        if error.then:
            raise
        from etl.night.summary import taken_up

        home, is_said = load_settings().home, "space" in error.message or "disk" in error.message
        folders = (home, home / "archive", home / "warehouse", home / "prefect")
        remark = "" if is_said else fullness(*folders)
        raise TransientError(f"{error.message}{remark}; {taken_up(kind)}") from error


def _finish(summary: Any) -> None:
    with saying_when_stopped("stopped when the run was over; its outcome stands, see: etl runs"):
        if summary.is_ours or summary.is_preview or not is_quiet():
            tell(*summary.lines())
    if summary.is_ours:
        raise typer.Exit(1)
