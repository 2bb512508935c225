"""Servers on this machine that mean no good: one that answers HTTP as it is told, one that lists odd names over SFTP."""

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import asyncssh

Answer = bytes | Callable[[BaseHTTPRequestHandler], None]


@contextmanager
def answering(answers: Mapping[str, Answer]) -> Iterator[tuple[str, list[str]]]:
    """A web server while the block runs: its address, and the paths that it is asked for.

    A path's answer is a page, or a function that does with the connection what it likes.
    """
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(f"{self.command} {self.path}")
            answer = answers.get(self.path)
            if callable(answer):
                answer(self)
                return
            self.send_response(404 if answer is None else 200)
            self.send_header("Content-Length", str(len(answer or b"")))
            self.end_headers()
            if self.command == "GET":
                self.wfile.write(answer or b"")

        do_HEAD = do_GET

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/in", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def listing_odd_names(below: bytes, *names: bytes) -> type[asyncssh.SFTPServer]:
    """A server that lists in one folder, besides what lies there, files of these names."""

    class Odd(asyncssh.SFTPServer):
        async def scandir(self, path: bytes) -> Any:
            async for entry in super().scandir(path):
                yield entry
            if path.endswith(below):
                for name in names:
                    yield asyncssh.SFTPName(
                        name, b"", asyncssh.SFTPAttrs(size=1, permissions=0o100644, atime=0, mtime=0)
                    )

    return Odd
