"""A sign of life is fetched once; what goes wrong is told without the URL."""

import socket

from etl.notices.channels.heartbeat import beat
from tests.receivers.web_server import web_server


def test_it_is_fetched():
    with web_server() as asked:
        assert beat(f"http://127.0.0.1:{asked.port}/ping/geheim") is None
    assert asked.paths == ["/ping/geheim"]


def test_a_refusal_is_told():
    with web_server(404) as asked:
        assert beat(f"http://127.0.0.1:{asked.port}/ping/geheim") == "the heartbeat was answered with 404"


def test_nobody_there_is_told():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        trouble = beat(f"http://127.0.0.1:{taken.getsockname()[1]}/geheim")
    assert trouble == "the heartbeat cannot be delivered: Connection refused"


def test_a_url_in_other_letters_is_told():
    assert "ASCII" in beat("http://127.0.0.1:1/心跳")
