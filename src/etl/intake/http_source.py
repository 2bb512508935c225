"""An inbox behind http:// or https://: folders are pages with links, as web servers make them of a folder.

Takes a place and the account's password, gives entries and files; a file's time is its `Last-Modified`. Follows no redirect
and no link but those to what lies in the folder itself.
"""

import errno
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from html.parser import HTMLParser
from urllib.parse import quote, urljoin, urlsplit

import httpx

from etl.intake.inbox_url import InboxUrl, unquoted
from etl.intake.remote_inbox import CONNECT_SECONDS, SILENCE_SECONDS, Entry, is_odd, said
from etl.settings import InboxAccess

LARGEST_PAGE = 32 << 20  # bytes of a folder's page
AS_IT_IS = {"Accept-Encoding": "identity"}
GONE, REFUSED = (404, 410), (401, 403, 407)


class HttpSource:
    """One web server."""

    def __init__(self, place: InboxUrl, access: InboxAccess, scheme: str) -> None:
        self.origin = f"{scheme}://{place.server}"
        self.client = httpx.Client(
            auth=(place.user, place.password_by(access) or "") if place.user else None,
            headers=AS_IT_IS,
            timeout=httpx.Timeout(SILENCE_SECONDS, connect=CONNECT_SECONDS),
        )

    def is_folder(self, path: str) -> bool:
        """True when its page comes."""
        self._page(path)
        return True

    def entries(self, path: str) -> Iterator[Entry]:
        """Entries that the page of a folder links to, within it; a file's size and time are asked for one by one."""
        url = self.url(path, is_folder=True)
        links = _Links()
        links.feed(self._page(path))
        for href in dict.fromkeys(links.found):
            name, is_folder = within(href, url)
            if name is None:
                continue
            is_known = is_folder or is_odd(name)
            yield (
                Entry(name, "directory" if is_folder else "file") if is_known else self._entry(name, url + quoted(name))
            )

    def entry(self, path: str) -> Entry:
        """One file."""
        return self._entry(path.rpartition("/")[2], self.url(path))

    def open(self, path: str) -> "_Body":
        """A file, which comes as it is read."""
        response = self.client.send(self.client.build_request("GET", self.url(path)), stream=True)
        try:
            checked(response)
        except OSError:
            response.close()
            raise
        return _Body(response)

    def fault(self, error: Exception) -> Exception:
        """The same failure as an OSError; no text of it has the password, which is in no URL that is asked for."""
        if isinstance(error, httpx.TimeoutException):
            return TimeoutError(errno.ETIMEDOUT, "the server did not answer in time")
        if isinstance(error, httpx.TransportError):
            return ConnectionError(errno.ECONNRESET, f"the server did not answer: {said(error)}")
        return error if isinstance(error, OSError) else OSError(errno.EIO, said(error))

    def close(self) -> None:
        """End the connections."""
        self.client.close()

    def url(self, path: str, *, is_folder: bool = False) -> str:
        """The URL of a path."""
        folder = path.rstrip("/")
        return f"{self.origin}{quoted(folder)}/" if is_folder else f"{self.origin}{quoted(path)}"

    def limited(self, request: httpx.Request) -> bytes:
        """Body of an answer, of which no more is held than a folder's page may have."""
        response = self.client.send(request, stream=True)
        try:
            checked(response)
            page = b""
            for piece in response.iter_raw():
                page += piece
                if len(page) > LARGEST_PAGE:
                    raise OSError(errno.EFBIG, "the page of a folder is too large")
            return page
        finally:
            response.close()

    def _page(self, path: str) -> str:
        request = self.client.build_request("GET", self.url(path, is_folder=True))
        return self.limited(request).decode("utf-8", "replace")

    def _entry(self, name: str, url: str) -> Entry:
        headers = checked(self.client.head(url)).headers
        length = headers.get("Content-Length", "")
        return Entry(name, "file", int(length) if length.isdecimal() else None, http_time(headers.get("Last-Modified")))


class _Body:
    """A file that comes over a connection."""

    def __init__(self, response: httpx.Response) -> None:
        self._response = response
        self._pieces = response.iter_raw()  # as they come: one of a size would be waited for
        self._rest = b""

    def read(self, most: int) -> bytes:
        """The next bytes."""
        while not self._rest:
            try:
                self._rest = next(self._pieces)
            except StopIteration:
                return b""
        piece, self._rest = self._rest[:most], self._rest[most:]
        return piece

    def close(self) -> None:
        """Let go of the connection."""
        self._response.close()


class _Links(HTMLParser):
    """Targets of the links of a page, in order."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep where a link leads."""
        self.found += [value for name, value in attrs if tag == "a" and name == "href" and value]


def opened(place: InboxUrl, access: InboxAccess) -> HttpSource:
    """The server of a URL; it is asked nothing yet."""
    return HttpSource(place, access, place.scheme)


def within(link: str, folder: str) -> tuple[str | None, bool]:
    """Name of what a link leads to in a folder, and whether it is a folder; no name for what lies elsewhere.

    >>> within("%E5%8F%B0.csv", "http://x/in/"), within("/in/a/", "http://x/in/"), within("?C=M", "http://x/in/")
    (('台.csv', False), ('a', True), (None, False))
    """
    try:
        target, parent = urlsplit(urljoin(folder, link)), urlsplit(folder)
    except ValueError:
        return None, False
    here = unquoted(parent.path)
    if (target.scheme, target.netloc) != (parent.scheme, parent.netloc) or target.query:
        return None, False
    is_folder = target.path.endswith("/")
    escaped = target.path.removesuffix("/")
    above, _, name = escaped.rpartition("/")
    return (unquoted(name), is_folder) if name and unquoted(above) + "/" == here else (None, is_folder)


def quoted(path: str) -> str:
    """A path as a URL has it; a percent sign of a name is one of the name."""
    return quote(path.encode("utf-8", "surrogateescape"), safe="/")


def checked(response: httpx.Response) -> httpx.Response:
    """The response, when it is what was asked for; OSError by its status else."""
    status = response.status_code
    if status in GONE:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")
    if status in REFUSED:
        raise PermissionError(errno.EACCES, f"HTTP status {status}")
    if not 200 <= status < 300:
        raise OSError(errno.EIO, f"HTTP status {status}")
    if response.headers.get("Content-Encoding", "identity") != "identity":
        raise OSError(errno.EIO, "the server sends files compressed that were asked for as they are")
    return response


def http_time(text: str | None) -> datetime | None:
    """The moment of a header; None when it is none.

    >>> http_time("Mon, 08 Apr 2024 02:00:00 GMT").isoformat()
    '2024-04-08T02:00:00+00:00'
    """
    try:
        found = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
