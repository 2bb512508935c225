"""The process that the children of nights are forked from, begun before anything here begins another."""

import pytest


@pytest.fixture(scope="session", autouse=True)
def fork_server_first(fork_server: None) -> None:
    """Have it with everything that any of them needs."""
