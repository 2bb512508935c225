"""A Prefect server with its scheduler, for the tests of the schedule and of the work pool one after the other."""

from collections.abc import Iterator

import pytest

from tests.flows.prefect_server import Prefect, prefect_server


@pytest.fixture(scope="module")  # it costs something as long as it runs
def scheduling_prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prefect]:
    """A server that makes the runs of a schedule; nothing is deployed there before the first test that does it."""
    with prefect_server(tmp_path_factory.mktemp("scheduling")) as server:
        yield server
