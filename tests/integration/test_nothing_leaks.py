"""No secret stands below ETL_HOME outside its folder, no identity number outside the archive, and nothing there is open.

Real nights over counties whose files hold numbers in every place: on the embedded warehouse; then on one whose URL has a
password, with reading processes that Prefect's tasks go to; then what is asked afterwards. All channels of notices are set,
with passwords and tokens of their own; one webhook cannot be reached. What was written, printed and sent is searched.
"""

import json
import shutil
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import psycopg
import pytest

from benchmarks.administrator import let_administrator_in
from etl.identity_marks import KEY_NAME, county_key
from etl.settings import PROJECT, Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.embedded.roles import LOADER, READER
from etl.warehouse.embedded.server import serving
from tests.integration.operator import Operator
from tests.integration.planted_numbers import FAULTY, KNOWN, SOUND, Numbers, change, lay
from tests.needles import Needles, left_open
from tests.postgres_urls import elsewhere
from tests.receivers.mail_server import USER, mail_server, write_certificate
from tests.receivers.web_server import web_server

pytestmark = [pytest.mark.long, pytest.mark.campaign]

UNREACHED = 9  # a port that nobody listens on
SETTINGS = {  # every one that is a secret has a value that stands nowhere else
    "smtp password": "SMTPgeheim7Kq2Xw9",
    "webhook password": "HOOKgeheim4Tz8Lm1",
    "webhook token": "TOKENgeheim6Rb3Vn5",
    "token of a webhook that is not reached": "DEADgeheim2Yp7Dc4",
    "heartbeat token": "BEATgeheim9Hs1Fg6",
    "a county's password": "COUNTYgeheim5Jx3Qe8",
    "another's": "OTHERgeheim8Nu6Wk2",
    "reader password": "READERgeheim3Mv4Za7",
    "inbox password": "INBOXgeheim8Fd2Xs6",
}
NOT_IN_THE_ARCHIVE = {"name of a folder", "name of a file", "name of a CSV", "name of no county", "a locked file"}


@dataclass(frozen=True)
class Nights:
    """Everything after the nights: the home, the numbers and secrets, and what was printed, sent and stored."""

    operator: Operator
    numbers: dict[str, str]  # by their places
    secrets: dict[str, str | bytes]
    said: dict[str, str]
    rows: dict[str, str]  # of each table of the warehouse
    used: set[str]  # logins and paths that servers were asked for


def printed(operator: Operator, *arguments: str, **environment: str) -> str:
    done = operator(*arguments, **environment)
    text = done.stdout + done.stderr
    assert "Traceback" not in text
    assert done.returncode < 2, text  # one webhook is not reached
    return text


def all_parts(mail: EmailMessage) -> str:
    return "\n".join(str(part.get_content()) for part in mail.walk() if not part.is_multipart())  # type: ignore[attr-defined]


def rows_of(cluster: Cluster) -> Iterator[tuple[str, str]]:
    """Every table of every schema, as a superuser sees it, in texts."""
    listed = "select format('%I.%I', nspname, relname) from pg_class c join pg_namespace n on n.oid = relnamespace where relkind in ('r', 'm')"
    with psycopg.connect(plain(elsewhere(let_administrator_in(cluster), database="warehouse"))) as server:
        for (name,) in server.execute(listed).fetchall():
            yield name, "\n".join(str(row) for (row,) in server.execute(f"select t::text from {name} t".encode()))


def channels(mail_port: int, web_port: int) -> dict[str, str]:
    """Settings of every channel, each with a secret in it."""
    hooks = (
        "json://operator:{webhook password}@127.0.0.1:{web_port}/{webhook token} "
        "json://operator:{webhook password}@127.0.0.1:{unreached}/{token of a webhook that is not reached}"
    )
    return {
        "ETL_SMTP_URL": f"starttls://{USER.replace('@', '%40')}:{SETTINGS['smtp password']}@127.0.0.1:{mail_port}",
        "ETL_MAIL_FROM": "etl@province.example.cn",
        "ETL_OPERATOR_MAIL": "operator@province.example.cn",
        "ETL_WEBHOOKS": hooks.format_map(SETTINGS | {"web_port": web_port, "unreached": UNREACHED}),
        "ETL_HEARTBEAT_URL": f"http://127.0.0.1:{web_port}/{SETTINGS['heartbeat token']}",
    }


def by_password(cluster: Cluster) -> dict[str, str]:
    """Settings that name the embedded warehouse as an operator names another one, with the password in the URL."""
    url, passwords = cluster.url().partition("&passfile")[0], kept_passwords(cluster)
    return {
        "ETL_WAREHOUSE_URL": elsewhere(url, username=LOADER, password=passwords[LOADER]),
        "ETL_READER_URL": elsewhere(url, username=READER, password=passwords[READER]),
    }


def kept_passwords(cluster: Cluster) -> dict[str, str]:
    return dict(line.split(":")[3:5] for line in cluster.passwords.read_text().splitlines())


def secrets_of(home: Path) -> dict[str, str | bytes]:
    """Secrets that the program made for itself, and the keys that it gave to reading processes."""
    cluster = Cluster(home / "warehouse")
    found = {path.name: path.read_text().strip() for path in (home / "secrets").iterdir() if path != cluster.passwords}
    found |= {f"password of {role}": password for role, password in kept_passwords(cluster).items()}
    keys = {f"key of {county}": county_key(found[KEY_NAME], county) for county in (SOUND, FAULTY)}
    raw = {f"{name} in bytes": urlsafe_b64decode(found[name]) for name in (KEY_NAME, "prefect")}
    return {**found, **keys, **raw}


@pytest.fixture(scope="module")
def nights(tmp_path_factory: pytest.TempPathFactory) -> Nights:
    top = tmp_path_factory.mktemp("leaks")
    operator, place = Operator(top / "operator"), Numbers()
    shutil.copytree(PROJECT / "config", top / "config")
    contacts = f"county_code,mail\n{SOUND},a@county.example.cn\n{FAULTY},b@county.example.cn\n"
    (top / "config" / "contacts.csv").write_text(contacts, encoding="utf-8")
    lay(operator.inbox, place, SETTINGS["a county's password"])
    certificate = write_certificate(top / "server.pem")
    cluster = Cluster(operator.home / "warehouse")
    commands = (
        ["issues"], ["status"], ["changes"], ["runs"], ["headings"], ["data-docs", str(operator.home / "docs")],
        ["remind", "--dry-run"], ["remind"], ["replay", "--preview"], ["sql", "select * from mart.disbursement"],
    )  # fmt: skip
    with mail_server(certificate=certificate, password=SETTINGS["smtp password"]) as mails, web_server() as web:
        operator.environment |= channels(mails.port, web.port) | {
            "ETL_CONFIG": str(top / "config"),
            "ETL_PASSWORDS": json.dumps({SOUND: SETTINGS["a county's password"], "510311": SETTINGS["another's"]}),
            "ETL_INBOX_PASSWORD": SETTINGS["inbox password"],
            "ETL_READER_URL": f"postgresql://analyst:{SETTINGS['reader password']}@db.invalid/warehouse",
            "SSL_CERT_FILE": str(certificate),
        }
        said = {"first night": printed(operator, "run")}
        change(operator.inbox, place)
        with serving(Settings(home=operator.home, warehouse_url=None)):
            urls = by_password(cluster)
            said["second night"] = printed(operator, "run", ETL_TASK_RUNNER="processes", **urls)
            said |= {" ".join(command): printed(operator, *command, **urls) for command in commands}
            rows = dict(rows_of(cluster))
    said |= {f"mail {n}": f"{mail['Subject']}\n{all_parts(mail)}" for n, mail in enumerate(mails.mails)}
    said |= {f"message {n}": str(message) for n, message in enumerate(web.given)}
    used = {*mails.logins, *(path.strip("/") for path in web.paths)}
    return Nights(operator, place.planted, secrets_of(operator.home), said, rows, used)


def test_the_nights_have_what_is_searched_for(nights: Nights) -> None:
    """Reports with numbers are accepted and returned, each channel was used, and what may be known is found everywhere."""
    reports = [row.strip("()").split(",") for row in nights.rows["ops.submission"].splitlines()]
    assert {"accepted", "returned"} <= {word for row in reports for word in row if "disbursement" in row}
    assert nights.rows["ops.issue"].count(",identity_number,") > 20
    assert nights.used == {USER, SETTINGS["webhook token"], SETTINGS["heartbeat token"]}
    known = Needles({"known": KNOWN})
    assert known.within(nights.rows["core.disbursement"])
    assert all(known.within(text) for name, text in nights.said.items() if name in ("first night", "issues", "mail 0"))
    rooms = {name.split("/")[0] for name in known.below(nights.operator.home)["known"]}
    assert rooms >= {"archive", "prefect", "warehouse"}


def test_no_identity_number_stands_outside_the_archive(nights: Nights) -> None:
    found = Needles(nights.numbers).below(nights.operator.home)
    assert {name for files in found.values() for name in files if not name.startswith("archive/")} == set()
    assert nights.numbers.keys() - found.keys() == NOT_IN_THE_ARCHIVE


def test_no_secret_stands_outside_its_folder(nights: Nights) -> None:
    found = Needles(nights.secrets | SETTINGS).below(nights.operator.home)
    assert {name for files in found.values() for name in files if not name.startswith("secrets/")} == set()
    assert found.keys() == {name for name in nights.secrets if not name.startswith("key of ")}  # which are made of one


def test_nothing_of_it_is_printed_sent_or_left_elsewhere(nights: Nights) -> None:
    needles = Needles(nights.numbers | nights.secrets | SETTINGS)
    for what in (nights.said, nights.rows):
        assert {name: found for name, text in what.items() if (found := needles.within(text))} == {}
    assert needles.below(nights.operator.user_home) == {}


def test_no_other_account_may_use_anything(nights: Nights) -> None:
    assert left_open(nights.operator.home) == {}


def test_every_setting_that_is_a_secret_is_tried() -> None:
    secrets = {name for name, field in Settings.model_fields.items() if "SecretStr" in str(field.annotation)}
    assert secrets == {
        *("smtp_url", "webhooks", "heartbeat_url", "warehouse_url", "reader_url", "passwords", "inbox_password"),
    }
