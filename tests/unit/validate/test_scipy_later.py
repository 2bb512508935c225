"""Great Expectations is imported without the third of it that our expectations have no use for."""

import os
from pathlib import Path

from tests.warm_process import begin

SCRIPT = """
import sys
import etl.validate.judge
print(type(sys.modules["scipy.stats"]).__name__)
from scipy import stats
print(stats.norm.cdf(0))
"""


def test_scipy_stats_is_left_for_later_and_works_then(tmp_path: Path) -> None:
    """In a process that has imported Great Expectations and has used nothing of it yet."""
    (tmp_path / "script.py").write_text(SCRIPT, encoding="utf-8")
    done = begin(str(tmp_path / "script.py"), environment=dict(os.environ)).end()
    assert done.stdout.split() == ["_LazyModule", "0.5"]
    assert not done.stderr
