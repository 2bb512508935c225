"""Everything that a check beyond a report's own rows may look at, and such a check as a value. Looks at nothing itself."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import pandas as pd

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.contract.contract_rules import ContractRule
from etl.contract.schema import Contract
from etl.model import Issue
from etl.normalise.alike import compared
from etl.normalise.frame import ReportFrame
from etl.rules.finding import WITHIN
from etl.rules.rule_kind import RuleKind
from etl.selection import Choice


@dataclass(frozen=True)
class Evidence:
    """The reports that are judged together, by name; a report that came without a row has choices and no frame.

    `previous_rows` has the rows accepted before of the reports whose rules look back, one version each (see
    `etl.warehouse.queries.previous_rows`): county_code and period of the report they are held against, `is_same_period`,
    `said_in` (when and in which file they came), the key and the columns that rules name.
    """

    catalog: Catalog
    frames: Mapping[str, ReportFrame]
    choices: Mapping[str, Sequence[Choice]] = field(default_factory=dict)
    previous_rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    waivers: Sequence[Waiver] = ()  # those in force

    def reports(self) -> list[str]:
        """The reports that came, those with rows first."""
        return list(dict.fromkeys([*self.frames, *self.choices]))


@dataclass(frozen=True)
class CrossCheck:
    """Check of the rules of one kind: adds issues to the frame of their report, or gives those that have no row."""

    kind: type[RuleKind]
    check: Callable[[ContractRule, Contract, Evidence], Iterable[Issue]]


def identity(rows: pd.DataFrame, key: Collection[str]) -> pd.MultiIndex:
    """The identity of rows: they are the same row when county, period and key are, however the key is written."""
    texts = rows[[*WITHIN, *key]].astype("str")
    return pd.MultiIndex.from_arrays([compared(texts[name]) for name in texts])
