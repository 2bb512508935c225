"""The URL of an inbox on another machine, taken apart: takes text, gives a place, or SettingError that quotes no password."""

from dataclasses import dataclass, field
from urllib.parse import unquote, unquote_to_bytes, urlsplit

from etl.errors import SettingError
from etl.settings import InboxAccess
from etl.text import without_password

ESCAPES = "write %, /, @, ? and # in a name or password as %25, %2F, %40, %3F and %23, or set ETL_INBOX_PASSWORD"


@dataclass(frozen=True)
class InboxUrl:
    """A folder on a server; of `s3://` the host is the bucket."""

    scheme: str
    host: str
    port: int | None = None
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    path: str = "/"  # as a server's file system has it: bytes that are no UTF-8 are kept as Python keeps them

    def password_by(self, access: InboxAccess) -> str | None:
        """The account's password: that of the URL, else the settings'."""
        return self.password or (access.inbox_password.get_secret_value() if access.inbox_password else None)

    @property
    def server(self) -> str:
        """Host and port, as a URL has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"


def parse_inbox_url(url: str) -> InboxUrl:
    """The place that a URL names; SettingError when it names no server, or is more than a place."""
    try:
        parts = urlsplit(url.strip())
        port = parts.port
    except ValueError:  # says what stands where the port should: of a password with a slash, a part of it
        raise SettingError(f"the inbox {_shown(url)} is no URL; {ESCAPES}") from None
    if not parts.hostname:
        raise SettingError(f"the inbox {_shown(url)} names no server: {parts.scheme}://[user@]server[:port]/folder")
    if parts.query or parts.fragment or "@" in parts.path:
        raise SettingError(f"the inbox {parts.scheme}://{parts.hostname}/… is more than a folder's URL; {ESCAPES}")
    return InboxUrl(
        scheme=parts.scheme.casefold(),
        host=parts.hostname,
        port=port,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
        path="/" + unquoted(parts.path).strip("/"),
    )


def unquoted(text: str) -> str:
    """A path of a URL without its escapes; bytes that are no UTF-8 are kept as Python keeps those of file names.

    >>> unquoted("/%E5%8F%B0%E8%B4%A6.csv")
    '/台账.csv'
    """
    return unquote_to_bytes(text).decode("utf-8", "surrogateescape")


def _shown(url: str) -> str:
    return repr(without_password(url))
