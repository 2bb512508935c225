"""Headings and code words that no contract knows, as ops.unknown_word counts them. Takes a connection, gives plain values."""

from dataclasses import dataclass

import sqlalchemy as sa

_UNKNOWN = """
select * from ops.unknown_word
where (cast(:period as text) is null or period = :period) and (cast(:report as text) is null or report = :report)
order by period, report, counties desc, cells desc, word_kind, of_column, word
"""


@dataclass(frozen=True)
class SeenWord:
    """One word as it was written, in which files, and what stands beside a heading; `of_column` is a code word's."""

    period: str
    report: str
    of_column: str | None
    word: str
    cells: int
    seen_in: frozenset[str]  # county code/file name
    columns_beside: frozenset[str]
    columns_missing: frozenset[str]


def seen_words(connection: sa.Connection, period: str | None = None, report: str | None = None) -> list[SeenWord]:
    """The words of a period and report, or of all, those of most counties first."""
    rows = connection.execute(sa.text(_UNKNOWN), {"period": period, "report": report})
    return [
        SeenWord(
            period=row.period,
            report=row.report,
            of_column=row.of_column,
            word=row.word,
            cells=row.cells,
            seen_in=frozenset(row.seen_in),
            columns_beside=frozenset(row.columns_beside or ()),
            columns_missing=frozenset(row.columns_missing or ()),
        )
        for row in rows
    ]
