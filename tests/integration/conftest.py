"""The process that the children of nights are forked from."""

import pytest

from etl.workers.judging_pool import import_ahead


@pytest.fixture(scope="session", autouse=True)
def fork_server() -> None:
    """Begin it with everything that any of them needs: whoever begins it decides what it has imported."""
    import_ahead()
