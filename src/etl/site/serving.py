"""The pages on this machine alone: takes their folder, gives a server on loopback."""

from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from etl.errors import ConfigError

LOOPBACK = "127.0.0.1"
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; img-src data:",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


def page_server(folder: Path, port: int = 0) -> ThreadingHTTPServer:
    """A server that answers once it is told to; port 0 takes any. ConfigError when the port is taken."""
    try:
        return ThreadingHTTPServer((LOOPBACK, port), partial(_Pages, directory=str(folder)))
    except OSError as error:
        raise ConfigError(f"port {port} of {LOOPBACK} cannot be used: {error.strerror or error}") from error


class _Pages(SimpleHTTPRequestHandler):
    """Files of one folder, with the headers that its pages ask for; lists nothing, and logs nothing."""

    def end_headers(self) -> None:
        """Add ours."""
        for name, value in HEADERS.items():
            self.send_header(name, value)
        super().end_headers()

    def list_directory(self, path: object) -> None:  # noqa: ARG002 - as its base has it
        """Refuse: what has no page of its own is not there."""
        self.send_error(404)

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet."""
