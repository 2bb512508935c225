"""A warehouse that does not answer is tried again, and each time the run says so."""

import pytest

from etl.night import context
from etl.terminal import be_quiet, note
from etl.warehouse.engine import connect


def test_a_run_that_tries_again_says_so(capsys, monkeypatch):
    monkeypatch.setattr(context, "TRY_AGAIN_AFTER", (0, 0.01))
    context.reach(connect("postgresql://clerk:geheim@127.0.0.1:1/province"), note)
    first, second = capsys.readouterr().err.splitlines()
    assert first.startswith("the warehouse cannot be reached (database province on 127.0.0.1:1)")
    assert first.endswith("; trying again in 0 s")
    assert second.endswith("; trying again in 0.01 s")
    assert "geheim" not in first


@pytest.fixture
def quiet():
    be_quiet(True)
    yield
    be_quiet(False)


@pytest.mark.usefixtures("quiet")
def test_a_quiet_one_does_not(capsys, monkeypatch):
    monkeypatch.setattr(context, "TRY_AGAIN_AFTER", (0,))
    context.reach(connect("postgresql://127.0.0.1:1/province"), note)
    assert capsys.readouterr().err == ""
