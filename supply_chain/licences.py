"""Licences of what runs, as docs/licences.md: takes requirements.lock and the installed packages, prints Markdown.

A licence is what the package itself declares; nothing is looked up, and a package that is not installed here has none.
"""

import platform
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution

from supply_chain.lock import RUNS, Pinned, pinned

LONGEST = 40  # characters of a licence's name; what is longer is its text
HEAD = """\
# Licences of what runs

Made by `make licences` from `requirements.lock` and what its packages declare of themselves, on {system} with Python {python}; a test fails
when it lacks a package or a version. county-etl itself: Apache-2.0 ([LICENSE](../LICENSE)). “{elsewhere}”: locked for other
systems or Pythons, and declared in the package.

| package | version | licence |
|---|---|---|
"""
ELSEWHERE = "not installed here"


def licence_of(metadata: PackageMetadata) -> str:
    """The licence that a package declares: an SPDX expression, else a name, else its classifiers."""
    declared = {name: (metadata.get(name) or "").strip() for name in ("License-Expression", "License")}
    classifiers = [c.split(" :: ")[-1] for c in metadata.get_all("Classifier") or [] if c.startswith("License :: ")]
    if declared["License-Expression"]:
        return declared["License-Expression"]
    name = declared["License"] if len(declared["License"]) <= LONGEST else ""
    if "-" in name:  # BSD-3-Clause says more than any classifier, "BSD" and "Dual License" say less
        return name
    return " / ".join(classifiers) or name or "none declared"


def row(package: Pinned) -> str:
    """Line of the table."""
    licence = ELSEWHERE
    try:
        installed = distribution(package.name)
    except PackageNotFoundError:
        pass
    else:
        if installed.version == package.version:
            licence = licence_of(installed.metadata)
    return f"| {package.name} | {package.version} | {licence} |"


def page() -> str:
    """Text of docs/licences.md."""
    python = ".".join(platform.python_version_tuple()[:2])
    head = HEAD.format(system=platform.system(), python=python, elsewhere=ELSEWHERE)
    return head + "".join(f"{row(package)}\n" for package in pinned(RUNS))


if __name__ == "__main__":
    print(page(), end="")
