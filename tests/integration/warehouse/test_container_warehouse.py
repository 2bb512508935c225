"""The script that makes the warehouse's roles in a container, on a real PostgreSQL: what it makes is enough, and no more."""

import os
import subprocess
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from benchmarks.administrator import let_administrator_in
from etl.config.divisions import Divisions
from etl.contract.catalog import Catalog
from etl.settings import PROJECT, Settings
from etl.warehouse.address import plain
from etl.warehouse.embedded import server
from etl.warehouse.embedded.cluster import Cluster
from etl.warehouse.engine import connect
from etl.warehouse.schema.migrate import migrate

PASSWORD = 'it\'s $HOME "and" \\ more'  # noqa: S105 - of a server that lives as long as this test


def test_the_owner_comes_in_by_the_password_and_migrates(
    tmp_path: Path, catalog: Catalog, divisions: Divisions, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a path too long for a socket: this server asks everybody for a password
    settings = Settings(home=tmp_path / ("长" * 40), warehouse_url=None)
    (tmp_path / "password").write_text(PASSWORD + "\n", encoding="utf-8")
    with server.serving(settings):
        cluster = Cluster(settings.home / "warehouse")
        administrator = sa.make_url(let_administrator_in(cluster))
        with psycopg.connect(plain(administrator.render_as_string())) as session:
            for role in ("warehouse_reader", "warehouse_reader_personal"):  # the script makes its own
                session.execute(f"drop owned by {role}")
                session.execute(f"drop role {role}")
        environment = {
            "PATH": f"{cluster.binaries()}:{os.environ['PATH']}",
            "PGHOST": str(administrator.host),
            "PGPORT": str(administrator.port),
            "POSTGRES_USER": str(administrator.username),
            "WAREHOUSE_PASSWORD_FILE": str(tmp_path / "password"),
        }
        subprocess.run([PROJECT / "docs" / "deploy" / "create-warehouse.sh"], env=environment, check=True)

        monkeypatch.setenv("PGPASSWORD", PASSWORD)  # as compose.yaml gives it
        engine = connect(f"postgresql://county_etl@{administrator.host}:{administrator.port}/county_etl")
        migrate(engine, catalog, divisions)
        with engine.connect() as connection:
            assert connection.scalar(sa.text("select rolsuper from pg_roles where rolname = current_user")) is False
            assert connection.scalar(sa.text("show server_encoding")) == "UTF8"
            granted = sa.text(
                "select grantee::regrole::text from pg_database, aclexplode(datacl) where datname = :name"
            )
            grantees = set(connection.scalars(granted, {"name": "county_etl"}))
            assert grantees == {"county_etl", "warehouse_reader"}  # and not PUBLIC, which is "-"
        engine.dispose()
