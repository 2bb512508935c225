"""A wrong setting of an inbox is said as one, with what to set or install; no message has a password, and nothing is imported early."""

import subprocess
import sys

import asyncssh
import pytest

from etl.errors import ConfigError, TransientError
from etl.intake.inbox_url import parse_inbox_url
from etl.intake.open_inbox import open_inbox
from etl.settings import InboxAccess, load_settings
from tests.receivers import folder_servers
from tests.receivers.folder_servers import dav_folder, web_folder
from tests.receivers.s3_server import BUCKET, s3_server
from tests.receivers.sftp_server import ACCOUNT, PASSWORD, sftp_server

SECRET = "Geheim-77"  # noqa: S105


def refused(url, access=None, error=ConfigError):
    """The sentence with which an inbox is refused."""
    with pytest.raises(error) as raised:
        open_inbox(url, access or InboxAccess())
    assert raised.value.exit_code == error.exit_code
    assert "\n" not in raised.value.message
    assert SECRET not in raised.value.message
    return raised.value.message


@pytest.mark.parametrize(
    ("scheme", "package", "extra"),
    [("sftp", "sshfs", "sftp"), ("s3", "s3fs", "s3"), ("http", "httpx", "http"), ("webdav", "httpx", "webdav")],
)
def test_a_missing_package_is_named_with_its_extra(scheme, package, extra, monkeypatch):
    for name in ("sftp", "s3", "http", "webdav"):
        monkeypatch.delitem(sys.modules, f"etl.intake.{name}_source", raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    message = refused(f"{scheme}://host/in")
    assert f"needs {package}, which is not installed: pip install 'county-etl[{extra}]'" in message


@pytest.mark.parametrize(
    ("url", "says"),
    [
        pytest.param("webdav:///in", "names no server", id="webdav without a server"),
        pytest.param("sftp://", "names no server", id="nothing but a scheme"),
        pytest.param(f"sftp://etl:{SECRET}/3@host/in", "%2F", id="a slash in a password"),
        pytest.param(f"sftp://etl:5/{SECRET}@host/in", "%40", id="a slash that makes a port"),
        pytest.param(f"https://host/in?token={SECRET}", "more than a folder", id="a token"),
        pytest.param("http://host/in#x", "more than a folder", id="a fragment"),
        pytest.param(f"s3://key:{SECRET}@bucket/in", "AWS_ACCESS_KEY_ID", id="keys of S3"),
        pytest.param(f"nosuch://etl:{SECRET}@host/in", "set ETL_INBOX", id="unknown"),
    ],
)
def test_a_url_that_cannot_be_meant_is_said(url, says):
    assert says in refused(url)


def test_a_url_is_taken_apart():
    place = parse_inbox_url("webdavs://etl:a%2Fb%40c@[::1]:8443/%E6%94%B6 件/in/")
    assert (place.user, place.password, place.server, place.path) == ("etl", "a/b@c", "[::1]:8443", "/收 件/in")
    assert "a/b" not in repr(place)


def test_an_sftp_server_is_trusted_by_its_key_only(tmp_path):
    with sftp_server(tmp_path, tmp_path / "secrets") as server:
        other = tmp_path / "other_hosts"
        key = asyncssh.generate_private_key("ssh-ed25519").export_public_key()
        other.write_bytes(f"[127.0.0.1]:{server.port} ".encode() + key)
        for hosts in (other, tmp_path / "empty"):
            hosts.touch()
            message = refused(server.url, InboxAccess(inbox_key=server.key, inbox_known_hosts=hosts))
            assert "not trusted" in message
            assert "ETL_INBOX_KNOWN_HOSTS" in message


def test_an_account_that_an_sftp_server_does_not_take_is_a_setting(tmp_path):
    with sftp_server(tmp_path, tmp_path / "secrets") as server:
        access = InboxAccess(inbox_password=SECRET, inbox_known_hosts=server.known_hosts)
        assert "refuses the login" in refused(server.url, access)
        (tmp_path / "no key").write_text(SECRET)
        broken = InboxAccess(inbox_key=tmp_path / "no key", inbox_known_hosts=server.known_hosts)
        assert "ETL_INBOX_KEY cannot be used" in refused(server.url, broken)
        asyncssh.generate_private_key("ssh-ed25519").write_private_key(str(tmp_path / "key"), passphrase=PASSWORD)
        shut = InboxAccess(inbox_key=tmp_path / "key", inbox_password=SECRET, inbox_known_hosts=server.known_hosts)
        assert "ETL_INBOX_KEY cannot be used" in refused(server.url, shut)
        known = InboxAccess(inbox_known_hosts=server.known_hosts)
        url = server.url.replace("@", f":{PASSWORD.replace('/', '%2F')}@")
        assert "is not a folder" in refused(f"{url}nowhere", known)


def test_an_account_that_a_web_server_does_not_take_is_a_setting(tmp_path):
    with web_folder(tmp_path) as web, dav_folder(tmp_path) as dav:
        for url in (f"http://etl:{SECRET}@{web}", f"http://{web}", f"webdav://etl:{SECRET}@{dav}"):
            assert "refuses: HTTP status 401" in refused(url)
        right = InboxAccess(inbox_password=folder_servers.PASSWORD)
        for url in (f"http://{ACCOUNT}@{web}nowhere", f"webdav://{ACCOUNT}@{dav}/nowhere"):
            assert "is not a folder" in refused(url, right)


def test_what_a_bucket_needs_is_a_setting(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    with s3_server() as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.endpoint)
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        assert "AWS_ACCESS_KEY_ID" in refused(f"s3://{BUCKET}/in")
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        for bucket in (f"{BUCKET}/nowhere", "nobucket/in"):
            assert "is not a folder" in refused(f"s3://{bucket}")
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        assert "cannot be reached" in refused(f"s3://{BUCKET}/in", error=TransientError)


@pytest.mark.parametrize("scheme", ["sftp", "http", "webdav"])
def test_a_server_that_does_not_answer_is_no_setting(scheme):
    assert "cannot be reached" in refused(f"{scheme}://etl:{SECRET}@127.0.0.1:1/in", error=TransientError)


@pytest.mark.parametrize("name", ["ETL_INBOX_KEY", "ETL_INBOX_KNOWN_HOSTS"])
def test_a_file_that_is_not_there_is_said_with_its_setting(name, monkeypatch):
    monkeypatch.setenv(name, "/no/such/file")
    with pytest.raises(ConfigError, match=f"{name}: must be a file"):
        load_settings()


def test_a_folder_needs_none_of_the_servers_libraries(tmp_path):
    code = (
        "import sys; from etl.intake.open_inbox import open_inbox; open_inbox(sys.argv[1]);"
        "print({'sshfs', 'asyncssh', 's3fs', 'botocore', 'aiohttp', 'httpx'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
