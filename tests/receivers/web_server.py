"""A real web server on this machine, in a thread: keeps what it is asked and given, and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Asked:
    """Requests to a server, in order: the path, and what was given as JSON."""

    def __init__(self, status: int) -> None:
        self.status = status
        self.paths: list[str] = []
        self.given: list[Any] = []
        self.port = 0


@contextmanager
def web_server(status: int = 200) -> Iterator[Asked]:
    """A server while the block runs; it answers everything with one status."""
    asked = Asked(status)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.paths.append(self.path)
            self.send_response(asked.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def do_POST(self) -> None:
            asked.given.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.do_GET()

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    asked.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
