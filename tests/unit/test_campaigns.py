"""A round of kills that hit nothing is played again by another lot, so often and no oftener, and says so."""

import random

import pytest

from tests.campaigns import drawn_until_hit


def test_a_round_that_hits_nothing_is_redrawn_and_said(capsys: pytest.CaptureFixture[str]) -> None:
    lots: list[float] = []

    def play(lot: random.Random, draw: int) -> int:
        lots.append(lot.random())
        return 2 if draw == 2 else 0

    assert drawn_until_hit(play, seed=7, redraws=2) == 2
    assert len(set(lots)) == 3
    said = capsys.readouterr().out
    assert said.startswith("ETL_TEST_SEED=7\n")
    assert said.endswith("draw 2: each came too late\n2 hit, 2 of at most 2 redraws\n")
    again, lots = lots, []
    drawn_until_hit(play, seed=7)
    assert lots == again


def test_a_round_that_never_hits_fails() -> None:
    with pytest.raises(AssertionError, match="each came too late, in 3 draws"):
        drawn_until_hit(lambda lot, draw: 0, seed=7, redraws=2)
