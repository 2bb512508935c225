"""The wheel alone, installed in an environment of its own and used in an empty folder: config and sample travel in it."""

import json
import os
import subprocess
import sys
import venv
from pathlib import Path
from zipfile import ZipFile

import prefect
import pytest

from etl.settings import PROJECT, shipped

CORPUS = PROJECT / "tests" / "corpus"
LOCKED_PACKAGES = Path(prefect.__file__).parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bin_folder(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of an environment that holds the wheel and shares the locked packages, without the checkout."""
    environment = tmp_path_factory.mktemp("installed") / "环境 venv"
    venv.create(environment, symlinks=True)
    python = environment / "bin" / "python"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run(install, check=True, capture_output=True)
    (site_packages,) = environment.glob("lib/python3*/site-packages")
    (site_packages / "locked.pth").write_text(f"{LOCKED_PACKAGES}\n", encoding="utf-8")
    return python.parent


def etl(bin_folder: Path, folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {n: v for n, v in os.environ.items() if not n.startswith(("ETL_", "PREFECT_", "PYTHON"))}
    command = [str(bin_folder / "etl"), *arguments]
    return subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, timeout=300, check=False
    )


def files_below(*folders: Path) -> set[str]:
    return {path.relative_to(top.parent).as_posix() for top in folders for path in top.rglob("*") if path.is_file()}


def test_config_and_sample_travel_once_and_nothing_else_of_the_checkout(wheel):
    names = ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {
        "etl",
        "flows",
        f"{'-'.join(wheel.name.split('-')[:2])}.dist-info",
    }
    templates = files_below(PROJECT / "src" / "etl" / "site" / "templates")
    assert {f"etl/site/{name}" for name in templates} <= {*names}
    carried = {name.removeprefix("etl/shipped/") for name in names if name.startswith("etl/shipped/")}
    sample = {f"sample/{name}" for name in files_below(CORPUS / "night1", CORPUS / "night2")}
    assert carried == (files_below(PROJECT / "config") - {"config/contacts.csv"}) | sample


@pytest.mark.long
def test_a_file_is_checked_in_an_empty_folder(bin_folder, tmp_path):
    file = next(path for path in sorted(CORPUS.joinpath("night1", "510311").rglob("*")) if path.is_file())
    done = etl(bin_folder, tmp_path, "check", "--json", str(file))
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["verdict"] == "accepted"


def test_init_writes_the_config_that_travels_and_says_how_it_is_found(bin_folder, tmp_path):
    (tmp_path / "省 etl").mkdir()
    done = etl(bin_folder, tmp_path, "init", "省 etl")
    config = tmp_path / "省 etl" / "config"
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines()[-1] == f"export ETL_CONFIG='{config}'"
    assert files_below(config) == files_below(shipped("config")) - {"config/contacts.csv"}
    listed = etl(bin_folder, tmp_path, "rules", ETL_CONFIG=str(config))
    assert (listed.returncode, listed.stderr) == (0, "")


def test_init_never_writes_over_a_config(bin_folder, tmp_path):
    (tmp_path / "config").mkdir()
    done = etl(bin_folder, tmp_path, "init", ".")
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)
    assert "nothing was written" in done.stderr
    assert list((tmp_path / "config").iterdir()) == []
