"""Exports of views of mart: takes what a reader sees and what is wanted, writes a file a view, with a page that says what it is.

All files of one export are of one moment. A file is never seen half written. Changes nothing in the warehouse.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from etl.config.calendar import TIMEZONE
from etl.contract.catalog import Catalog
from etl.errors import ArgumentError
from etl.exports.csv_file import write_csv_file
from etl.exports.sheet import Sheet, SheetColumn, kind_of
from etl.exports.xlsx_file import write_xlsx
from etl.warehouse.marts.chinese import SUFFIX, ChineseColumn, chinese_columns, quoted_name
from etl.warehouse.marts.described import MartView
from etl.warehouse.marts.headings import heading_of
from etl.warehouse.queries.edition_facts import EditionFacts
from etl.warehouse.queries.mart_rows import Snapshot

ABOUT = "说明"
Standing = tuple[datetime, EditionFacts | None]  # the moment of the rows, and the edition if they are of one
_LEFT_OUT = (SUFFIX, "_history")  # the same again, unless asked for


@dataclass(frozen=True)
class Wanted:
    """Rows and form of an export; an empty selection means everything."""

    form: str = "xlsx"
    views: tuple[str, ...] = ()
    period: str | None = None
    counties: tuple[str, ...] = ()
    as_of: datetime | None = None
    edition: str | None = None

    @property
    def chosen(self) -> dict[str, tuple[str, ...]]:
        """By column the values that a row may have."""
        wanted = {"period": (self.period,) if self.period else (), "county_code": self.counties}
        return {column: values for column, values in wanted.items() if values}


@dataclass(frozen=True)
class Exported:
    """The file of one view, and how many rows stand in it."""

    path: Path
    rows: int


def export_views(mart: Snapshot, catalog: Catalog, wanted: Wanted, folder: Path) -> Iterator[Exported]:
    """Write each view that is wanted; yields each as it is finished. ArgumentError before the first when there is none such."""
    views = mart.views
    names = _checked(views, wanted) if wanted.views else _all(views, wanted)
    edition = mart.edition(wanted.edition) if wanted.edition else None
    moment = edition.frozen_at if edition else wanted.as_of or mart.moment
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        yield _export(mart, catalog, views[name], wanted, folder, (moment, edition))


def left_out(mart: Snapshot, wanted: Wanted) -> list[str]:
    """Views that an export of everything passes by, as they cannot be chosen from as it is wanted."""
    if wanted.views:
        return []
    views = mart.views
    every = [name for name in views if not name.endswith(_LEFT_OUT)]
    return [name for name in every if name not in _all(views, wanted)]


def _all(views: Mapping[str, MartView], wanted: Wanted) -> list[str]:
    return [n for n, view in views.items() if not n.endswith(_LEFT_OUT) and not _hindrance(view, wanted)]


def _checked(views: Mapping[str, MartView], wanted: Wanted) -> tuple[str, ...]:
    if unknown := [name for name in wanted.views if name not in views]:
        there = ", ".join(name for name in views if not name.endswith(SUFFIX))
        raise ArgumentError(f"mart has no view {', '.join(unknown)}; it has {there}")
    for name in wanted.views:
        if hindrance := _hindrance(views[name], wanted):
            raise ArgumentError(hindrance)
    return wanted.views


def _hindrance(view: MartView, wanted: Wanted) -> str | None:
    lacking = [column for column in wanted.chosen if column not in view.types]
    if lacking:
        return f"mart.{view.name} cannot be chosen from by {' and '.join(lacking)}: it has no such column"
    if wanted.as_of and not view.has_as_of:
        return f"mart.{view.name} cannot be had as of a moment: there is no mart.{view.name}_as_of"
    if wanted.edition and not view.has_in:
        return f"mart.{view.name} cannot be had of an edition: there is no mart.{view.name}_in"
    return None


def _export(
    mart: Snapshot, catalog: Catalog, view: MartView, wanted: Wanted, folder: Path, standing: Standing
) -> Exported:
    columns = chinese_columns(catalog, view.name, view.comments)
    about = _about(view, columns, wanted, standing)
    path = folder / f"{view.name}.{wanted.form}"
    of = wanted.edition or wanted.as_of
    if wanted.form == "parquet":
        rows = mart.rows(view, ", ".join(f"v.{quoted_name(c.name)}" for c in columns), wanted.chosen, of)
        return Exported(path, _finished(path, lambda to: _parquet(to, view, rows, about)))
    rows = mart.rows(view, ", ".join(column.sql for column in columns), wanted.chosen, of)
    kinds = [kind_of(name, sql_type) for name, sql_type in view.types.items()]
    data = Sheet(
        heading_of(view.comment), tuple(SheetColumn(c.heading, k) for c, k in zip(columns, kinds, strict=True)), rows
    )
    page = Sheet(ABOUT, (SheetColumn("项目"), SheetColumn("内容")), about)
    if wanted.form == "xlsx":
        return Exported(path, _finished(path, lambda to: write_xlsx(to, [data, page])) - len(about))
    beside = folder / f"{view.name}_{ABOUT}.csv"
    _finished(beside, lambda to: write_csv_file(to, page))
    return Exported(path, _finished(path, lambda to: write_csv_file(to, data)))


def _parquet(path: Path, view: MartView, rows: Iterator[Sequence[Any]], about: Sequence[tuple[str, str]]) -> int:
    from etl.exports.parquet_file import ParquetColumn, write_parquet  # noqa: PLC0415 - pyarrow takes long to import

    columns = [ParquetColumn(name, sql_type, view.comments[name]) for name, sql_type in view.types.items()]
    return write_parquet(path, columns, rows, dict(about[: -len(columns)]))


def _finished(path: Path, write: Callable[[Path], int]) -> int:
    """Write beside the file, and put it in its place when it is whole."""
    new = path.with_name(f".{path.name}.new")
    try:
        count = write(new)
        os.replace(new, path)
    finally:
        new.unlink(missing_ok=True)
    return count


def _about(
    view: MartView, columns: Sequence[ChineseColumn], wanted: Wanted, standing: Standing
) -> list[tuple[str, str]]:
    """The lines that say what a file is: its view, its moment, what was chosen, and each heading's meaning."""
    chosen = "；".join(f"{'报告期' if c == 'period' else '县代码'} {'、'.join(v)}" for c, v in wanted.chosen.items())
    moment, edition = standing
    of_edition = f"{edition.name}（{edition.period}），{edition.frozen_by}定稿：{edition.reason}" if edition else "无"
    is_of_now = not (wanted.as_of or edition)
    return [
        ("视图", f"mart.{view.name}"),
        ("内容", view.comment),
        (
            "数据时刻",
            f"{moment.astimezone(TIMEZONE):%Y-%m-%d %H:%M:%S}（北京时间）{'，当时在用的数据' if is_of_now else ''}",
        ),
        ("定稿版本", of_edition),
        ("筛选", chosen or "无，全部"),
        ("金额", "单位：元"),
        ("以下为各列", "列名：含义"),
        *((column.heading, f"{column.name}：{column.comment}") for column in columns),
    ]
