"""What a judging process does: judge one report after the other, by the contracts of one configuration.

It is forked from a process that has imported Great Expectations; nothing here imports it before it is needed.
"""

import gc
from collections.abc import Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from etl.config.waivers import Waiver
from etl.contract.catalog import load_catalog
from etl.errors import ConfigError, EtlError
from etl.normalise.frame import PlacedTable
from etl.rules.registry import RuleKinds
from etl.workers.processes import settle_in
from etl.workers.wire import Judged

if TYPE_CHECKING:
    from etl.validate.judge import Judge


def get_ready(config: Path, rule_kinds: RuleKinds) -> None:
    """The first that a child does."""
    settle_in()
    with suppress(EtlError):  # is raised again for whoever asks: here it would be printed
        _judge(config, rule_kinds)
    gc.freeze()  # imports last


def judge(
    config: Path,
    rule_kinds: RuleKinds,
    fingerprint: str,
    report: str,
    tables: Sequence[PlacedTable],
    waivers: Sequence[Waiver],
) -> Judged:
    """One report of all counties, as the parent needs it; ConfigError when it would be by other contracts than those with
    this `fingerprint`."""
    judge, own = _judge(config, rule_kinds)
    if own != fingerprint:
        raise ConfigError(f"{config} was changed while a run began; start it again")
    return Judged.of(judge.tables(report, tables, waivers))


def is_ready() -> None:
    """Nothing; a child that answers is."""


@cache
def _judge(config: Path, rule_kinds: RuleKinds) -> tuple["Judge", str]:
    """The judge of a configuration and the fingerprint of its contracts."""
    from etl.validate.judge import Judge  # noqa: PLC0415 - seconds, but in the fork server and its children

    catalog = load_catalog(config, rule_kinds=rule_kinds)
    return Judge(catalog), catalog.fingerprint
