"""Places for files on servers of each kind: a URL, and an account that opens it."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from etl.settings import InboxAccess
from tests.receivers.s3_server import BUCKET, s3_server
from tests.receivers.sftp_server import PASSWORD, sftp_server


@contextmanager
def place_on_server(
    kind: str, folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, InboxAccess]]:
    """An empty folder of an SFTP or an S3 server, for the length of the block."""
    if kind == "sftp":
        (tmp_path / folder).mkdir()
        with sftp_server(tmp_path, tmp_path / "secrets") as server:
            url = server.url.replace("@", f":{PASSWORD.replace('/', '%2F')}@")
            yield f"{url}{folder}", InboxAccess(inbox_known_hosts=server.known_hosts)
    else:
        with s3_server() as server:
            for name, value in server.environment.items():
                monkeypatch.setenv(name, value)
            yield f"s3://{BUCKET}/{folder}", InboxAccess()
