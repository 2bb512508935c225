"""Room on a disk: takes folders, says in a remark which of them has next to none left. Never raises, writes nothing.

What a full disk does to a server of ours or to Prefect's seldom says so: their logs stand on the same disk.
"""

import shutil
from pathlib import Path

LEAST_ROOM_BYTES = 4 << 20  # with less neither PostgreSQL's log nor Prefect's database can grow


def fullness(*folders: Path) -> str:
    """A remark for behind an error when one of the folders is on a disk that is full; '' when none is."""
    for folder in folders:
        try:
            free = shutil.disk_usage(folder).free
        except OSError:
            continue
        if free < LEAST_ROOM_BYTES:
            return f" (the disk is full: {free / 1e6:.1f} MB are left for {folder})"
    return ""
