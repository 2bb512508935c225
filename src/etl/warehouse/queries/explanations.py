"""Explanations of warnings that counties gave: takes a connection, gives those of some counties, the latest last. Never writes."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from etl.warehouse.schema.explanation_table import explanation
from etl.warehouse.schema.tables import submission

# that an explanation e is of an issue i
OF_THE_ISSUE = """e.submission_id = i.submission_id and i.severity = 'warning' and e.rule = i.rule
    and e.column_name is not distinct from i.column_name and e.sheet is not distinct from nullif(i.sheet, '')
    and e.cell is not distinct from nullif(i.cell, '') and e.value is not distinct from coalesce(i.value, '')"""


@dataclass(frozen=True)
class Explained:
    """One explanation as it is stored, and whose it is."""

    county_code: str
    period: str
    report: str
    rule: str
    column_name: str | None
    row_key: str
    value: str | None
    explanation: str
    since_period: str


def standing_explanations(connection: sa.Connection, counties: Collection[str]) -> list[Explained]:
    """Everything that some counties have explained."""
    of, said = submission.c, explanation.c
    query = (
        sa.select(
            *(of.county_code, of.period, of.report, said.rule, said.column_name, said.row_key),
            *(said.value, said.explanation, said.since_period),
        )
        .join(explanation, said.submission_id == of.submission_id)
        .where(of.county_code.in_(counties))
        .order_by(of.period, of.submission_id)
    )
    return [Explained(*row) for row in connection.execute(query)]
