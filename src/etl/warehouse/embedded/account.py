"""As whom the embedded server runs: takes its folder and binaries, gives a way to run its programs.

PostgreSQL refuses to run as root. The wheel's own wrapper then adds an account to the machine and opens every folder
above the data to everybody; neither happens here.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from etl.errors import ConfigError

# what a shell set for another PostgreSQL must not steer this one
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}


@dataclass(frozen=True)
class Account:
    """How programs of the server are started, and the user id that owns its files."""

    owner: int
    prefix: tuple[str, ...] = ()
    identity: Mapping[str, Any] = field(default_factory=dict)
    is_shut_out: bool = False  # some folder above its own is closed to it

    def folder(self, path: Path) -> str:
        """How a program that is started in a folder names it; the kernel's link needs no leave to pass what is above."""
        return "/proc/self/cwd" if self.is_shut_out else str(path)

    def run(self, command: Sequence[str | Path], cwd: Path, **more: Any) -> "subprocess.CompletedProcess[str]":
        """Run one program to its end; its output is captured, its exit code is the caller's to judge."""
        return subprocess.run(  # noqa: S603 - the wheel's own programs
            [*self.prefix, *map(str, command)],
            cwd=cwd,
            env=ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            umask=0o077,
            check=False,
            **self.identity,
            **more,
        )

    def own(self, path: Path) -> None:
        """Give a folder and what is in it to the account; only root ever needs to."""
        if os.geteuid() == 0 and path.stat().st_uid != self.owner:
            for item in (path, *path.rglob("*")):
                os.chown(item, self.owner, -1, follow_symlinks=False)


def account_for(folder: Path, binaries: Path) -> Account:
    """The account that runs the server in `folder`.

    An ordinary user is itself. Root takes the folder's owner, else a user namespace in which root appears as nobody
    (the files stay root's, closed folders stay closed), else, where namespaces are forbidden as in most containers,
    the account nobody. ConfigError when that one cannot reach the binaries.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid())
    owner = folder.stat().st_uid
    if owner == 0:
        namespace = _namespace()
        if namespace and namespace.run([binaries / "postgres", "-V"], cwd=folder).returncode == 0:
            return namespace
        owner = _nobody()
    if not folder.stat().st_mode & 0o001:
        folder.chmod(folder.stat().st_mode | 0o001)
    closed = [p for p in folder.parents if not p.stat().st_mode & 0o001 and p.stat().st_uid != owner]
    identity = {"user": owner, "group": _group(owner), "extra_groups": []}
    account = Account(owner, identity=identity, is_shut_out=bool(closed))
    if closed and not Path("/proc/self/cwd").exists():
        raise ConfigError(
            f"PostgreSQL does not run as root, and another account cannot pass {closed[-1]}: "
            "run as an ordinary user, or set ETL_HOME to a folder that everybody may pass"
        )
    try:
        account.run([binaries / "postgres", "-V"], cwd=folder).check_returncode()
    except (OSError, subprocess.CalledProcessError):
        raise ConfigError(
            f"PostgreSQL does not run as root, and account {owner} cannot run {binaries}: "
            "run as an ordinary user, or install into a folder that everybody may read"
        ) from None
    return account


def _namespace() -> Account | None:
    unshare = shutil.which("unshare", path=os.defpath)
    nobody = str(_nobody())  # initdb asks for the name of whoever runs it, so the number must have one
    return Account(0, prefix=(unshare, "--user", f"--map-user={nobody}", f"--map-group={nobody}")) if unshare else None


def _nobody() -> int:
    try:
        return pwd.getpwnam("nobody").pw_uid
    except KeyError:
        raise ConfigError(
            "PostgreSQL does not run as root, and there is no account nobody: run as an ordinary user"
        ) from None


def _group(uid: int) -> int:
    try:
        return pwd.getpwuid(uid).pw_gid
    except KeyError:
        raise ConfigError(
            f"ETL_HOME belongs to the user id {uid}, which has no name: run as an ordinary user"
        ) from None
