"""A judged report on its way between processes: takes a frame, leaves behind what the receiver has, gives the frame again there."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.contract.schema import Contract
from etl.normalise.dictionary_column import DictionaryColumn
from etl.normalise.frame import PlacedTable, ReportFrame
from etl.normalise.stack import PLACING, placing
from etl.rules.expectation_result import ExpectationResult


@dataclass(frozen=True)
class Judged:
    """Result of judging a report's tables; the tables themselves, and what only repeats them, stay where they are."""

    data: pd.DataFrame
    raw: dict[str, DictionaryColumn]
    issues: pd.DataFrame
    suspect: dict[str, np.ndarray]
    own_unit: dict[tuple[int, str], dict[int, str]]
    results: list[ExpectationResult]

    @classmethod
    def of(cls, frame: ReportFrame) -> "Judged":
        """All of a judged frame that is still needed."""
        raw = {column: frame.raw[column] for column in frame.contract.quoted_later()}
        data = frame.data.drop(columns=[*PLACING])
        return cls(data, raw, frame.issues(), frame.suspect, frame.own_unit, frame.results)

    def frame(self, contract: Contract, tables: Sequence[PlacedTable]) -> ReportFrame:
        """The frame, over the same tables in the same order."""
        data = self.data.assign(**placing(tables))
        return ReportFrame(
            contract,
            tuple(tables),
            data,
            self.raw,
            found=[self.issues] if len(self.issues) else [],
            suspect=self.suspect,
            own_unit=self.own_unit,
            results=self.results,
        )
