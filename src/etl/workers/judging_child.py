"""Judging process: judge one report after the other, by the contracts of one configuration.

It is forked from a process that has imported Great Expectations; nothing here imports it before it is needed.
"""

import gc
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.normalise.frame import PlacedTable
from etl.normalise.parsers.registry import Parsers
from etl.workers.processes import settle_in
from etl.workers.wire import Judged

if TYPE_CHECKING:
    from etl.validate.judge import Judge


@dataclass(frozen=True)
class JudgeOrders:
    """Contracts and parsers that every child judges by."""

    catalog: Catalog
    parsers: Parsers


_own: list["Judge"] = []  # the judge of this process, once it is ready


def get_ready(orders: JudgeOrders) -> None:
    """The first that a child does."""
    settle_in()
    from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, but in the fork server and its children

    _own.append(Judge(orders.catalog, orders.parsers))
    gc.freeze()  # imports last


def judge(report: str, tables: Sequence[PlacedTable], waivers: Sequence[Waiver]) -> Judged:
    """One report of all counties, as the parent needs it."""
    return Judged.of(_own[0].tables(report, tables, waivers))


def is_ready() -> None:
    """Nothing; a child that answers is."""
