"""Answers of `etl trace`: takes a report or summary, a key and a column, gives lines for a terminal or plain values.

A report's key is its columns in their order with / between them; a summary's is the area and the period.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from etl.config.calendar import period_asked
from etl.contract.catalog import report_asked
from etl.contract.schema import Column, Contract
from etl.errors import ArgumentError
from etl.exports.trace import Traced, traced
from etl.night.request import Config
from etl.settings import Settings
from etl.warehouse.marts.measures import MADE_OF, RATES, MadeOf
from etl.warehouse.open_warehouse import open_for_reading
from etl.warehouse.queries.lineage import LEVELS, Row, area_code, cells_behind, rows_behind, summary_figure


@dataclass(frozen=True)
class Question:
    """One figure that somebody asks the origin of."""

    report: str
    key: str
    column: str
    county: str | None = None
    period: str | None = None

    @property
    def is_of_summary(self) -> bool:
        """True when it is asked of a summary, which has no cells of its own."""
        return self.report in LEVELS


@dataclass(frozen=True)
class Summed:
    """A summary's figure, and the rows that make it."""

    view: str
    measure: str
    figure: Any
    rows: list[Row]
    total: Any

    @property
    def agrees(self) -> bool:
        """True when the rows come to the figure."""
        return self.total == self.figure or (self.figure is None and not self.rows)


def trace_cells(question: Question, settings: Settings, config: Config) -> list[Mapping[str, Any]]:
    """Each row of a report with this key, with the cell of the column and what stands in it. ArgumentError when there is none."""
    contract = config.catalog.contracts[report_asked(config.catalog.titles, question.report)]
    column = _column(contract, question.column)
    chosen = {"county_code": question.county, "period": question.period}
    with open_for_reading(settings) as engine, engine.connect() as connection:
        rows = cells_behind(connection, contract, question.key, column.name, chosen)
    if not rows:
        key = "/".join(contract.key)
        raise ArgumentError(
            f"mart.{contract.report} has no row in use whose {key} is {question.key}{_of(question)}; "
            f'look for it with: etl sql "SELECT {", ".join(contract.key)} FROM mart.{contract.report}"'
        )
    raws = (
        [Traced(unknown="a personal column, whose cells are shown nowhere")] * len(rows)
        if column.personal
        else traced(rows, contract.report, column, settings, config.catalog, config.divisions)
    )
    return [
        row | vars(raw) | {"report": contract.report, "column": column.name}
        for row, raw in zip(rows, raws, strict=True)
    ]


def trace_summary(question: Question, settings: Settings, config: Config) -> Summed:
    """The rows behind a summary's figure, added up. ArgumentError when it is none that is made of rows."""
    made_of = MADE_OF.get(question.column)
    if made_of is None:
        of = RATES.get(question.column)
        hint = f"it is {of[0]} divided by {of[1]}" if of else f"those that are: {', '.join(MADE_OF)}"
        raise ArgumentError(f"{question.column} of mart.{question.report} is not made of rows of a report; {hint}")
    level = LEVELS[question.report]
    named, period = _area_and_period(question)
    if period is None or (named is None and level != "province"):
        raise ArgumentError(f"the key of mart.{question.report} is {'' if level == 'province' else level + '/'}period")
    with open_for_reading(settings) as engine, engine.connect() as connection:
        area = area_code(connection, level, named) if named else None
        if named and area is None:
            raise ArgumentError(f"there is no {level} {named}, or more than one; give its code")
        rows = rows_behind(connection, config.catalog.contracts[made_of.report], made_of, level, area, period)
        figure = summary_figure(connection, question.report, question.column, area, period)
    return Summed(question.report, question.column, figure, rows, _total(made_of, rows))


def _total(made_of: MadeOf, rows: list[Row]) -> Any:
    values = [row["value"] for row in rows if row["value"] is not None]
    if made_of.counted == "different":
        return len(set(values))
    return sum(values) if made_of.counted == "sum" else len(rows)


def _area_and_period(question: Question) -> tuple[str | None, str | None]:
    named, period = question.county, question.period
    for part in filter(None, map(str.strip, question.key.split("/"))):
        try:
            period = period_asked(part)
        except ArgumentError:
            named = part
    return named, period


def cell_lines(found: Mapping[str, Any]) -> Iterator[str]:
    """One traced cell, a fact a line."""
    yield f"{found['county_code']} {found['county_name']} {found['period']}  {found['report']} {found['row_key'] or ''}"
    yield f"  {found['column']} = {'nothing' if found['value'] is None else found['value']}"
    yield f"  file     {found['source_file']}"
    if found["sha256"]:
        yield f"  sha256   {found['sha256']}, received {found['received_at']:%Y-%m-%d %H:%M:%S}, run {found['run_id']}"
    sheet = f"{found['source_sheet']}!" if found["source_sheet"] else ""
    yield f"  cell     {sheet}{found['cell'] or 'row ' + str(found['source_row'])}"
    if found["heading"] is not None:
        yield f"  heading  {found['heading']}, known by {_KNOWN_BY.get(found['matched_by'], found['matched_by'])}"
    if found["unknown"]:
        yield f"  raw      not known: {found['unknown']}"
    else:
        yield f"  raw      {found['raw'] if found['raw'] is not None else '(blank)'}"
        yield from (f"  step     {step}" for step in found["steps"])
    for issue in found["issues"]:
        waived = f" (waived: {issue['waived']})" if issue["waived"] else ""
        yield f"  issue    {issue['severity']} {issue['rule']}: {issue['message'] or 'hidden, as it may be of a person'}{waived}"
    if not found["issues"]:
        yield "  issue    none"


_KNOWN_BY = {"label": "the contract's label", "alias": "an alias of the contract", "near": "likeness to one label only"}


def _column(contract: Contract, name: str) -> Column:
    """The column of a name or a Chinese label."""
    for column in contract.columns:
        if name in (column.name, column.label.zh):
            return column
    raise ArgumentError(
        f"{contract.report} has no column {name}; it has {', '.join(column.name for column in contract.columns)}"
    )


def _of(question: Question) -> str:
    wanted = [one for one in (question.county, question.period) if one]
    return f" ({', '.join(wanted)})" if wanted else ""
