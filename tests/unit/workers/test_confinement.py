"""A confined process reaches nothing: run in one of its own, as confinement does not come off."""

import json
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from etl.workers.confinement import lacking

pytestmark = pytest.mark.campaign

SCRIPT = """
    import json, os, socket, sys
    from etl.workers.confinement import confine, lacking
    from etl.workers.processes import settle_in

    def refused(act):
        try:
            act()
        except OSError:
            return True
        return False

    ours, theirs = socket.socketpair()
    out = os.dup(1)
    if os.fork():
        theirs.close()
        print(ours.recv(100_000).decode())
        sys.exit()
    opened = os.open(sys.argv[1], os.O_RDONLY)
    settle_in(theirs)
    files_left = [number for number in (opened, out, ours.fileno()) if not refused(lambda: os.fstat(number))]
    expected = lacking()
    lacking_now = confine()
    import tomllib, zoneinfo  # what is imported late is found
    zoneinfo.ZoneInfo("Asia/Shanghai")  # as of a moment that the ledger gave
    said = {
        "environment": dict(os.environ),
        "arguments": sys.argv[1:],
        "files left": files_left,
        "lacking": lacking_now,
        "expected": expected,
        "passwords": refused(lambda: open("/etc/passwd")),
        "environment of the parent": refused(lambda: open(f"/proc/{os.getppid()}/environ")),
        "writing": refused(lambda: open("/tmp/county-etl-confined", "w")),
        "loopback": refused(lambda: socket.socket().connect(("127.0.0.1", 1)) or sys.exit()),
        "sockets": [refused(lambda: socket.socket(family, kind)) for family, kind in (
            (socket.AF_INET, socket.SOCK_STREAM), (socket.AF_INET6, socket.SOCK_DGRAM), (socket.AF_UNIX, socket.SOCK_STREAM),
        )],
        "programs": refused(lambda: os.execv(sys.executable, [sys.executable, "-c", ""])),
    }
    theirs.sendall(json.dumps(said).encode())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="Linux confines")
def test_a_confined_process_reaches_no_file_no_network_and_no_program() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), __file__],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
        env={"ETL_PASSWORDS": "secret"},
    )
    said = json.loads(done.stdout)
    assert said["environment"] == {}
    assert said["arguments"] == []
    assert said["files left"] == []
    assert said["lacking"] == said["expected"]
    if "files" not in said["lacking"]:  # an older kernel
        assert said["passwords"]
        assert said["environment of the parent"]
        assert said["writing"]
    if "network" not in said["lacking"]:
        assert said["loopback"]
        assert said["sockets"] == [True, True, True]
        assert said["programs"]


LATE = """
    import sys
    sys.path.insert(0, sys.argv[1])
    from etl.workers.confinement import confine
    confine()
    import linked.late, filed.late, alone
    try:
        open(sys.argv[2])
        print("open")
    except OSError:
        print("shut")
"""


@pytest.mark.skipif(sys.platform != "linux" or "files" in lacking(), reason="files are not shut here")
def test_packages_that_an_installer_has_linked_are_found_and_nothing_beside_them(tmp_path: Path) -> None:
    """A package whose folder is a link, and one whose files are, as of uv's cache; what is imported late is found in both."""
    site = tmp_path / "site-packages"
    for name in ("linked", "filed"):
        package = tmp_path / "cache" / name
        package.mkdir(parents=True)
        (package / "__init__.py").touch()
        (package / "late.py").touch()
    (site / "filed").mkdir(parents=True)
    (site / "linked").symlink_to(tmp_path / "cache" / "linked")
    for file in ("__init__.py", "late.py"):
        (site / "filed" / file).symlink_to(tmp_path / "cache" / "filed" / file)
    (tmp_path / "cache" / "alone.py").touch()
    (site / "alone.py").symlink_to(tmp_path / "cache" / "alone.py")
    (beside := tmp_path / "cache" / "secret").touch()
    script = [sys.executable, "-c", textwrap.dedent(LATE), site, beside]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60, check=False)
    assert (done.stdout, done.stderr) == ("shut\n", "")
