"""An inbox behind webdav:// (HTTP) or webdavs:// (HTTPS): what `http_source` does, but folders are listed by PROPFIND.

A file's time is its `getlastmodified`.
"""

import errno
from collections.abc import Iterator
from xml.etree import ElementTree

from etl.intake.http_source import HttpSource, http_time, within
from etl.intake.inbox_url import InboxUrl
from etl.intake.remote_inbox import Entry
from etl.settings import InboxAccess

_ASKED = (
    '<?xml version="1.0" encoding="utf-8"?><propfind xmlns="DAV:"><prop>'
    "<resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>"
)


def opened(place: InboxUrl, access: InboxAccess) -> "WebdavSource":
    """The server of a URL; it is asked nothing yet."""
    return WebdavSource(place, access, "https" if place.scheme == "webdavs" else "http")


class WebdavSource(HttpSource):
    """One WebDAV server."""

    def is_folder(self, path: str) -> bool:
        """True when a folder is there."""
        return any(kind == "directory" for _, _, _, kind in self._asked(path, depth=0))

    def entries(self, path: str) -> Iterator[Entry]:
        """Entries of a folder; a server names the folder itself, too."""
        url = self.url(path, is_folder=True)
        for href, size, modified, kind in self._asked(path, depth=1):
            name, _ = within(href, url)
            if name is not None:
                yield Entry(name, kind, size, http_time(modified))

    def entry(self, path: str) -> Entry:
        """One file."""
        for _, size, modified, kind in self._asked(path, depth=0):
            return Entry(path.rpartition("/")[2], kind, size, http_time(modified))
        raise FileNotFoundError(errno.ENOENT, "No such file or directory")

    def _asked(self, path: str, depth: int) -> Iterator[tuple[str, int | None, str | None, str]]:
        """Link, size, time and type of what a server says of a path, and of what lies in it with a depth of 1."""
        url = self.url(path, is_folder=depth == 1)
        headers = {"Depth": str(depth), "Content-Type": "application/xml; charset=utf-8"}
        answer = self.limited(self.client.build_request("PROPFIND", url, headers=headers, content=_ASKED))
        if b"<!DOCTYPE" in answer:
            raise OSError(errno.EIO, "the server's answer declares entities")
        try:
            tree = ElementTree.fromstring(answer)  # noqa: S314 - of a server that we chose, without entities
        except ElementTree.ParseError as error:
            raise OSError(errno.EIO, f"the server's answer to PROPFIND is no XML: {error}") from error
        for response in tree.iter("{DAV:}response"):
            length = response.findtext(".//{DAV:}getcontentlength", "")
            is_folder = response.find(".//{DAV:}resourcetype/{DAV:}collection") is not None
            yield (
                response.findtext("{DAV:}href", ""),
                int(length) if length.isdecimal() else None,
                response.findtext(".//{DAV:}getlastmodified"),
                "directory" if is_folder else "file",
            )
