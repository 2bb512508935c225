"""Attacks of a reader on nights: of all that it can lock, nothing keeps one from running, publishing and migrating."""

from collections.abc import Iterator
from contextlib import suppress

import psycopg
import pytest
import sqlalchemy as sa

from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.warehouse import blockers
from etl.warehouse.address import plain
from etl.warehouse.publish.publish import publish
from etl.warehouse.run_lock import run_lock
from etl.warehouse.schema import build
from etl.warehouse.schema.migrate import MigrationWaits, bring_up_to_date, migrate
from tests.integration.warehouse.nights import a_night

pytestmark = pytest.mark.campaign

Reader = psycopg.Connection[tuple[object, ...]]


@pytest.fixture
def reader(reader_url: str) -> Iterator[Reader]:
    """A session of an analyst's own, with whatever client."""
    with psycopg.connect(plain(reader_url)) as session:
        session.execute("set session characteristics as transaction read write")
        session.commit()
        yield session
        with suppress(psycopg.OperationalError):  # it was ended
            session.rollback()


def test_advisory_locks_are_nobodys(
    warehouse: sa.Engine, catalog: Catalog, divisions: Divisions, reader: Reader
) -> None:
    reader.execute("select pg_advisory_lock(n) from generate_series(7205000, 7205005) n")
    reader.execute("select pg_advisory_lock(7205003, n) from generate_series(0, 3) n")
    with warehouse.begin() as owner:
        owner.execute(sa.text("update ops.applied set fingerprint = 'of before'"))
    assert migrate(warehouse, catalog, divisions)
    with run_lock(warehouse, None, 0):
        pass
    with run_lock(warehouse, "2024Q1", 0):
        assert publish(warehouse, catalog, a_night(1, 100)).new == {"accepted": 1}


@pytest.mark.parametrize(
    "statement",
    [
        "select * from ops.lock for update",
        "lock table ops.lock",
        "lock table ops.lock in access share mode",
        "lock table core.sale in access share mode",
        "lock table mart.sale in row share mode",
        "select 1 from mart.sale for share",
        "select 1 from ref.county for key share",
    ],
)
def test_what_nights_lock_a_reader_cannot(reader: Reader, statement: str) -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        reader.execute(statement.encode())


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become moments."""
    monkeypatch.setattr(blockers, "PATIENCE_SECONDS", 0.1)
    monkeypatch.setattr(blockers, "POLL_SECONDS", 0.05)
    monkeypatch.setattr(build, "LOCK_TIMEOUT", "2s")


@pytest.fixture
def outdated(warehouse: sa.Engine) -> sa.Engine:
    """A warehouse whose views are to be made anew."""
    with warehouse.begin() as owner:
        owner.execute(sa.text("update ops.applied set fingerprint = 'of before'"))
    return warehouse


def ended(session: Reader) -> bool:
    try:
        session.execute("select 1")
    except psycopg.OperationalError:
        return True
    return False


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
def test_a_migration_names_the_reader_in_its_way_and_a_run_goes_on_without(
    outdated: sa.Engine, catalog: Catalog, divisions: Divisions, reader: Reader
) -> None:
    reader.execute("select count(*) from mart.sale")
    named = rf"as the account etl_reader \(pid {reader.info.backend_pid}, since 20.*\) holds mart\."
    with pytest.raises(MigrationWaits, match=named):
        migrate(outdated, catalog, divisions)
    said: list[str] = []
    bring_up_to_date(outdated, catalog, divisions, said.append)
    assert [line.partition("; ")[2] for line in said] == [
        "meanwhile this run goes on with views and reference data as they are"
    ]
    assert publish(outdated, catalog, a_night(1, 100)).new == {"accepted": 1}
    assert not ended(reader)
    reader.rollback()
    assert migrate(outdated, catalog, divisions)


@pytest.mark.long
@pytest.mark.usefixtures("impatient")
def test_a_migration_that_a_run_needs_ends_the_reader_in_its_way(
    outdated: sa.Engine, catalog: Catalog, divisions: Divisions, reader: Reader
) -> None:
    with outdated.begin() as owner:
        owner.execute(sa.text("drop view mart.sale_history cascade"))
        owner.execute(sa.text("alter table core.sale drop column channel cascade"))
    reader.execute("select count(*) from mart.project")
    said: list[str] = []
    bring_up_to_date(outdated, catalog, divisions, said.append)
    assert len(said) == 1
    assert said[0].startswith(f"the account etl_reader (pid {reader.info.backend_pid}, since ")
    assert said[0].endswith("; that session was ended")
    assert ended(reader)
    assert not migrate(outdated, catalog, divisions)


@pytest.mark.usefixtures("impatient")
def test_a_publish_ends_a_reader_for_whom_it_would_wait_and_goes_on(
    warehouse: sa.Engine, catalog: Catalog, reader: Reader
) -> None:
    with warehouse.begin() as owner:  # what no reader has: an operator gave it by mistake
        owner.execute(sa.text("grant usage on schema core to etl_reader"))
        owner.execute(sa.text("grant update on core.sale to etl_reader"))
    reader.execute("lock table core.sale in access exclusive mode")
    said: list[str] = []
    assert publish(warehouse, catalog, a_night(1, 100), say=said.append).new == {"accepted": 1}
    assert [line.rpartition(" holds ")[2] for line in said] == ["core.sale; that session was ended"]
    assert ended(reader)


@pytest.mark.usefixtures("impatient")
def test_whoever_is_no_mere_reader_is_named_and_waited_for(warehouse: sa.Engine, catalog: Catalog) -> None:
    said: list[str] = []
    with warehouse.connect() as operator:
        operator.execute(sa.text("lock table core.sale in access exclusive mode"))

        def let_go(line: str) -> None:
            said.append(line)
            operator.rollback()

        assert publish(warehouse, catalog, a_night(1, 100), say=let_go).new == {"accepted": 1}
    assert [line.rpartition(" holds ")[2] for line in said] == ["core.sale; waiting, as it is no mere reader's"]
