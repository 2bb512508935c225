"""Connections that fail: one sentence each, of the right family, and never the password."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from etl.errors import ConfigError, EtlError, SettingError, TransientError
from etl.settings import Settings
from etl.warehouse.address import place, plain
from etl.warehouse.embedded.server import serving
from etl.warehouse.engine import connect, driver_of
from etl.warehouse.queries.overview import status_rows

PASSWORD = "s3cret-word"  # noqa: S105 - no real one


@pytest.fixture(scope="module")
def loopback_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sa.URL]:
    """A server that asks for a password."""
    home = tmp_path_factory.mktemp("很长的路径" * 8)
    with serving(Settings(home=home, warehouse_url=None)) as url:
        yield sa.make_url(url)


def failure(url: str) -> EtlError:
    with pytest.raises(EtlError) as caught, connect(url).connect():
        pass
    assert PASSWORD not in str(caught.value)
    assert "\n" not in str(caught.value)
    return caught.value


@pytest.mark.parametrize(
    ("change", "family", "sentence"),
    [
        ({"password": PASSWORD}, SettingError, "lets nobody in as etl_loader with this password"),
        ({"username": "nobody", "password": PASSWORD}, SettingError, "lets nobody in as nobody"),
        ({"database": "missing"}, SettingError, "there is no database missing on 127.0.0.1:"),
        ({"port": 1}, TransientError, "cannot be reached .*: Connection refused"),
        ({"host": "no-such-host.invalid"}, TransientError, "cannot be reached .*no-such-host.invalid"),
    ],
    ids=["password", "role", "database", "port", "host"],
)
def test_a_connection_refused(
    loopback_url: sa.URL, change: dict[str, Any], family: type[EtlError], sentence: str
) -> None:
    error = failure(loopback_url.set(**change).render_as_string(hide_password=False))
    assert type(error) is family
    assert error.exit_code == family.exit_code
    with pytest.raises(EtlError, match=sentence):
        raise error


@pytest.mark.parametrize(
    "url",
    [
        f"postgresql://etl:{PASSWORD}@x@127.0.0.1/warehouse",
        f"postgresql://etl:{PASSWORD}:x@host:port/warehouse",
        f"postgresql://etl:{PASSWORD}@127.0.0.1/warehouse?nonsense={PASSWORD}",
        f"postgresql://etl:%zz{PASSWORD}@127.0.0.1/warehouse",
    ],
    ids=["raw-at", "raw-colon", "unknown-parameter", "broken-escape"],
)
def test_a_url_that_is_none(url: str) -> None:
    error = failure(url)
    assert isinstance(error, ConfigError)
    assert "%40" in str(error)


def test_a_server_that_breaks_off_is_infrastructure(pristine: sa.Engine) -> None:
    with pytest.raises(TransientError, match="the warehouse broke off: "), pristine.connect() as connection:
        connection.execute(sa.text("select pg_terminate_backend(pg_backend_pid())"))


def test_a_database_that_nobody_set_up_names_the_command(database_url: str) -> None:
    with connect(database_url).connect() as connection, pytest.raises(ConfigError, match="etl warehouse migrate"):
        status_rows(connection)


def test_sessions_live_in_chinese_time(pristine: sa.Engine) -> None:
    with pristine.connect() as connection:
        assert connection.scalar(sa.text("show timezone")) == "Asia/Shanghai"


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_way_of_writing_the_scheme_is_understood(scheme: str) -> None:
    assert plain(f"{scheme}://etl@db/warehouse") == "postgresql://etl@db/warehouse"
    assert place({"host": "db", "dbname": "warehouse", "password": PASSWORD}) == "database warehouse on db"


@pytest.fixture
def keeping(template_url: str) -> Iterator[sa.Engine]:
    engine = connect(template_url, keeps=True)
    yield engine
    engine.dispose()


def backend_of(engine: sa.Engine) -> int:
    with engine.connect() as connection:
        return driver_of(connection).info.backend_pid


def test_one_use_leaves_nothing_to_the_next(keeping: sa.Engine) -> None:
    with keeping.connect() as connection:
        driver = driver_of(connection)
        driver.execute("set transaction read only")
        with pytest.raises(psycopg.Error):
            driver.execute("nonsense")
        first = driver.info.backend_pid
    with keeping.connect() as connection:
        driver = driver_of(connection)
        assert driver.info.backend_pid == first
        assert driver.execute("show transaction_read_only").fetchone() == ("off",)
        driver.rollback()
        driver.autocommit = True
    with keeping.connect() as connection:
        assert not driver_of(connection).autocommit


def test_a_connection_that_broke_off_is_not_handed_out(
    keeping: sa.Engine, administrator: psycopg.Connection[tuple[object, ...]], capfd: pytest.CaptureFixture[str]
) -> None:
    first = backend_of(keeping)
    with keeping.connect() as connection:
        administrator.execute("select pg_terminate_backend(%s, 10000)", [first])
        with pytest.raises(TransientError, match="the warehouse broke off"):
            connection.execute(sa.text("select 1"))
    second = backend_of(keeping)
    administrator.execute("select pg_terminate_backend(%s, 10000)", [second])
    assert backend_of(keeping) not in {first, second}
    assert capfd.readouterr().err == ""


def test_a_connection_left_in_the_middle_is_not_handed_out(keeping: sa.Engine) -> None:
    with keeping.connect() as connection:
        driver = driver_of(connection)
        driver.pgconn.send_query(b"copy ref.county to stdout")
        left = driver.info.backend_pid
    assert backend_of(keeping) != left
