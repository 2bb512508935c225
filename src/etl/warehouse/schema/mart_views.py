"""The views of mart in the database: takes a connection inside a transaction and the catalog, leaves them as this version has them.

They are replaced in place, so that what somebody else built on them stays; columns that are new go behind the others. Only where a column
goes, or changes its name or type, are they dropped and made anew; then nothing else may hang on any of them.
"""

from collections.abc import Collection, Sequence

import psycopg
import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.errors import ConfigError, ContractError
from etl.warehouse.engine import driver_of
from etl.warehouse.marts.chinese import chinese_marts, quoted_name
from etl.warehouse.marts.described import mart_views
from etl.warehouse.marts.editions import edition_functions
from etl.warehouse.marts.mart import Mart
from etl.warehouse.marts.mart_columns import COLUMNS
from etl.warehouse.marts.marts import all_marts, written_texts
from etl.warehouse.marts.moments import SUFFIX, moment_functions
from etl.warehouse.schema.scripts import quoted, run_script

_VIEWS = "select viewname from pg_views where schemaname = 'mart'"
_FUNCTIONS = "select oid::regprocedure::text from pg_proc where pronamespace = 'mart'::regnamespace"
_FUNCTIONS_NAMED = f"{_FUNCTIONS} and proname = :name"
_COLUMNS = "select attname from pg_attribute where attrelid = cast(:view as regclass) and attnum > 0 order by attnum"
# a column of a view goes or changes, a function gives other columns, or one becomes the other
_NOT_IN_PLACE = (
    psycopg.errors.InvalidTableDefinition,
    psycopg.errors.InvalidFunctionDefinition,
    psycopg.errors.WrongObjectType,
)


class HeldViews(ConfigError):
    """Somebody's own views stand on those of mart that this version has to make anew: an administrator drops them, or adapts them."""


def make_marts(connection: sa.Connection, catalog: Catalog) -> None:
    """Every view and function of mart, and none that no version has any more; HeldViews, naming what hangs on them."""
    try:
        with connection.begin_nested():
            made = _make_all(connection, catalog, replaces=True)
            _drop_obsolete(connection, made)
    except (*_NOT_IN_PLACE, psycopg.errors.DependentObjectsStillExist):
        _drop_all(connection)
        _make_all(connection, catalog, replaces=False)


def _make_all(connection: sa.Connection, catalog: Catalog, *, replaces: bool) -> set[str]:
    """The names of all that was made."""
    marts = all_marts(catalog)
    for mart in marts:
        _make(connection, mart, replaces=replaces)
    names = {mart.name for mart in marts}
    own = {name: view for name, view in mart_views(connection).items() if name in names}
    of_moments = list(moment_functions(catalog, marts, written_texts(), own))
    of_editions = edition_functions(catalog, own, {mart.name.removesuffix(SUFFIX) for mart in of_moments})
    for mart in (*of_moments, *of_editions, *chinese_marts(catalog, own.values())):
        _make(connection, mart, replaces=replaces)
        names.add(mart.name)
    return names


def _drop_obsolete(connection: sa.Connection, made: Collection[str]) -> None:
    """Drop views that this version no longer has; one that somebody's own stand on stays."""
    for name in connection.scalars(sa.text(_VIEWS)).all():
        if name not in made:
            try:
                with connection.begin_nested():
                    run_script(connection, f"drop view mart.{quoted_name(name)}")
            except psycopg.errors.DependentObjectsStillExist:
                continue


def _drop_all(connection: sa.Connection) -> None:
    """All views and functions of mart, in one statement each, so that their order does not matter."""
    views = [f"mart.{quoted_name(name)}" for name in connection.scalars(sa.text(_VIEWS))]
    functions: Sequence[str] = connection.scalars(sa.text(_FUNCTIONS)).all()
    try:
        for kind, names in (("view", views), ("function", functions)):
            if names:
                run_script(connection, f"drop {kind} {', '.join(names)}")
    except psycopg.errors.DependentObjectsStillExist as error:
        detail = (error.diag.message_detail or "").replace("\n", "; ")
        raise HeldViews(
            f"somebody's own views stand on those of mart, which this version has to make anew: {detail}; drop or "
            "adapt them, then: etl warehouse migrate"
        ) from None


def _make(connection: sa.Connection, mart: Mart, *, replaces: bool) -> None:
    try:
        if replaces:
            _replace(connection, mart)
        else:
            run_script(connection, mart.sql)
    except (*_NOT_IN_PLACE, psycopg.errors.DependentObjectsStillExist):
        raise
    except psycopg.ProgrammingError as error:  # a contract lost or renamed a column that a written mart reads
        raise ContractError(
            f"mart.{mart.name} cannot be made from these contracts: {error.diag.message_primary}"
        ) from error
    _comment(connection, mart)


def _replace(connection: sa.Connection, mart: Mart) -> None:
    """Replace a view or function in place: as it is written, else with its new columns last, else by another of its name."""
    in_place = mart.sql.replace(f"create {mart.kind} ", f"create or replace {mart.kind} ", 1)
    if _runs(connection, in_place):
        return
    reordered = _new_columns_last(connection, mart) if mart.kind == "view" else None
    if reordered and _runs(connection, reordered):
        return
    name = f"mart.{quoted_name(mart.name)}"
    names = [name] if mart.kind == "view" else connection.scalars(sa.text(_FUNCTIONS_NAMED), {"name": mart.name}).all()
    run_script(connection, "".join(f"drop {mart.kind} {one};\n" for one in names) + mart.sql)


def _runs(connection: sa.Connection, script: str) -> bool:
    """Run a script, or leave everything as it was where it cannot be done in place."""
    try:
        with connection.begin_nested():
            run_script(connection, script)
    except _NOT_IN_PLACE:
        return False
    return True


def _new_columns_last(connection: sa.Connection, mart: Mart) -> str | None:
    """The script with the columns that are there in their order before those that are new; None where one of them is gone."""
    head, _, body = mart.sql.partition(f"create view mart.{mart.name} as\n")
    body = body.rstrip().removesuffix(";")
    known = connection.scalars(sa.text(_COLUMNS), {"view": f"mart.{quoted_name(mart.name)}"}).all()
    described = driver_of(connection).execute(f"select * from (\n{body}\n) q limit 0".encode()).description or ()
    new = [column.name for column in described if column.name not in known]
    if len(known) + len(new) != len(described):
        return None
    names = [*known, *new]
    listed = ", ".join(f"q.{quoted_name(name)}" for name in names)
    return f"{head}create or replace view mart.{mart.name} as\nselect {listed} from (\n{body}\n) q"


def _comment(connection: sa.Connection, mart: Mart) -> None:
    if mart.kind == "function":
        run_script(connection, f"comment on function mart.{mart.name} is {quoted(mart.comment)}")
        return
    columns: Sequence[str] = connection.scalars(sa.text(_COLUMNS), {"view": f"mart.{mart.name}"}).all()
    comments = COLUMNS if mart.comments is None else mart.comments
    lines = [f"comment on view mart.{mart.name} is {quoted(mart.comment)};"]
    lines += [
        f"comment on column mart.{mart.name}.{quoted_name(name)} is {quoted(comments[name])};" for name in columns
    ]
    run_script(connection, "\n".join(lines))
