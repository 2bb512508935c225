"""Findings of what does not fit together in accepted data of a period: takes a connection, gives frozen rows. Never writes."""

from decimal import Decimal
from typing import NamedTuple

import sqlalchemy as sa

from etl.warehouse.queries.areas import is_there

_REVIEW = """
select finding, county_code, report, subject, detail, rows, yuan_in_question from mart.review_list
where period = :period order by finding, county_code nulls first, report, subject
"""


class ToReview(NamedTuple):
    """One finding; no county where it concerns several."""

    finding: str
    county_code: str | None
    report: str | None
    subject: str | None
    detail: str | None
    rows: int
    yuan_in_question: Decimal | None


def to_review(connection: sa.Connection, period: str) -> list[ToReview]:
    """The findings of a period, those of one kind together."""
    if not is_there(connection, "mart.review_list"):
        return []
    return [ToReview(*row) for row in connection.execute(sa.text(_REVIEW), {"period": period})]
