"""Order of the tests among the workers of pytest-xdist: takes paths, gives what one of them runs together and what comes first.

A file stays on one worker, as its tests share what its module has made. So do some files that share what is dear: it would
be made once for each worker.
"""

from pathlib import Path

from xdist.scheduler import LoadFileScheduling

SCHEDULED = "tests/flows/test_serving.py", "tests/flows/test_work_pool.py"  # long ones, on a server with its scheduler
FAULTS = ("tests/integration/faults/",)  # what an undisturbed night makes, and the process that nights are forked from
LAWS = (  # the syntax trees of all files
    *("tests/test_architecture.py", "tests/test_docstrings.py"),
    *("tests/test_rules_stay_at_home.py", "tests/test_types_stay_at_home.py", "tests/unit/night/test_one_story.py"),
    *("tests/unit/test_locks.py", "tests/unit/warehouse/test_role_names.py"),
)
TOGETHER = (SCHEDULED, FAULTS, LAWS)
# the longest first, as measured: whoever came to one of them last would work on alone; then what waits, then what is short
FIRST = (
    *(*FAULTS, *SCHEDULED, "tests/integration/test_sample_province.py", "tests/integration/test_reading_pool.py"),
    *("tests/flows/test_nightly.py", "tests/integration/test_commands.py", "tests/integration/test_foreign_text.py"),
    *("tests/flows/", "tests/integration/test_judging_pool.py", "tests/integration/warehouse/", "tests/integration/"),
    *("tests/unit/rules/", "tests/unit/workbook/", "tests/unit/recognise/"),
)


def rank(path: Path) -> int:
    """Place of a file of tests among what comes first."""
    name = path.as_posix()
    return next((place for place, beginning in enumerate(FIRST) if f"/{beginning}" in name), len(FIRST))


class Distribution(LoadFileScheduling):
    """Distribution by file, but that some files stay together."""

    def _split_scope(self, nodeid: str) -> str:
        path = str(super()._split_scope(nodeid))
        return next((group[0] for group in TOGETHER if path.startswith(group)), path)
