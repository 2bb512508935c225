"""A task run holds on to nothing of its errand once it is done: Prefect keeps it as long as the flow run lasts."""

import weakref
from importlib import import_module

import pytest


@pytest.fixture(scope="module")
def errand_of():
    """The class; Prefect is imported by the one worker that comes to these tests, and not by each that collects them."""
    return import_module("flows.task_runs").Errand


class Rows(list):
    """A list that can be watched."""


def test_what_a_call_needed_and_gave_is_let_go_of(errand_of):
    needed, gave = Rows(), Rows()
    alive = [weakref.ref(needed), weakref.ref(gave)]
    errand = errand_of(lambda needed=needed, gave=gave: gave)
    errand.run()
    assert errand.take() is gave
    del needed, gave
    assert [one() for one in alive] == [None, None]


def test_a_call_that_failed_is_made_again(errand_of):
    calls = []

    def fails_once():
        calls.append(1)
        if len(calls) == 1:
            raise OSError("the warehouse is gone")
        return len(calls)

    errand = errand_of(fails_once)
    with pytest.raises(OSError, match="gone"):
        errand.run()
    errand.run()
    assert errand.take() == 2
