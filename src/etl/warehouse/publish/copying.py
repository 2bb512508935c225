"""COPY from Arrow: takes columns, streams them as CSV into one table inside the caller's transaction. Never commits."""

from collections.abc import Mapping, Sequence

import psycopg
import pyarrow as pa
import pyarrow.csv
from psycopg import sql

from etl.warehouse.engine import Driver

# few enough that the next are written while the server still has some of the last to take in
ROWS_AT_ONCE = 512
# text is quoted and a null is not, which is how COPY tells '' from NULL
_OPTIONS = pyarrow.csv.WriteOptions(include_header=False, batch_size=ROWS_AT_ONCE, quoting_style="needed")


class _Sink:
    """File that pyarrow writes to: hands every piece on to COPY."""

    closed = False

    def __init__(self, copy: psycopg.Copy) -> None:
        self._copy = copy

    def write(self, piece: pa.Buffer) -> int:
        data: bytes = piece.to_pybytes()
        # text of PostgreSQL cannot hold NUL; one in one county's cell must not cost the night
        self._copy.write(data.replace(b"\0", b"") if b"\0" in data else data)
        return len(data)

    def writable(self) -> bool:
        return True

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        self.closed = True


def copy_columns(driver: Driver, schema: str, table: str, columns: Mapping[str, pa.Array]) -> int:
    """Append rows to a table; gives their number."""
    rows = pa.table(dict(columns))
    if rows.num_rows:
        with driver.cursor() as cursor, cursor.copy(_command(schema, table, rows.column_names)) as copy:
            pyarrow.csv.write_csv(rows, pa.PythonFile(_Sink(copy), mode="w"), _OPTIONS)
    return int(rows.num_rows)


def copy_rows(driver: Driver, schema: str, table: str, names: Sequence[str], rows: Sequence[Sequence[object]]) -> int:
    """Append a few rows of Python values."""
    if rows:
        with driver.cursor() as cursor, cursor.copy(_text_command(schema, table, names)) as copy:
            for row in rows:
                copy.write_row(row)
    return len(rows)


def _command(schema: str, table: str, names: Sequence[str]) -> sql.Composed:
    return _text_command(schema, table, names) + sql.SQL(" (format csv)")


def _text_command(schema: str, table: str, names: Sequence[str]) -> sql.Composed:
    columns = sql.SQL(", ").join(map(sql.Identifier, names))
    return sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(schema, table), columns)
