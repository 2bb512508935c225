"""ETL_HOME is for the account that runs the program: takes the folder, closes it and what is in it to all others.

Files that are made from then on are closed by the umask, which child processes inherit. A home that an earlier version left
open is walked through once, when it is found open. Never opens anything, and leaves alone what belongs to somebody else.
"""

import os
import stat
from contextlib import suppress
from pathlib import Path

UMASK = 0o077


def close_new_files() -> None:
    """Have this process and its children make files that no other account reads, lists or locks."""
    os.umask(UMASK)


def close_home(home: Path) -> None:
    """Close a home that is there: its folders 0700, its files 0600. OSError never: what cannot be closed is not ours."""
    with suppress(OSError):
        if not home.stat().st_mode & UMASK:
            return
        for folder, _, files in os.walk(home):  # passes by links
            for name in files:
                _close(os.path.join(folder, name))
            if folder != str(home):
                _close(folder)
        # last: until then the next start begins again
        home.chmod(0o711 if _has_a_server_of_another_account(home) else 0o700)


def _close(path: str) -> None:
    with suppress(OSError):
        found = os.lstat(path)
        if found.st_mode & UMASK and not stat.S_ISLNK(found.st_mode):
            os.chmod(path, stat.S_IMODE(found.st_mode) & ~UMASK)


def _has_a_server_of_another_account(home: Path) -> bool:
    """True when root starts the embedded server as the owner of its folder, who has to pass through the home."""
    warehouse = home / "warehouse"
    return warehouse.exists() and warehouse.stat().st_uid != home.stat().st_uid
