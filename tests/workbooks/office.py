"""LibreOffice as a clerk has it: takes files, saves them in another format. Without it there is nothing to ask."""

import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

OFFICE = shutil.which("soffice") or shutil.which("libreoffice")
MISSING = "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
SECONDS = 170


def saved_as(ending: str, files: Iterable[Path], folder: Path) -> list[Path]:
    """The files as LibreOffice saves them, in one go and with a profile of its own."""
    given = [*files]
    assert OFFICE is not None
    profile = f"-env:UserInstallation=file://{folder}/profile"
    arguments = [
        OFFICE,
        profile,
        "--headless",
        "--convert-to",
        ending,
        "--outdir",
        str(folder / ending),
        *map(str, given),
    ]
    subprocess.run(arguments, check=True, capture_output=True, timeout=SECONDS)
    return [folder / ending / f"{path.stem}.{ending}" for path in given]
