"""Look at what is reached from here: inbox, warehouse and its nights, Prefect, mail -> findings. Sends nothing unless asked to."""

import json
import urllib.error
import urllib.request
from base64 import b64encode
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from http.client import HTTPException

from etl.commands.checkups.finding import Finding, look, ok, wrong
from etl.errors import EtlError
from etl.intake.inbox import list_inbox
from etl.intake.open_inbox import open_inbox
from etl.night.request import Config
from etl.notices.missed_runs import sentence
from etl.secret_files import secret_path
from etl.settings import Settings
from etl.text import first_of, without_password
from etl.warehouse.open_warehouse import Connection, open_for_reading
from etl.warehouse.queries.ledger import counties_of_inbox
from etl.warehouse.queries.notice_ledger import last_nights
from etl.warehouse.queries.runs import DIED, SHORT, runs
from etl.warehouse.queries.server import server_facts
from etl.warehouse.schema.migrate import is_up_to_date
from flows.served_address import served_url

ANSWER_WITHIN_SECONDS = 10
SHOWN = 5


def inbox(settings: Settings, config: Config, connection: Connection | None) -> Iterator[Finding]:
    """The inbox as the next night would list it."""
    if not settings.inbox:
        yield look("inbox", "none is set: let ETL_INBOX name the folder of the counties, or give etl run --inbox")
        return
    shown = without_password(settings.inbox)
    try:
        filesystem, root = open_inbox(settings.inbox, settings)
        with closing(filesystem):
            listing = list_inbox(filesystem, root, config.divisions)
    except EtlError as error:
        yield wrong("inbox", error.message)
        return
    seen = counties_of_inbox(connection, shown) if connection is not None else frozenset()
    gone = sorted((seen & config.divisions.counties.keys()) - listing.folders)
    if not listing.files:
        yield (wrong if seen else look)("inbox", f"{shown} holds no file in a folder <county>/<period>")
    else:
        yield ok("inbox", f"{shown}: {len(listing.files)} files of {len(listing.folders)} counties")
    if gone:
        yield wrong(
            "inbox", f"folders that were there are gone: {first_of(gone, SHOWN)}; mount them, or make empty ones"
        )
    if listing.failures:
        yield wrong(
            "inbox",
            "cannot be listed: " + first_of([f"{code} ({why})" for code, why in listing.failures.items()], SHOWN),
        )
    if listing.issues:
        yield look("inbox", f"{len(listing.issues)} entries could not be placed; etl run names them")


def warehouse(connection: Connection, config: Config | None, now: datetime) -> Iterator[Finding]:
    """The server, whether it is set up for this version and config, if that can be read, and the nights."""
    server = server_facts(connection)
    if config is not None and not is_up_to_date(connection, config.catalog, config.divisions):
        yield look(
            "warehouse", f"PostgreSQL {server.version} is not set up for this version and config: etl warehouse migrate"
        )
        return
    set_up = "set up for this version and config" if config else "which answers"
    yield ok("warehouse", f"PostgreSQL {server.version}, {server.size}, {set_up}")
    last = last_nights(connection)
    trouble = sentence(last, now)
    if trouble:
        yield (wrong if last.finished_at else look)("nights", trouble)
    else:
        yield ok("nights", f"the last one finished at {last.finished_at:%Y-%m-%d %H:%M}")
    if died := [row["run_id"][:SHORT] for row in runs(connection) if row["state"] == DIED]:
        yield wrong("nights", f"died without a word: {', '.join(died)}; once that is mended: etl run")


def reader(settings: Settings) -> Finding:
    """The account of `etl sql`."""
    try:
        with open_for_reading(settings) as engine, engine.connect() as connection:
            return ok("etl sql", f"logs in as {server_facts(connection).account}")
    except EtlError as error:
        return look("etl sql", error.message)


def prefect(settings: Settings, environ: Mapping[str, str]) -> Finding:
    """The Prefect server that a run would record on: the operator's, that of `etl serve`, or one of its own."""
    address, key = environ.get("PREFECT_API_URL", "").rstrip("/"), environ.get("PREFECT_API_AUTH_STRING", "")
    if not address and (served := served_url(settings.home / "prefect")):
        address, key = served, secret_path(settings.home, "prefect").read_text(encoding="ascii").strip()
    if not address:
        return ok("prefect", "a server of its own for each run: PREFECT_API_URL is not set, and etl serve does not run")
    shown = without_password(address)
    if not address.startswith(("http://", "https://")):
        return wrong("prefect", f"PREFECT_API_URL must begin with http:// or https://: {shown}")
    request = urllib.request.Request(f"{address}/admin/version")  # noqa: S310 - http(s) only, see above
    if key:
        request.add_header("Authorization", f"Basic {b64encode(key.encode()).decode()}")
    try:
        with urllib.request.urlopen(request, timeout=ANSWER_WITHIN_SECONDS) as answer:  # noqa: S310
            return ok("prefect", f"{shown} runs Prefect {json.load(answer)}")
    except urllib.error.HTTPError as error:
        error.close()
        hint = "; PREFECT_API_AUTH_STRING is not its key" if error.code == 401 else ""
        return wrong("prefect", f"{shown} answers {error.code}{hint}")
    except (OSError, HTTPException, ValueError) as error:
        reason = getattr(error, "reason", error)
        return wrong(
            "prefect", f"{shown} does not answer: {getattr(reason, 'strerror', None) or type(reason).__name__}"
        )


def mail(settings: Settings, now: datetime, *, sends: bool) -> Iterator[Finding]:
    """The mail server, which is logged in to; with `sends` every channel of the operators gets a message."""
    if sends:
        from etl.notices.morning import try_channels

        tried = try_channels(settings, now)
        if tried.note:
            yield look("notices", tried.note)
        for one in tried.sent:
            yield (ok if one.is_sent else wrong)("notices", one.line)
        return
    if settings.smtp_url is None:
        yield look("mail", "no notice goes by mail: ETL_SMTP_URL is not set")
        return
    from etl.notices.channels.mail import SmtpClient

    with SmtpClient(settings.smtp_url.get_secret_value(), settings.mail_from) as server:
        trouble = server.log_in()
    if trouble:
        yield wrong("mail", trouble)
    else:
        yield ok("mail", "the mail server lets us in; nothing was sent: etl doctor --send does")
