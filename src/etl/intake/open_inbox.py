"""Open the inbox: takes its URL and the account's secrets, gives a file system and the inbox's folder in it.

What a kind of server needs is imported when a URL asks for it: no other run waits for that.
"""

from importlib import import_module
from typing import Any

from fsspec.implementations.local import LocalFileSystem

from etl.errors import ConfigError, EtlError, SettingError, TransientError
from etl.intake.inbox_url import InboxUrl, parse_inbox_url
from etl.intake.local_inbox import IS_OFFERED, LocalInbox
from etl.intake.remote_inbox import RemoteInbox, Source, said
from etl.settings import InboxAccess
from etl.text import without_password

# beginning of a URL -> the extra of county-etl that brings what it needs
EXTRAS = {"sftp": "sftp", "s3": "s3", "http": "http", "https": "http", "webdav": "webdav", "webdavs": "webdav"}
NO_ACCESS = InboxAccess()


def open_inbox(url: str, access: InboxAccess = NO_ACCESS) -> tuple[Any, str]:
    """The file system and root path behind an inbox URL; whoever opens it closes it.

    ConfigError when a setting is wrong: the kind of URL, a missing package, an account, a key, a folder that is not there.
    TransientError when nobody answers. Of a folder of this machine it is one that follows no link of a county's.
    """
    shown = repr(without_password(url))
    scheme = url.partition("://")[0].strip().casefold() if "://" in url else "file"
    try:
        filesystem, root = _opened(scheme, url, access)
        try:
            is_there = filesystem.isdir(root)
        except BaseException:
            filesystem.close()
            raise
    except EtlError as error:
        raise type(error)(f"the inbox {shown} cannot be opened: {without_password(error.message)}") from error
    except Exception as error:  # every kind has its own errors; all of them mean that it cannot be reached
        raise TransientError(f"the inbox {shown} cannot be reached: {without_password(said(error))}") from error
    if not is_there:
        filesystem.close()
        raise ConfigError(
            f"the inbox {shown} is not a folder; mount it if it is a share, or set ETL_INBOX or --inbox to the folder of the counties; "
            "the next night reads it when it is there, or now: etl run"
        )
    return filesystem, root


def _opened(scheme: str, url: str, access: InboxAccess) -> tuple[Any, str]:
    if scheme in EXTRAS:
        place = parse_inbox_url(url)
        return RemoteInbox(_source(scheme, place, access)), place.path
    if scheme == "file" and IS_OFFERED:
        root = str(LocalFileSystem._strip_protocol(url))
        return LocalInbox(root), root
    try:
        source = import_module("etl.intake.fsspec_source").FsspecSource(url)
    except (
        ValueError,
        ImportError,
    ) as error:  # a kind of URL that fsspec does not know, or a package that is not there
        raise SettingError(f"{said(error)}; set ETL_INBOX or --inbox to a folder or a URL") from error
    return RemoteInbox(source), source.root


def _source(scheme: str, place: InboxUrl, access: InboxAccess) -> Source:
    extra = EXTRAS[scheme]
    try:
        module = import_module(f"etl.intake.{extra}_source")
    except ImportError as error:
        raise ConfigError(
            f"{scheme}:// needs {error.name}, which is not installed: pip install 'county-etl[{extra}]'"
        ) from error
    source: Source = module.opened(place, access)
    return source
