"""A real SFTP server on this machine, asyncssh's, in a thread: shows one folder to one account with a key or a password."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncssh

ACCOUNT, PASSWORD = "etl", "Geheim/77"


@dataclass(frozen=True)
class SftpServer:
    """A running server, and the files with which it is spoken to."""

    port: int
    key: Path
    known_hosts: Path

    @property
    def url(self) -> str:
        """The folder's URL, without a password."""
        return f"sftp://{ACCOUNT}@127.0.0.1:{self.port}/"


@contextmanager
def sftp_server(
    folder: Path, secrets: Path, files: type[asyncssh.SFTPServer] = asyncssh.SFTPServer
) -> Iterator[SftpServer]:
    """A server while the block runs; `secrets` gets a key that it takes, and its own as a file of known hosts."""
    own, key = asyncssh.generate_private_key("ssh-ed25519"), asyncssh.generate_private_key("ssh-ed25519")
    secrets.mkdir(parents=True, exist_ok=True)
    key.write_private_key(str(secrets / "key"))
    taken = asyncssh.import_authorized_keys(key.export_public_key().decode())

    opened: list[asyncssh.SSHServerConnection] = []

    class Account(asyncssh.SSHServer):
        def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
            opened.append(conn)

        def password_auth_supported(self) -> bool:
            return True

        def validate_password(self, username: str, password: str) -> bool:
            return (username, password) == (ACCOUNT, PASSWORD)

    loop, started, stop = asyncio.new_event_loop(), threading.Event(), asyncio.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await asyncssh.listen(
            "127.0.0.1",
            0,
            server_factory=Account,
            server_host_keys=[own],
            authorized_client_keys=taken,
            sftp_factory=lambda channel: files(channel, chroot=str(folder).encode()),
        )
        ports.append(server.sockets[0].getsockname()[1])
        started.set()
        await stop.wait()
        server.close()  # Python 3.12.1 would wait for ever for it to be closed
        for connection in opened:  # else a later test is told of its socket
            connection.abort()
            await connection.wait_closed()
        await asyncio.sleep(0)  # its transport closes the socket in the loop's next turn

    thread = threading.Thread(target=lambda: loop.run_until_complete(serve()))
    thread.start()
    try:
        assert started.wait(30)
        hosts = secrets / "known_hosts"
        hosts.write_bytes(f"[127.0.0.1]:{ports[0]} ".encode() + own.export_public_key())
        yield SftpServer(ports[0], secrets / "key", hosts)
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        loop.close()
