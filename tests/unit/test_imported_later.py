"""Libraries are imported without what we have no use for, which is there for whoever comes to use it."""

import os
import sys
from importlib import import_module
from pathlib import Path

import pytest

from etl.imported_later import import_later, not_to_be_found
from tests.warm_process import begin

JUDGES = """
import sys
import etl.validate.judge
print([name for name in ("scipy.stats", "altair") if type(sys.modules[name]).__name__ != "_ImportedLater"])
from scipy import stats
import altair.utils
print(stats.norm.cdf(0), altair.__name__)
"""


def test_great_expectations_leaves_what_we_do_not_use_for_later(tmp_path: Path) -> None:
    """In a process that has imported it and has used nothing of it yet."""
    (tmp_path / "script.py").write_text(JUDGES, encoding="utf-8")
    done = begin(str(tmp_path / "script.py"), environment=dict(os.environ)).end()
    assert done.stdout.splitlines() == ["[]", "0.5 altair"]
    assert not done.stderr


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A package that nobody has imported."""
    folder = tmp_path / "seldom_used"
    folder.mkdir()
    (folder / "__init__.py").write_text("ANSWER = 42\n", encoding="utf-8")
    (folder / "below.py").write_text("DEEPER = 43\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("seldom_used", "seldom_used.below"):
        monkeypatch.setitem(sys.modules, name, sys)  # so that what is imported here goes again
        del sys.modules[name]
    return "seldom_used"


def test_a_module_is_imported_by_whoever_first_asks_it_for_something(package: str) -> None:
    import_later(package)
    module = import_module(package)
    assert not hasattr(module, "__file__"), "a look through all modules imports none"
    assert sys.modules[package] is module
    assert module.ANSWER == 42
    assert sys.modules[package] is not module
    import_later(package)
    assert sys.modules[package].ANSWER == 42


def test_a_module_below_one_that_is_left_for_later_is_found(package: str) -> None:
    import_later(package)
    assert import_module(f"{package}.below").DEEPER == 43


def test_a_package_is_not_found_inside_the_block_only(package: str) -> None:
    with not_to_be_found(package), pytest.raises(ImportError):
        import_module(package)
    module = import_module(package)
    with not_to_be_found(package):
        assert import_module(package) is module, "what is imported already stays"
