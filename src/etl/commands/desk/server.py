"""The desk's server: a handful of answers over HTTP. Takes an address, what checks files and who is admitted; keeps no file and no log."""

import socket
import sys
import threading
import time
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

from etl.commands.desk.admission import COOKIE, Admission, is_own_host
from etl.commands.desk.checking import BUSY, Outcome
from etl.commands.desk.pages import POLICY, code_page, form_page, message_page
from etl.commands.desk.upload import MalformedUpload, Upload, upload_in
from etl.terminal import tell

MOST_CONNECTIONS = 32
SECONDS_OF_SILENCE = 30.0
SECONDS_TO_SEND = 300.0  # of a whole file
AT_ONCE = 1 << 20
AROUND_FILE = 1 << 16  # bytes of a form besides its file
LONGEST_CODE_FORM = 1 << 10
LONGEST_LENGTH = 18  # digits
MOST_UPLOADS = 3  # at once: each is in memory, twice
NOTHING_SAID = Outcome()
NOTHING_TYPED: Mapping[str, str] = {}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Refused(Exception):
    """A request that gets a status and a sentence instead of what it asked for."""

    def __init__(self, status: HTTPStatus, said: str) -> None:
        super().__init__(said)
        self.status, self.said = status, said


class DeskServer(ThreadingHTTPServer):
    """Listens at one address. `check` is given a whole upload, `counties` are code and name of those to choose from."""

    daemon_threads = True
    allow_reuse_address = True
    block_on_close = False

    def __init__(
        self,
        address: tuple[str, int],
        admission: Admission,
        check: Callable[[Upload], Outcome],
        counties: Mapping[str, str],
        most_bytes: int,
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        self.admission, self.check, self.counties, self.most_bytes = admission, check, counties, most_bytes
        self.names = frozenset({"localhost", socket.gethostname().casefold()})
        self.uploads = threading.BoundedSemaphore(MOST_UPLOADS)
        self._room = threading.BoundedSemaphore(MOST_CONNECTIONS)
        super().__init__(address, DeskHandler)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Have a thread answer a connection; one too many is closed at once."""
        if self._room.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer one connection."""
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._room.release()

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ARG002 - as its parent calls it
        """Say our own trouble where the desk was started; a browser that went away is none."""
        error = sys.exception()
        if not isinstance(error, OSError):
            tell(f"desk: a request failed: {type(error).__name__}: {error}", to=sys.stderr)


class DeskHandler(BaseHTTPRequestHandler):
    """Answers one request; the connection is closed after it."""

    server: DeskServer
    timeout = SECONDS_OF_SILENCE
    server_version, sys_version = "desk", ""

    def log_message(self, format: str, *args: Any) -> None:
        """Keep no log: names of files are the counties' own."""

    def do_GET(self) -> None:
        """Show the form, or ask for the code."""
        self._answer(self._get)

    def do_HEAD(self) -> None:
        """Say of a page what it is."""
        self._answer(self._get)

    def do_POST(self) -> None:
        """Take a code, or a file."""
        self._answer(self._post)

    def _answer(self, act: Callable[[], None]) -> None:
        try:
            if not is_own_host(self.headers.get("Host", ""), self.server.names):
                raise Refused(HTTPStatus.FORBIDDEN, "请用本机的地址打开这个页面。")
            act()
        except Refused as refused:
            self._page(message_page(refused.said), refused.status)

    def _get(self) -> None:
        if urlsplit(self.path).path != "/":
            raise Refused(HTTPStatus.NOT_FOUND, "没有这个页面。")
        is_known = self.server.admission.knows(self.headers.get("Cookie", ""))
        self._page(self._form() if is_known else code_page())

    def _post(self) -> None:
        origin = self.headers.get("Origin", "")
        if origin != f"http://{self.headers.get('Host', '')}":  # which every browser sends with a form
            raise Refused(HTTPStatus.FORBIDDEN, "请从本页面提交。")
        path = urlsplit(self.path).path
        if path == "/code":
            self._take_code()
        elif path == "/check":
            self._take_file()
        else:
            raise Refused(HTTPStatus.NOT_FOUND, "没有这个页面。")

    def _take_code(self) -> None:
        form = parse_qs(self._body(LONGEST_CODE_FORM).decode("utf-8", "replace"))
        session = self.server.admission.admitted(form.get("code", [""])[0])
        if session is None:
            self._page(code_page(("访问码不对。",)), HTTPStatus.FORBIDDEN)
            return
        cookie = f"{COOKIE}={session}; Path=/; HttpOnly; SameSite=Strict"
        self._send(HTTPStatus.SEE_OTHER, b"", {"Location": "/", "Set-Cookie": cookie})

    def _take_file(self) -> None:
        if not self.server.admission.knows(self.headers.get("Cookie", "")):
            raise Refused(HTTPStatus.FORBIDDEN, "请先输入访问码。")
        if not self.server.uploads.acquire(timeout=SECONDS_OF_SILENCE):
            raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, BUSY)
        try:
            self._check_file()
        finally:
            self.server.uploads.release()

    def _check_file(self) -> None:
        body = self._body(self.server.most_bytes + AROUND_FILE)
        try:
            upload = upload_in(self.headers.get("Content-Type", ""), body)
        except MalformedUpload as error:
            raise Refused(HTTPStatus.BAD_REQUEST, "没有收到完整的表单，请重新提交。") from error
        if not self.server.admission.is_own_form(upload.fields.get("token", "")):
            raise Refused(HTTPStatus.FORBIDDEN, "页面已过期，请返回后重新提交。")
        if not upload.files or not all(content for _, content in upload.files):
            raise Refused(HTTPStatus.BAD_REQUEST, "没有选择文件，或文件是空的。")
        outcome = self.server.check(upload)
        if outcome.content:
            kind = "application/zip" if outcome.name.endswith(".zip") else XLSX
            disposition = f"attachment; filename*=UTF-8''{quote(outcome.name, safe='')}"
            self._send(HTTPStatus.OK, outcome.content, {"Content-Type": kind, "Content-Disposition": disposition})
        else:
            self._page(self._form(outcome, upload.fields))

    def _body(self, most: int) -> bytes:
        """The body, no longer than it may be, and not for longer than a file takes."""
        length = self.headers.get("Content-Length", "")
        if (
            not (length.isascii() and length.isdecimal() and len(length) < LONGEST_LENGTH)
            or "Transfer-Encoding" in self.headers
        ):
            raise Refused(HTTPStatus.LENGTH_REQUIRED, "没有收到完整的表单，请重新提交。")
        if int(length) > most:
            raise Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"文件太大，最大 {most >> 20} MB。")
        parts, left, end_at = [], int(length), time.monotonic() + SECONDS_TO_SEND
        while left:
            part = self.rfile.read1(min(left, AT_ONCE))
            if not part or time.monotonic() > end_at:
                raise Refused(HTTPStatus.REQUEST_TIMEOUT, "文件没有传完，请重新提交。")
            parts.append(part)
            left -= len(part)
        return b"".join(parts)

    def _form(self, outcome: Outcome = NOTHING_SAID, typed: Mapping[str, str] = NOTHING_TYPED) -> str:
        counties = self.server.counties.items()
        return form_page(self.server.admission.token, counties, outcome.said, is_bad=outcome.is_bad, typed=typed)

    def _page(self, page: str, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, page.encode(), {"Content-Type": "text/html; charset=utf-8"})

    def _send(self, status: HTTPStatus, content: bytes, headers: Mapping[str, str]) -> None:
        self.send_response(status)
        for name, value in {**HEADERS, **headers, "Content-Length": str(len(content)), "Connection": "close"}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)
