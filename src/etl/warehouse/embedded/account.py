"""As whom the embedded server runs: takes its folder and binaries, gives a way to run its programs.

PostgreSQL refuses to run as root, and the folders above a checkout of root's are mostly closed to everybody else (/root
is). The wheel's own wrapper adds an account to the machine and opens all of them; here nothing is opened or copied.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from etl.errors import ConfigError

# what a shell set for another PostgreSQL must not steer this one
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C"}
# each lets a process pass closed folders; containers mostly have only the second, which can write, too
PASSING = ("dac_read_search", "dac_override")


@dataclass(frozen=True)
class Account:
    """Account of the server's programs: how they are started, and the user id that owns their files."""

    owner: int
    prefix: tuple[str, ...] = ()

    def run(self, command: Sequence[str | Path], cwd: Path, given: str = "") -> "subprocess.CompletedProcess[str]":
        """Run one program to its end, on input that is `given`; its output is captured, its exit code is the caller's to judge."""
        return subprocess.run(  # noqa: S603 - the wheel's own programs
            [*self.prefix, *map(str, command)],
            cwd=cwd,
            env=ENVIRONMENT,
            input=given,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            umask=0o077,
            check=False,
        )

    def own(self, path: Path) -> None:
        """Give a folder and what is in it to the account; only root ever needs to, also after it has put a file back."""
        if os.geteuid() != 0 or self.owner == path.stat().st_uid == 0:
            return
        for item in (*path.rglob("*"), path):  # itself last: until then the next start begins again
            if item.lstat().st_uid != self.owner:
                os.chown(item, self.owner, -1, follow_symlinks=False)

    def reaches(self, folder: Path, binaries: Path) -> bool:
        """True when it can pass to the folder and run the server's program by their full names."""
        command = ("/bin/sh", "-c", 'cd "$1" && exec "$2" -V', "sh", str(folder), str(binaries / "postgres"))
        return self.run(command, cwd=folder).returncode == 0


def account_for(folder: Path, binaries: Path) -> Account:
    """The account that runs the server in `folder`; ConfigError when none can.

    An ordinary user is itself. Root takes the owner of the folder, and in a folder of its own the first that works:

    1. a user namespace in which it appears as nobody: the files stay root's, closed folders stay closed;
    2. where namespaces are forbidden, as in most containers, the account nobody with the one capability to pass closed
       folders. `folder` itself is closed then, so that other processes of nobody reach neither its files nor its socket.
    """
    if os.geteuid() != 0:
        return Account(os.geteuid())
    of_folder = folder.stat()
    if of_folder.st_uid != 0:
        owner = _as(of_folder.st_uid, of_folder.st_gid)
        if owner and owner.reaches(folder, binaries):
            return owner
        raise ConfigError(
            f"PostgreSQL does not run as root, and the account {of_folder.st_uid}, to whom {folder} belongs, cannot reach "
            f"it or {binaries}: run as that account, installed where it may read"
        )
    nobody = _nobody()
    namespace = _namespace(nobody)
    if namespace and namespace.reaches(folder, binaries):
        return namespace
    folder.chmod(0o700)
    for capability in PASSING:
        account = _as(nobody.pw_uid, nobody.pw_gid, capability)
        if account and account.reaches(folder, binaries):
            return account
    raise ConfigError(
        "PostgreSQL does not run as root, and here neither unshare nor setpriv can make another account of it: "
        "run as an ordinary user, or set ETL_WAREHOUSE_URL"
    )


def _namespace(nobody: pwd.struct_passwd) -> Account | None:
    unshare = shutil.which("unshare", path=os.defpath)
    # initdb asks for the name of whoever runs it, so the number must have one
    maps = (f"--map-user={nobody.pw_uid}", f"--map-group={nobody.pw_uid}")
    return Account(0, (unshare, "--user", *maps)) if unshare else None


def _as(uid: int, gid: int, *capabilities: str) -> Account | None:
    setpriv = shutil.which("setpriv", path=os.defpath)
    kept = ",".join(["-all", *(f"+{capability}" for capability in capabilities)])
    identity = [f"--reuid={uid}", f"--regid={gid}", "--clear-groups", "--no-new-privs"]
    identity += [f"--inh-caps={kept}", f"--ambient-caps={kept}"]
    if capabilities:
        identity += ["--securebits=+no_setuid_fixup"]  # or access(2), which PostgreSQL asks, does without capabilities
    return Account(uid, (setpriv, *identity)) if setpriv else None


def _nobody() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("nobody")
    except KeyError:
        raise ConfigError(
            "PostgreSQL does not run as root, and there is no account nobody: run as an ordinary user"
        ) from None
