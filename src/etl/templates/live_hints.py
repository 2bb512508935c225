"""Rules of one row as formulas that colour a cell while it is typed: takes a contract and where its cells stand, gives formulas.

Translates expectations by the name that Great Expectations gives them; a rule whose expectation is not known here, or that
looks beyond its row, has no hint and is judged when the file comes. Pure.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from etl.contract.catalog import Catalog
from etl.contract.schema import Contract
from etl.model import Severity
from etl.rules.finding import Reads


@dataclass(frozen=True)
class Hint:
    """A formula that is true where a rule is broken, and the column whose cell it colours."""

    column: str
    formula: str
    severity: Severity


@dataclass(frozen=True)
class Cells:
    """Addresses of the cells of one row, as formulas write them, and of the whole row.

    `factors` are what the figures of a column are multiplied by to be in the unit in which they are stored.
    """

    at: Mapping[str, str]
    row: str
    factors: Mapping[str, Decimal]
    last_day: date  # of the period

    def figure(self, name: str) -> str:
        """A figure in the unit in which it is stored."""
        factor = self.factors.get(name, Decimal(1))
        return self.at[name] if factor == 1 else f"{self.at[name]}*{factor:f}"


Build = Callable[[Mapping[str, object], Cells], str]


def hints(catalog: Catalog, contract: Contract, cells: Cells) -> Iterator[Hint]:
    """A hint for every finding of the contract's rules that a formula can tell from the row."""
    for rule in contract.all_rules:
        for finding in rule.findings():
            expectation = finding.expectation
            if expectation is None or finding.marks is None or (build := _FORMULAS.get(expectation.name)) is None:
                continue
            conditions = [build(expectation.arguments, cells)]
            if expectation.where is not None:
                conditions.insert(0, _where(catalog, contract, expectation.where, cells))
            conditions.append(f"COUNTA({cells.row})>0")  # a row that nobody has begun lacks nothing
            yield Hint(finding.reads[finding.marks].column, f"=AND({','.join(conditions)})", rule.severity)


def _where(catalog: Catalog, contract: Contract, where: Reads, cells: Cells) -> str:
    codes = catalog.codes_of(contract.column(where.column)).codes
    return f"OR({','.join(f'{cells.at[where.column]}={_quoted(codes[code].label.zh)}' for code in where.codes)})"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def _blank(arguments: Mapping[str, object], cells: Cells) -> str:
    return f'TRIM({cells.at[str(arguments["column"])]})=""'


def _out_of_order(arguments: Mapping[str, object], cells: Cells) -> str:
    larger, smaller = str(arguments["column_A"]), str(arguments["column_B"])
    both = f"ISNUMBER({cells.at[larger]}),ISNUMBER({cells.at[smaller]})"
    relation = "<" if arguments.get("or_equal") else "<="
    return f"AND({both}),{cells.figure(larger)}{relation}{cells.figure(smaller)}"


def _out_of_bounds(arguments: Mapping[str, object], cells: Cells) -> str:
    name = str(arguments["column"])
    outside = [
        f"{cells.figure(name)}{relation}{bound}"
        for bound, relation in ((arguments.get("min_value"), "<"), (arguments.get("max_value"), ">"))
        if isinstance(bound, Decimal)
    ]
    return f"ISNUMBER({cells.at[name]}),OR({','.join(outside) or 'FALSE'})"


def _after_the_period(arguments: Mapping[str, object], cells: Cells) -> str:
    at, since = cells.at[str(arguments["column_A"])], date.fromisoformat(str(arguments["since"]))
    return f"ISNUMBER({at}),OR({at}<{_day(since)},{at}>={_day(cells.last_day)}+1)"


def _day(day: date) -> str:
    return f"DATE({day.year},{day.month},{day.day})"


_FORMULAS: Mapping[str, Build] = {
    "expect_column_values_to_not_be_null": _blank,
    "expect_column_pair_values_a_to_be_greater_than_b": _out_of_order,
    "expect_column_values_to_be_between": _out_of_bounds,
    "expect_days_not_after_their_period": _after_the_period,
}
