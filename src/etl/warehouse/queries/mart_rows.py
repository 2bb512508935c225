"""Rows of a view of mart for whoever takes them out: takes a connection of a reader's, gives rows.

Everything asked of one connection is of one moment. Names are looked up before they are put into SQL; values are parameters.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import psycopg
import sqlalchemy as sa
from psycopg import sql

from etl.errors import ConfigError
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.marts.described import MartView, mart_views
from etl.warehouse.queries.edition_facts import EditionFacts, edition_of

ROWS_AT_ONCE = 5_000
_ORDER: tuple[str, ...] = (
    "period",
    "level",
    "prefecture_code",
    "county_code",
    "area_code",
    "source_file",
    "source_sheet",
    "source_row",
)
_ORDER = (*_ORDER, "report", "step_no", "org_name", "measure")


@contextmanager
def one_moment(engine: sa.Engine) -> Iterator["Snapshot"]:
    """Mart as it is at one moment, as an account of a reader's sees it, for the length of a block."""
    with engine.connect() as connection, failures_translated():
        driver_of(connection).execute("set transaction isolation level repeatable read, read only")
        yield Snapshot(connection)


class Snapshot:
    """Mart at one moment: everything that is asked of it agrees."""

    def __init__(self, connection: sa.Connection) -> None:
        self._driver = driver_of(connection)
        self.views = mart_views(connection)
        (moment,) = self._driver.execute("select now()").fetchone() or (None,)
        assert isinstance(moment, datetime)  # noqa: S101 - psycopg says object
        self.moment = moment

    def edition(self, name: str) -> EditionFacts:
        """The edition of a name; ArgumentError where there is none."""
        return edition_of(self._driver, name)

    def rows(
        self, view: MartView, selected: str, chosen: Mapping[str, Sequence[str]], of: datetime | str | None = None
    ) -> Iterator[tuple[Any, ...]]:
        """The rows of a view, called v in the columns `selected`, in the order of its key as far as it has one.

        `chosen` holds the values that columns may have; `of` is a moment at which the rows were in use, or an edition.
        """
        values = [*([of] if of is not None else []), *(list(allowed) for allowed in chosen.values())]
        suffix = "" if of is None else "_in" if isinstance(of, str) else "_as_of"
        statement = _statement(view, selected, chosen, suffix)
        try:
            with self._driver.cursor(name="rows_of_a_view") as cursor, failures_translated():
                cursor.itersize = ROWS_AT_ONCE
                cursor.execute(statement, values)
                yield from cursor
        except psycopg.errors.InsufficientPrivilege as error:
            raise ConfigError(f"mart.{view.name} may not be read so: {error.diag.message_primary}") from None


def _statement(view: MartView, selected: str, chosen: Iterable[str], suffix: str) -> sql.Composed:
    relation = sql.SQL("mart.{}(%s)" if suffix else "mart.{}").format(sql.Identifier(view.name + suffix))
    conditions = [sql.SQL("v.{} = any(%s)").format(sql.Identifier(column)) for column in chosen]
    order = [sql.SQL("v.{}").format(sql.Identifier(column)) for column in _ORDER if column in view.types]
    return sql.SQL("select {} from {} v{}{}").format(
        sql.SQL(selected),
        relation,
        sql.SQL(" where {}").format(sql.SQL(" and ").join(conditions)) if conditions else sql.SQL(""),
        sql.SQL(" order by {}").format(sql.SQL(", ").join(order)) if order else sql.SQL(""),
    )
