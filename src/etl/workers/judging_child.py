"""Judging process: judge one report after the other, by the contracts of one configuration.

It is forked from a process that has imported Great Expectations; nothing here imports it before it is needed.
"""

import gc
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from etl.config.waivers import Waiver
from etl.contract.catalog import load_catalog
from etl.contract.kinds import Kinds
from etl.errors import ConfigError, EtlError
from etl.normalise.frame import PlacedTable
from etl.normalise.parsers.registry import Parsers
from etl.workers.processes import settle_in
from etl.workers.wire import Judged

if TYPE_CHECKING:
    from etl.validate.judge import Judge


@dataclass(frozen=True)
class JudgeOrders:
    """Configuration, kinds and parsers that every child judges by."""

    config: Path
    kinds: Kinds
    parsers: Parsers


def get_ready(orders: JudgeOrders) -> None:
    """The first that a child does."""
    settle_in()
    with suppress(EtlError):  # is raised again for whoever asks: here it would be printed
        _judge(orders)
    gc.freeze()  # imports last


def judge(
    orders: JudgeOrders, fingerprint: str, report: str, tables: Sequence[PlacedTable], waivers: Sequence[Waiver]
) -> Judged:
    """One report of all counties, as the parent needs it; ConfigError when it would be by other contracts than those with
    this `fingerprint`."""
    judge, own = _judge(orders)
    if own != fingerprint:
        raise ConfigError(f"{orders.config} was changed while a run began; start it again")
    return Judged.of(judge.tables(report, tables, waivers))


def is_ready() -> None:
    """Nothing; a child that answers is."""


@cache
def _judge(orders: JudgeOrders) -> tuple["Judge", str]:
    """The judge of a configuration and the fingerprint of its contracts."""
    from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, but in the fork server and its children

    catalog = load_catalog(orders.config, orders.kinds)
    return Judge(catalog, orders.parsers), catalog.fingerprint
