"""Debian's LibreOffice without a screen: saves workbooks in another format, with a profile of its own."""

import shutil
import subprocess
from collections.abc import Collection
from pathlib import Path

SOFFICE = shutil.which("soffice")
LACKING = "LibreOffice is not installed: apt-get install libreoffice-calc-nogui"
FILTERS = {
    "xlsx": "xlsx:Calc MS Excel 2007 XML",
    "xls": "xls:MS Excel 97",
    "ods": "ods:calc8",
    "pdf": "pdf:calc_pdf_Export",
}


def saved_as(kind: str, files: Collection[Path], folder: Path) -> list[Path]:
    """The files as the program saves them again, all by one process; in the order given."""
    assert SOFFICE is not None
    out = folder / kind
    profile = f"-env:UserInstallation={(folder / 'profile').resolve().as_uri()}"
    subprocess.run(
        [SOFFICE, profile, "--headless", "--convert-to", FILTERS[kind], "--outdir", str(out), *map(str, files)],
        check=True,
        capture_output=True,
        timeout=170,
    )
    return [out / f"{file.stem}.{kind}" for file in files]
