"""Real servers on this machine that show a folder: Python's own over HTTP, WsgiDAV over WebDAV. Both ask for one account."""

import base64
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from wsgidav.wsgidav_app import WsgiDAVApp

ACCOUNT, PASSWORD = "etl", "Geheim/77"
EXPECTED = "Basic " + base64.b64encode(f"{ACCOUNT}:{PASSWORD}".encode()).decode()


class _Pages(SimpleHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def send_head(self) -> Any:
        if self.headers.get("Authorization") == EXPECTED:
            return super().send_head()
        self.send_response(401)
        self.send_header("WWW-Authenticate", "Basic")
        self.send_header("Content-Length", "0")
        self.end_headers()
        return None

    def log_message(self, format: str, *args: Any) -> None:
        pass


class _Threads(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        pass


@contextmanager
def web_folder(folder: Path) -> Iterator[str]:
    """The address of a folder over HTTP, without the account, while the block runs."""
    with _running(ThreadingHTTPServer(("127.0.0.1", 0), partial(_Pages, directory=str(folder)))) as port:
        yield f"127.0.0.1:{port}/"


@contextmanager
def dav_folder(folder: Path) -> Iterator[str]:
    """The address of a folder over WebDAV, without the account, while the block runs."""
    app = WsgiDAVApp(
        {
            "provider_mapping": {"/dav": str(folder)},
            "simple_dc": {"user_mapping": {"*": {ACCOUNT: {"password": PASSWORD}}}},
            "http_authenticator": {"accept_digest": False, "accept_basic": True, "default_to_digest": False},
            "logging": {"enable": False},
            "verbose": 0,
        }
    )
    with _running(make_server("127.0.0.1", 0, app, server_class=_Threads, handler_class=_Quiet)) as port:
        yield f"127.0.0.1:{port}/dav"


@contextmanager
def _running(server: Any) -> Iterator[int]:
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
