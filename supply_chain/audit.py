"""Known weaknesses of the locked packages, as pip-audit finds them: takes the lock for development, which holds what runs as well.

Exit code: 0 none known, 1 some are, 3 nothing is known, because no advisory database answered, or not for every package.
pip-audit itself ends with 0 when a database knows none of the packages.
"""

import json
import subprocess
import sys
from collections.abc import Iterable
from typing import Any

from supply_chain.lock import DEVELOPS

SERVICES = ("pypi", "osv")
NONE_KNOWN, SOME_KNOWN, NOTHING_KNOWN = 0, 1, 3
Answer = list[dict[str, Any]]


def ask(service: str, *options: str) -> Answer | None:
    """A database's word on each package of the lock that this platform installs; None when it does not answer."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(DEVELOPS), "--require-hashes", "--disable-pip"]
    command += ["--format", "json", "--progress-spinner", "off", "--vulnerability-service", service, *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answer: Answer = json.loads(done.stdout)["dependencies"]
    except (json.JSONDecodeError, KeyError):
        return None
    return answer


def report(answers: Iterable[Answer | None]) -> tuple[list[str], int]:
    """Lines to print and the exit code, by the first database that answered for any package."""
    for answer in answers:
        asked = [package for package in answer or [] if "skip_reason" not in package]
        if not answer or not asked:
            continue
        left = [package["name"] for package in answer if "skip_reason" in package]
        lines = [_line(package, found) for package in asked for found in package["vulns"]]
        if lines:
            return lines, SOME_KNOWN
        if left:
            return [
                f"no known weakness in {len(asked)} packages, and nothing is known of {', '.join(left)}"
            ], NOTHING_KNOWN
        return [f"no known weakness in the {len(asked)} packages of {DEVELOPS.name}"], NONE_KNOWN
    said = f"no advisory database answered, so nothing is known of the packages of {DEVELOPS.name}: run it where one can be reached"
    return [said], NOTHING_KNOWN


def _line(package: dict[str, Any], found: dict[str, Any]) -> str:
    names = ", ".join([found["id"], *found.get("aliases", [])])
    fixed = ", ".join(found["fix_versions"]) or "no version yet"
    return f"{package['name']} {package['version']}: {names}; mended in {fixed}"


if __name__ == "__main__":
    written, code = report(ask(service, *sys.argv[1:]) for service in SERVICES)
    print("\n".join(written))
    sys.exit(code)
