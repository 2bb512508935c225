"""Write suites as files of Great Expectations: takes contracts and a folder, gives lines of what stands in it and what not."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

from etl.commands.output import write_csv
from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.errors import ConfigError
from etl.validate.gx_suites import AS_WRITTEN, NotExported, gx_suite, not_exported

LEFT_OUT = "not_exported.csv"  # no JSON: all JSON of a folder of suites is a suite to Great Expectations


def write_suites(catalog: Catalog, contracts: Sequence[Contract], folder: Path) -> list[str]:
    """One file a report, and one of what no suite says; gives lines for a terminal."""
    left = [one for contract in contracts for one in not_exported(catalog, contract)]
    lines = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for contract in contracts:
            suite = gx_suite(catalog, contract)
            text = json.dumps(suite, ensure_ascii=False, indent=2) + "\n"
            file = folder / f"{contract.report}.json"
            file.write_text(text, encoding="utf-8")
            lines.append(f"{file.name}: {len(suite['expectations'])} expectations for {suite['meta']['table']}")
        with (folder / LEFT_OUT).open("w", encoding="utf-8", newline="") as table:
            write_csv(table, [vars(one) for one in left])
    except OSError as error:
        raise ConfigError(f"{folder} cannot be written: {error.strerror}") from error
    return [*lines, *_left_out(left)]


def _left_out(left: Sequence[NotExported]) -> Iterator[str]:
    """The rules of contracts by name; those of reading, which every column has, counted."""
    by_reason: dict[str, list[str]] = defaultdict(list)
    for one in left:
        by_reason[one.why].append(one.rule)
    of_reading = by_reason.pop(AS_WRITTEN, [])
    yield f"{LEFT_OUT}: what the suites do not say, {len(left)} rules:"
    for why, rules in by_reason.items():
        yield f"  {why}:"
        yield from (f"    {rule}" for rule in rules)
    yield f"  {AS_WRITTEN}: {len(of_reading)} rules"
