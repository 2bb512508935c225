"""Pages in a place with a URL, and on loopback: what is written, what stays, what is answered."""

import threading
from contextlib import closing
from unittest.mock import Mock
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from etl.errors import ConfigError, TransientError
from etl.intake.fsspec_outbox import FsspecOutbox
from etl.intake.outbox import open_outbox
from etl.settings import InboxAccess
from etl.site.folder import MARK, write_folder
from etl.site.remote import write_remote
from etl.site.serving import HEADERS, page_server
from tests.receivers.places import place_on_server
from tests.receivers.sftp_server import PASSWORD
from tests.unit.site.site_facts import files_of

SAID1 = {"county/1.html": b"one", "county/2.html": b"two", "index.html": b"start"}
SAID2 = {"county/1.html": b"one", "county/3.html": b"three", "index.html": b"begin"}
NIGHT1, NIGHT2 = files_of(SAID1), files_of(SAID2)


@pytest.mark.parametrize("kind", ["sftp", "s3"])
def test_a_server_takes_what_changed_and_loses_what_is_gone(kind, tmp_path, monkeypatch):
    with place_on_server(kind, "pages", tmp_path, monkeypatch) as (url, access):
        first = write_remote(url, iter(NIGHT1), access)
        assert (first.changed, PASSWORD in first.start) == (3, False)
        second = write_remote(url, iter(NIGHT2), access)
        assert (second.files, second.changed, second.gone) == (3, 2, 1)
        with closing(open_outbox(url, access)) as place:
            assert {path: place.read(path) for path in SAID1 | SAID2} == SAID2 | {"county/2.html": None}
        assert write_remote(url, iter(NIGHT2), access).line.startswith("pages: nothing changed")


def test_a_server_that_goes_down_meanwhile_is_made_good_by_the_next_run(tmp_path, monkeypatch):
    url, access = f"local://{tmp_path}/pages", InboxAccess()
    write_remote(url, iter(NIGHT1), access)
    with monkeypatch.context() as down:
        down.setattr(FsspecOutbox, "remove", Mock(side_effect=OSError("connection lost")))
        with pytest.raises(TransientError, match="cannot be written: connection lost"):
            write_remote(url, iter(NIGHT2), access)
    write_remote(url, iter(NIGHT2), access)
    files = {path for path in (tmp_path / "pages").rglob("*") if path.is_file() and path.name != MARK}
    assert {path.relative_to(tmp_path / "pages").as_posix(): path.read_bytes() for path in files} == SAID2


def test_a_url_that_is_none_or_does_not_answer_is_said_without_its_password():
    with pytest.raises(ConfigError, match="nosuch://u:\\*\\*\\*@host/p' is no place for files"):
        write_remote("nosuch://u:geheim@host/p", iter(NIGHT1), InboxAccess())
    with pytest.raises(TransientError, match="cannot be reached") as down:
        write_remote("sftp://u:geheim@127.0.0.1:1/p", iter(NIGHT1), InboxAccess())
    assert "geheim" not in down.value.message


def test_loopback_serves_pages_with_their_policy_and_lists_nothing(tmp_path):
    write_folder(tmp_path / "site", iter(NIGHT1))
    with page_server(tmp_path / "site") as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_address[1]}"
        with urlopen(f"{address}/county/1.html") as answer:  # noqa: S310
            assert answer.read() == b"one"
            assert HEADERS.items() <= dict(answer.headers).items()
        with pytest.raises(HTTPError, match="404") as refused:
            urlopen(f"{address}/county/")  # noqa: S310
        refused.value.close()
        with pytest.raises(ConfigError, match="cannot be used"):
            page_server(tmp_path, server.server_address[1])
        server.shutdown()
