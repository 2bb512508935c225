"""Licences, weaknesses and the bill of materials: all of what is locked, and nothing said to be known that is not."""

import hashlib
import json
import os
import re
import subprocess
import sys

import pytest

from etl.settings import PROJECT
from supply_chain.audit import NONE_KNOWN, NOTHING_KNOWN, SOME_KNOWN, report
from supply_chain.licences import ELSEWHERE
from supply_chain.lock import DEVELOPS, RUNS, pinned

SOUND = {"name": "sound", "version": "1.0", "vulns": []}
WEAK = {"name": "weak", "version": "2.0", "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-1"], "fix_versions": ["2.1"]}]}
AXE = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c"  # axe.min.js of axe-core 4.14.1
UNKNOWN = {"name": "unknown", "skip_reason": "not found"}


def test_the_licences_are_those_of_what_is_locked():
    written = (PROJECT / "docs" / "licences.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([a-z0-9-]+) \| (\S+) \| (.+) \|$", written, re.MULTILINE)
    assert [(name, version) for name, version, _ in rows if name != "package"] == [
        (package.name, package.version) for package in pinned(RUNS)
    ], "make licences"
    assert "none declared" not in written
    markers = {(package.name, package.version): package.marker for package in pinned(RUNS)}
    assert [name for name, version, licence in rows if licence == ELSEWHERE and not markers[name, version]] == []


@pytest.mark.parametrize(
    ("answers", "says", "code"),
    [
        pytest.param([[SOUND]], "no known weakness in the 1 packages of requirements-dev.lock", NONE_KNOWN, id="none"),
        pytest.param([[SOUND, WEAK]], "weak 2.0: PYSEC-1, CVE-1; mended in 2.1", SOME_KNOWN, id="one"),
        pytest.param([None, [WEAK]], "weak 2.0: PYSEC-1, CVE-1; mended in 2.1", SOME_KNOWN, id="the second answers"),
        pytest.param([[UNKNOWN], None], "nothing is known of the packages", NOTHING_KNOWN, id="one knows none of them"),
        pytest.param([[SOUND, UNKNOWN]], "nothing is known of unknown", NOTHING_KNOWN, id="one package is not known"),
        pytest.param([None, None], "no advisory database answered", NOTHING_KNOWN, id="none answers"),
    ],
)
def test_an_audit_says_what_is_known(answers, says, code):
    lines, ended = report(answers)
    assert (says in lines[0], len(lines), ended) == (True, 1, code)


@pytest.mark.long
def test_an_audit_without_a_network_says_so_in_one_line():
    nowhere = os.environ | {"HTTPS_PROXY": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "supply_chain.audit", "--timeout", "3"]
    done = subprocess.run(command, cwd=PROJECT, env=nowhere, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout.count("\n"), done.stderr) == (NOTHING_KNOWN, 1, "")


@pytest.mark.long
def test_the_bill_of_materials_lists_what_runs(tmp_path):
    file = tmp_path / "sbom.json"
    line = next(one for one in (PROJECT / "Makefile").read_text(encoding="utf-8").splitlines() if "cyclonedx_py" in one)
    options = line.partition("cyclonedx_py ")[2].removesuffix("\\").split()
    command = [sys.executable, "-W", "ignore::UserWarning", "-m", "cyclonedx_py", *options, "--output-file", str(file)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    written = json.loads(file.read_text(encoding="utf-8"))
    assert written["bomFormat"] == "CycloneDX"
    assert written["metadata"]["component"]["name"] == "county-etl"
    assert sorted((c["name"], c["version"]) for c in written["components"]) == sorted(
        (package.name, package.version) for package in pinned(RUNS)
    )


def test_what_is_audited_holds_what_runs():
    assert {(p.name, p.version) for p in pinned(RUNS)} < {(p.name, p.version) for p in pinned(DEVELOPS)}


def test_axe_core_is_the_file_that_was_released_and_its_licence_stands_beside_it():
    folder = PROJECT / "tests" / "axe"
    file = (folder / "axe.min.js").read_bytes()
    assert hashlib.sha256(file).hexdigest() == AXE
    assert file.startswith(b"/*! axe v4.14.1")
    assert "Mozilla Public License, version 2.0" in (folder / "LICENSE").read_text(encoding="utf-8")
