"""Exported suites, run over a warehouse by a Great Expectations that knows nothing of us, as docs/great-expectations.md has it."""

import csv
import json
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa

from etl.commands.gx_export import write_suites
from etl.contract.catalog import Catalog
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from tests.integration.operator import Operator
from tests.postgres_urls import as_reader

PAGE = PROJECT / "docs" / "great-expectations.md"
# one row broken for each kind of rule -> the rule, and how many rows Great Expectations finds
BROKEN = {
    "project_name = null": ("project.project_name.required", 1),
    "stage = 'nobody knows'": ("project.stage.code", 1),
    "credit_code = '91350100M000100Y4'": ("project.credit_code.credit_code", 1),
    "disbursed_yuan = planned_yuan + 0.01": ("project.disbursed_yuan.not_more_than.planned_yuan", 1),
    "jobs = -1": ("project.jobs.minimum", 1),
    "started_on = approved_on - 1": ("project.approved_on.date_order.started_on", 1),
    "project_no = (select p.project_no from core.project p where p.submission_id = r.submission_id"
    " and p.source_row <> r.source_row limit 1)": ("project.key", 2),
    "stage = 'completed', accepted_on = null": ("project.accepted_on.completed_needs_acceptance", 1),
    "stage = 'approval', disbursed_yuan = 0.01": ("project.disbursed_yuan.approval_has_no_disbursement", 1),
}


@pytest.fixture(scope="module")
def province(make_database: Callable[[str | None], str], truth_url: str) -> str:
    """The warehouse with the sample province."""
    return make_database(truth_url)


@pytest.fixture
def project(catalog: Catalog, tmp_path: Path) -> Path:
    """The folder of a project of Great Expectations that holds the suites."""
    write_suites(catalog, [*catalog.contracts.values()], tmp_path / "gx" / "expectations")
    return tmp_path


def plain_gx(url: str, project: Path) -> list[str]:
    """Output of the page's script; it runs without our packages on its path."""
    (script,) = re.findall(r"```python\n(.*?)```", PAGE.read_text("utf-8"), flags=re.DOTALL)
    script += '\nassert not [name for name in sys.modules if name.split(".")[0] in ("etl", "flows")]\n'
    (project / "check_mart.py").write_text(script, encoding="utf-8")
    command = [sys.executable, "-I", "check_mart.py", as_reader(url), str(project)]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout.splitlines()


@pytest.mark.long
def test_what_was_accepted_passes(province: str, project: Path, catalog: Catalog) -> None:
    assert sorted(plain_gx(province, project)) == sorted(f"{report} passes" for report in catalog.contracts)


@pytest.mark.long
def test_broken_rows_fail_each_by_its_rule(
    province: str, make_database: Callable[[str | None], str], project: Path, catalog: Catalog
) -> None:
    url = make_database(province)
    with connect(url).begin() as connection:
        for change in BROKEN:
            connection.execute(sa.text(broken(change)))
    lines = plain_gx(url, project)
    found = {rule: int(count) for rule, _, count in (line.partition(" ") for line in lines if "." in line)}
    assert found == dict(BROKEN.values())
    passes = [f"{report} passes" for report in catalog.contracts if report != "project"]
    assert sorted(line for line in lines if "." not in line) == sorted(["project fails", *passes])


def broken(change: str) -> str:
    """SQL that breaks one good row, each time another: of a project under way, with every day and figure."""
    return f"""
        with others as (
            select r.submission_id, r.source_row, r.project_no, row_number() over (order by project_no) as number
            from core.project r join ops.submission s using (submission_id)
            where s.in_use_from is not null and s.in_use_to is null and r.stage = 'disbursement'
              and r.jobs is not null and r.started_on is not null
        )
        update core.project r set {change} from others o
        where o.submission_id = r.submission_id and o.source_row = r.source_row
          and o.number = {10 + [*BROKEN].index(change)}
    """


def test_files_are_the_same_as_long_as_the_rules_are(catalog: Catalog, tmp_path: Path) -> None:
    contracts = [*catalog.contracts.values()]
    assert write_suites(catalog, contracts, tmp_path / "one") == write_suites(catalog, contracts, tmp_path / "two")
    files = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert files == sorted([*(f"{report}.json" for report in catalog.contracts), "not_exported.csv"])
    for name in files:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_what_no_suite_says_is_listed(catalog: Catalog, tmp_path: Path) -> None:
    done = Operator(tmp_path)("rules", "--gx", str(tmp_path / "suites"))
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    with (tmp_path / "suites" / "not_exported.csv").open(encoding="utf-8", newline="") as file:
        left = {row["rule"]: row["why"] for row in csv.DictReader(file)}
    across = {
        "disbursement.project_no.refers_to.project": "it looks into another report",
        "project.agreement_no.refers_to.agreement": "it looks into another report",
        "project.disbursed_yuan.sum_matches.disbursement": "it looks into another report",
        "project.disbursed_yuan.never_falls": "it looks at what was accepted before",
        "project.stays": "it looks at what was accepted before",
    }
    assert across.items() <= left.items()
    assert "does not find a check character that is wrong" in left["project.credit_code.credit_code"]
    assert left["project.planned_yuan.unit"] == "it looks at the cell as it was written"
    assert all(f"    {rule}" in lines for rule in across)
    exported = {
        expectation["meta"]["rule"]
        for report in catalog.contracts
        for expectation in json.loads((tmp_path / "suites" / f"{report}.json").read_text("utf-8"))["expectations"]
    }
    assert exported & left.keys() == {rule for rule, why in left.items() if why.startswith("it is exported in part")}
