"""Secrets that the program makes for itself: takes ETL_HOME and a name, gives a random text that stays the same.

They stand in ETL_HOME/secrets, one a file, for the account that runs the program only. Never logs one.
"""

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path


def secret_path(home: Path, name: str) -> Path:
    """Path of a secret, whether it was made yet or not."""
    return home / "secrets" / name


def secret(home: Path, name: str) -> str:
    """The secret of that name, made when it is asked for first; OSError when it can be neither read nor written."""
    path = secret_path(home, name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.parent.chmod(0o700)  # a restored backup may have opened it
    if not path.exists():
        with tempfile.NamedTemporaryFile("w", dir=path.parent, encoding="ascii") as new:  # mode 0600
            new.write(secrets.token_urlsafe(24))
            new.flush()
            os.fsync(new.fileno())
            with suppress(FileExistsError):  # another process was first: its secret counts
                os.link(new.name, path)
    return path.read_text(encoding="ascii").strip()
