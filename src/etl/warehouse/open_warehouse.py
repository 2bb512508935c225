"""The warehouse for the length of a block: started if it is ours and not running, an engine on it, and all closed again."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa

from etl.settings import Settings
from etl.warehouse.embedded.server import reader_url, serving
from etl.warehouse.engine import connect

Connection = sa.Connection  # for those who only pass one on


@contextmanager
def open_warehouse(settings: Settings) -> Iterator[sa.Engine]:
    """An engine on the warehouse of the settings; nothing is connected until it is used."""
    with serving(settings) as url, _disposed(connect(url, keeps=True)) as engine:
        yield engine


@contextmanager
def open_for_reading(settings: Settings) -> Iterator[sa.Engine]:
    """An engine on the same warehouse for what an analyst asks, by an account that is a warehouse_reader and nothing else."""
    with serving(settings), _disposed(connect(reader_url(settings))) as engine:
        yield engine


@contextmanager
def _disposed(engine: sa.Engine) -> Iterator[sa.Engine]:
    """The engine, whose connections are closed before its server may stop."""
    try:
        yield engine
    finally:
        engine.dispose()
