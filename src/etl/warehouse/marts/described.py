"""The views of mart as the database describes them: takes a connection, gives names, types and comments of columns."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from etl.warehouse.engine import driver_of

_VIEWS = """
select c.relname, coalesce(obj_description(c.oid), ''), a.attname,
    case when a.atttypmod > 0 then format_type(a.atttypid, a.atttypmod) else t.typname end,
    coalesce(col_description(c.oid, a.attnum), ''),
    to_regprocedure(format('mart.%%I(timestamptz)', c.relname || '_as_of')) is not null,
    to_regprocedure(format('mart.%%I(text)', c.relname || '_in')) is not null
from pg_class c
join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
join pg_type t on t.oid = a.atttypid
where c.relnamespace = 'mart'::regnamespace and c.relkind = 'v'
order by c.relname, a.attnum
"""


@dataclass
class MartView:
    """A view as the database describes it."""

    name: str
    comment: str
    has_as_of: bool
    has_in: bool  # of an edition
    types: dict[str, str] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def mart_views(connection: sa.Connection) -> dict[str, MartView]:
    """Every view of mart by its name, with its columns in their order."""
    found: dict[str, MartView] = {}
    for view, comment, column, sql_type, meaning, *has in driver_of(connection).execute(_VIEWS, []).fetchall():
        one = found.setdefault(
            str(view), MartView(str(view), str(comment), has_as_of=bool(has[0]), has_in=bool(has[1]))
        )
        one.types[str(column)], one.comments[str(column)] = str(sql_type), str(meaning)
    return found
