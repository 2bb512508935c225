"""Rows of two reports of one county and period: takes their frames, gives numbers that are equal where the values are alike."""

import numpy as np
import pandas as pd

from etl.normalise.alike import Folding, folded, numbered
from etl.normalise.frame import PlacedTable, ReportFrame


class SameSubmission:
    """Owners of the rows of two frames, as numbers: a county and period has the same number in both."""

    def __init__(self, frame: ReportFrame, other: ReportFrame) -> None:
        numbers: dict[tuple[str, str], int] = {}
        self.own, self.other = (
            np.array([numbers.setdefault(_whose(one), len(numbers)) for one in f.tables])[f.data["table"].to_numpy()]
            for f in (frame, other)
        )
        self._count = len(numbers)

    def numbered(self, own: pd.Series, other: pd.Series, folding: Folding = folded) -> tuple[np.ndarray, np.ndarray]:
        """Numbers for the values of the own and the other rows: the same for values of one county and period that are alike."""
        codes = numbered(pd.concat([own, other], ignore_index=True), folding) + 1
        numbers = np.concatenate([self.own, self.other]) * (codes.max(initial=0) + 1) + codes
        return numbers[: len(own)], numbers[len(own) :]

    def with_any(self, rows: np.ndarray) -> np.ndarray:
        """The own rows whose county and period has any of these rows of the other frame."""
        there: np.ndarray = np.zeros(self._count, dtype=bool)
        there[self.other[rows]] = True
        found: np.ndarray = there[self.own]
        return found


def _whose(placed: PlacedTable) -> tuple[str, str]:
    return placed.source.county_code, placed.source.period
