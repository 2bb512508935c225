"""The sample province behind SFTP, S3, HTTP and WebDAV: two nights, the same truth as from a folder, and no password anywhere."""

from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from tests.integration.operator import CORPUS
from tests.integration.truth import differences
from tests.receivers import folder_servers, sftp_server
from tests.receivers.folder_servers import dav_folder, web_folder
from tests.receivers.s3_server import BUCKET, s3_server
from tests.receivers.sftp_server import sftp_server as sftp

BEGINNING = "Geheim"  # of all passwords


@contextmanager
def behind(kind, folder, secrets):
    """Settings for an inbox in a folder behind a server, and what puts a night's files there."""
    password = sftp_server.PASSWORD.replace("/", "%2F")
    if kind == "sftp":
        with sftp(folder, secrets) as server:
            url = server.url.replace("@", f":{password}@")
            yield {"ETL_INBOX": url, "ETL_INBOX_KNOWN_HOSTS": str(server.known_hosts)}, lambda operator, night: None
    elif kind == "s3":
        with s3_server() as server:
            settings = {"ETL_INBOX": f"s3://{BUCKET}/in"} | server.environment
            yield settings, lambda operator, night: server.put(CORPUS / night, "in")
    else:
        with (web_folder if kind == "http" else dav_folder)(folder) as address:
            url = f"{kind}://{folder_servers.ACCOUNT}:{password}@{address}"
            yield {"ETL_INBOX": url}, lambda operator, night: None


@pytest.mark.long
@pytest.mark.parametrize("kind", ["sftp", "s3", "http", "webdav"])
def test_the_sample_province_behind_a_server_is_the_truth(kind, tmp_path, make_operator):
    operator = make_operator(tmp_path / "operator")
    operator.inbox.mkdir()
    url, catalog = operator.environment["ETL_WAREHOUSE_URL"], load_catalog(PROJECT / "config")
    said = []
    with behind(kind, operator.inbox, tmp_path / "secrets") as (settings, arrive):
        for night, truth, earlier in (("night1", "truth1", None), ("night2", "truth2", CORPUS / "truth1")):
            operator.receive(night)
            arrive(operator, night)
            done = operator("run", **settings)
            assert done.returncode == 0, done.stderr
            said += [done.stdout, done.stderr]
            assert differences(url, CORPUS / truth, catalog, earlier=earlier) == []
        again = operator("run", **settings)
    assert again.stdout.startswith("nothing new"), again.stdout + again.stderr
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        said += [str(row) for row in connection.execute("select * from ops.run").fetchall()]
    said += [path.read_bytes().decode("latin-1") for path in written(operator.home)]
    assert [text[:200] for text in said if BEGINNING in text] == []


def written(home: Path) -> list[Path]:
    """Everything that a run leaves but the counties' files."""
    return [path for path in home.rglob("*") if path.is_file() and "archive" not in path.parts]
