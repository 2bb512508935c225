"""A server's word is foreign: odd names are never asked for, files have a time to come in, silence ends, redirects lead nowhere."""

import time
from contextlib import closing
from datetime import UTC, datetime

import pytest

from etl.config.divisions import load_divisions
from etl.errors import TransientError
from etl.intake.inbox import DEEPEST, list_inbox
from etl.intake.open_inbox import open_inbox
from etl.intake.pull import pull_files
from etl.settings import PROJECT, InboxAccess
from tests.receivers.hostile_servers import answering, listing_odd_names
from tests.receivers.sftp_server import sftp_server

NOW = datetime(2024, 4, 8, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def divisions():
    return load_divisions(PROJECT / "config")


def page(*links: str) -> bytes:
    return "".join(f'<a href="{link}">x</a>' for link in links).encode()


def pulled(url, tmp_path, divisions, max_seconds=60.0):
    filesystem, root = open_inbox(url)
    with closing(filesystem):
        listing = list_inbox(filesystem, root, divisions)
        pull = pull_files(
            listing.files, filesystem, tmp_path / "archive", {}, (1, NOW), 1 << 20, max_seconds=max_seconds
        )
    return listing, pull


INDEX = {"/in/": page("513228/"), "/in/513228/": page("2024Q1/")}


def test_links_out_of_a_folder_are_no_files(tmp_path, divisions):
    links = (
        *(
            "/in/513402/2024Q1/x.csv",
            "http://169.254.169.254/latest",
            "//elsewhere/in/513228/2024Q1/x.csv",
            "../../513402/",
        ),
        *(
            "?C=M;O=A",
            "../",
            "./",
            "/in/513228/2024Q1/",
            "file:///etc/passwd",
            "javascript:alert(1)",
            "http://[",
            "a.csv?x",
        ),
        *("a.csv", "http://127.0.0.1/in/513228/2024Q1/x.csv"),
    )
    with answering(INDEX | {"/in/513228/2024Q1/": page(*links), "/in/513228/2024Q1/a.csv": b"abc"}) as (url, asked):
        listing, pull = pulled(url, tmp_path, divisions)
    assert ([file.name for file in pull.new], listing.issues, pull.failures) == (["a.csv"], (), {})
    assert {path.split()[1] for path in asked} == {*INDEX, "/in/513228/2024Q1/", "/in/513228/2024Q1/a.csv"}


def test_odd_names_of_a_web_server_are_named_and_never_asked_for(tmp_path, divisions):
    links = ("%2e%2e", "..%2F..%2F513402%2F2024Q1%2Fx.csv", "a%0Ab.csv", "%00", "x" * 300 + ".csv", "%1b[2J/")
    with answering(INDEX | {"/in/513228/2024Q1/": page(*links)}) as (url, asked):
        listing, pull = pulled(url, tmp_path, divisions)
    assert (pull.new, pull.failures) == ([], {})
    assert len(listing.issues) == len(links)
    assert all(issue.county_code == "513228" and issue.message.isprintable() for issue in listing.issues)
    assert not any("%" in path or "xx" in path for path in asked)


def test_odd_names_of_an_sftp_server_are_named_and_never_asked_for(tmp_path, divisions):
    (tmp_path / "in" / "513228" / "2024Q1").mkdir(parents=True)
    (tmp_path / "in" / "513228" / "2024Q1" / "台账.csv").write_bytes(b"abc")
    names = (b"../../../etc/passwd", b"/etc/passwd", b"a\nb.csv", b"\x1b[2J", b"a\0b", b"x/y.csv")
    with sftp_server(tmp_path / "in", tmp_path / "secrets", listing_odd_names(b"/2024Q1", *names)) as server:
        filesystem, root = open_inbox(
            server.url, InboxAccess(inbox_key=server.key, inbox_known_hosts=server.known_hosts)
        )
        with closing(filesystem):
            listing = list_inbox(filesystem, root, divisions)
    assert [file.name for file in listing.files] == ["台账.csv"]
    assert len(listing.issues) == len(names)
    assert not any("/etc/" in issue.message or not issue.message.isprintable() for issue in listing.issues)


def test_folders_without_end_are_left_at_some_depth(tmp_path, divisions):
    class Endless(dict):
        def get(self, path, default=None):
            return page("again/") if path.startswith("/in/513228/2024Q1/") else super().get(path, default)

    with answering(Endless(INDEX)) as (url, asked):
        listing, _ = pulled(url, tmp_path, divisions)
    assert len(listing.issues) == 1
    assert len(asked) < DEEPEST + 10


def test_a_redirect_is_not_followed(tmp_path, divisions):
    def away(handler):
        handler.send_response(302)
        handler.send_header("Location", "/secret.csv")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    pages = INDEX | {"/in/513228/2024Q1/": page("a.csv"), "/in/513228/2024Q1/a.csv": away, "/secret.csv": b"geheim"}
    with answering(pages) as (url, asked):
        listing, _ = pulled(url, tmp_path, divisions)
    assert listing.failures == {"513228": "513228: HTTP status 302"}
    assert not any("secret" in path for path in asked)


def test_a_file_that_trickles_in_fails_its_county_when_its_time_is_over(tmp_path, divisions):
    def trickle(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "1000000")
        handler.end_headers()
        while handler.command == "GET":
            try:
                handler.wfile.write(b"x")
            except OSError:
                return
            time.sleep(0.05)

    pages = INDEX | {"/in/513228/2024Q1/": page("a.csv", "b.csv"), "/in/513228/2024Q1/a.csv": trickle}
    with answering(pages | {"/in/513228/2024Q1/b.csv": b"abc"}) as (url, _):
        _, pull = pulled(url, tmp_path, divisions, max_seconds=0.2)
    assert pull.failures == {"513228": "a.csv: it was not here after 0.2 seconds"}
    assert [file.name for file in pull.new] == ["b.csv"]
    assert [path.name for path in (tmp_path / "archive").iterdir() if path.name.startswith(".")] == []


def test_a_server_that_is_gone_ends_the_pull_and_not_each_county_after_the_other(tmp_path, divisions):
    def hang_up(handler):
        handler.close_connection = True
        handler.connection.close()

    counties = list(divisions.counties)[:8]
    pages = {"/in/": page(*(f"{code}/" for code in counties))} | {f"/in/{code}/": hang_up for code in counties}
    with answering(pages) as (url, asked), pytest.raises(TransientError, match="answers no more"):
        pulled(url, tmp_path, divisions)
    assert len(asked) < 6


def test_one_countys_trouble_is_its_own(tmp_path, divisions):
    def broken(handler):
        handler.send_error(500)

    pages = {"/in/": page("513228/", "513402/"), "/in/513228/": broken, "/in/513402/": page("2024Q1/")}
    pages |= {"/in/513402/2024Q1/": page("a.csv"), "/in/513402/2024Q1/a.csv": b"abc"}
    with answering(pages) as (url, _):
        listing, pull = pulled(url, tmp_path, divisions)
    assert listing.failures == {"513228": "513228: HTTP status 500"}
    assert [file.county_code for file in pull.new] == ["513402"]
