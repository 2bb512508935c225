"""Build the database: takes a connection inside a transaction, leaves schemas, tables, reference rows, marts and rights.

What contracts say is compared with what stands in core, by Alembic's own comparison, and only ever added to: a column
or table that no contract names any more stays; a column whose type changed is an error that names it.
"""

from collections.abc import Callable, Iterable, Iterator
from importlib.resources import files

import sqlalchemy as sa
from alembic import command
from alembic.autogenerate import produce_migrations
from alembic.config import Config
from alembic.operations import Operations, ops
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.errors import ConfigError, ContractError
from etl.warehouse.engine import driver_of, failures_translated
from etl.warehouse.report_columns import types_comment
from etl.warehouse.schema.core_tables import core_metadata
from etl.warehouse.schema.mart_views import make_marts
from etl.warehouse.schema.reference_rows import reference_rows
from etl.warehouse.schema.roles import ensure_reader
from etl.warehouse.schema.row_security import secure_rows
from etl.warehouse.schema.scripts import quoted, run_script
from etl.warehouse.schema.tables import SCHEMAS
from etl.warehouse.totals.totals import sum_up_the_rest

OLDEST_VERSION = 140000
# a reader's long query holds a view, and while we wait for it every other reader waits for us
LOCK_TIMEOUT = "20s"


def build(
    connection: sa.Connection,
    catalog: Catalog,
    divisions: Divisions,
    say: Callable[[str], None] = lambda line: None,
    *,
    leaves_marts: bool = False,
) -> None:
    """Everything, in the order in which one thing needs the other; `leaves_marts`: but for the views, which stay as they are."""
    _check_server(connection)
    with failures_translated():
        run_script(connection, f"set local lock_timeout = '{LOCK_TIMEOUT}'")
        for name, comment in SCHEMAS.items():
            run_script(connection, f"create schema if not exists {name}; comment on schema {name} is {quoted(comment)}")
        _run_migrations(connection)
        _add_to_core(connection, core_metadata(catalog))
        # a new type is no migration
        run_script(
            connection,
            f"comment on column ref.report_column.type is {quoted(types_comment(catalog.kinds.column_types))}",
        )
        for table, rows in reference_rows(catalog, divisions).items():
            connection.execute(sa.delete(table))
            if rows:
                connection.execute(sa.insert(table), rows)
        # takes longest after an upgrade, and readers wait from where views are made anew
        sum_up_the_rest(driver_of(connection), catalog, say)
        if not leaves_marts:
            make_marts(connection, catalog)
        ensure_reader(connection)
        secure_rows(connection)


def _check_server(connection: sa.Connection) -> None:
    version = int(connection.scalar(sa.text("select current_setting('server_version_num')")) or 0)
    encoding = connection.scalar(sa.text("select current_setting('server_encoding')"))
    if version < OLDEST_VERSION:
        raise ConfigError(f"the warehouse needs PostgreSQL 14 or later, and this server is {version // 10000}")
    if encoding != "UTF8":
        raise ConfigError(f"the warehouse needs a database in UTF8, and this one is in {encoding}")


def is_built(connection: sa.Connection, catalog: Catalog) -> bool:
    """True when every migration has run and core has every table and column of the contracts: enough to publish into."""
    has_run = connection.scalar(sa.text("select version_num from ops.migration"))
    if has_run != ScriptDirectory.from_config(_migrations(connection)).get_current_head():
        return False
    _, differences = _differences(connection, core_metadata(catalog))
    return not any(isinstance(d, ops.CreateTableOp | ops.AddColumnOp) for d in differences)


def _run_migrations(connection: sa.Connection) -> None:
    command.upgrade(_migrations(connection), "head")


def _migrations(connection: sa.Connection) -> Config:
    config = Config()
    scripts = str(files("etl.warehouse.schema.migrations")).replace("%", "%%")  # ConfigParser reads % as its own
    config.set_main_option("script_location", scripts)
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config


def _add_to_core(connection: sa.Connection, wanted: sa.MetaData) -> None:
    """Create the tables and columns that are missing in core and renew comments; refuse to change a type."""
    context, differences = _differences(connection, wanted)
    if changed := [d for d in differences if isinstance(d, ops.AlterColumnOp) and d.modify_type is not None]:
        types = "; ".join(f"{d.table_name}.{d.column_name} is {d.existing_type}, not {d.modify_type}" for d in changed)
        raise ContractError(
            f"contracts change the type of columns that hold data: {types}; give the column another name, and the old one stays"
        )
    operations = Operations(context)
    for difference in differences:
        if isinstance(difference, ops.CreateIndexOp):
            difference.if_not_exists = True  # of a changed index the comparison says: drop it and make it again
        if isinstance(
            difference,
            ops.CreateTableOp | ops.AddColumnOp | ops.CreateIndexOp | ops.CreateTableCommentOp | ops.AlterColumnOp,
        ):
            operations.invoke(_additive(difference))


def _differences(connection: sa.Connection, wanted: sa.MetaData) -> tuple[MigrationContext, list[ops.MigrateOperation]]:
    context = MigrationContext.configure(
        connection,
        opts={
            "include_schemas": True,
            "include_name": lambda name, kind, _parents: kind != "schema" or name == "core",
            "compare_type": True,
        },
    )
    return context, list(_leaves(produce_migrations(context, wanted).upgrade_ops_list))


def _leaves(operations: Iterable[ops.MigrateOperation]) -> Iterator[ops.MigrateOperation]:
    for operation in operations:
        if isinstance(operation, ops.OpContainer):
            yield from _leaves(operation.ops)
        else:
            yield operation


def _additive(difference: ops.MigrateOperation) -> ops.MigrateOperation:
    if isinstance(difference, ops.AlterColumnOp):
        difference.modify_nullable = None  # history may have blanks where today's contract has none
    return difference
