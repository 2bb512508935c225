"""Pages in a place with a URL, and on loopback: what is written, what stays, what is answered."""

import threading
from urllib.error import HTTPError
from urllib.request import urlopen

import fsspec
import pytest

from etl.errors import ConfigError, TransientError
from etl.site.folder import MARK, write_folder
from etl.site.remote import write_remote
from etl.site.serving import HEADERS, page_server

NIGHT1 = [("county/1.html", b"one"), ("county/2.html", b"two"), ("index.html", b"start")]
NIGHT2 = [("county/1.html", b"one"), ("county/3.html", b"three"), ("index.html", b"begin")]


def test_a_url_takes_what_changed_and_loses_what_is_gone():
    place = fsspec.filesystem("memory")
    first = write_remote("memory://pages/site", iter(NIGHT1))
    assert (first.start, first.changed) == ("memory://pages/site/index.html", 3)
    made = place.created("/pages/site/county/1.html")
    second = write_remote("memory://pages/site", iter(NIGHT2))
    assert (second.files, second.changed, second.gone) == (3, 2, 1)
    found = {path.removeprefix("/pages/site/"): place.cat_file(path) for path in place.find("/pages/site")}
    found.pop(MARK)
    assert found == dict(NIGHT2)
    assert place.created("/pages/site/county/1.html") == made
    assert write_remote("memory://pages/site", iter(NIGHT2)).line.startswith("pages: nothing changed")
    place.rm("/pages", recursive=True)


def test_a_url_that_is_none_or_does_not_answer_is_said_without_its_password(tmp_path):
    with pytest.raises(ConfigError, match="ETL_SITE nosuch://u:\\*\\*\\*@host/p cannot be used"):
        write_remote("nosuch://u:geheim@host/p", iter(NIGHT1))
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(TransientError, match="cannot be written"):
        write_remote(f"local://{tmp_path}/file/below", iter(NIGHT1))


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
