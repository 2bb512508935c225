"""Great Expectations is imported without the third of it that our expectations have no use for."""

import subprocess
import sys

SCRIPT = """
import sys
import etl.validate.judge
print(type(sys.modules["scipy.stats"]).__name__)
from scipy import stats
print(stats.norm.cdf(0))
"""


def test_scipy_stats_is_left_for_later_and_works_then() -> None:
    done = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["_LazyModule", "0.5"]
    assert not done.stderr
