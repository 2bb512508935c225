"""Statistics of the planner: what a restore brings has none, and `etl warehouse migrate` sees to it."""

from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa

from etl.contract.catalog import Catalog
from etl.warehouse.engine import connect
from etl.warehouse.publish.publish import publish
from tests.integration.operator import Operator
from tests.integration.warehouse.nights import a_night

KNOWN = "select distinct schemaname || '.' || tablename from pg_stats where schemaname in ('core', 'ops')"


def test_a_migration_has_the_server_look_at_what_it_knows_nothing_of(
    make_database: Callable[[str | None], str], template_url: str, catalog: Catalog, tmp_path: Path
) -> None:
    url = make_database(template_url)
    publish(connect(url), catalog, a_night(1, 100, 200))
    done = Operator(tmp_path, ETL_WAREHOUSE_URL=url)("warehouse", "migrate")
    assert done.returncode == 0, done.stderr
    with connect(url).connect() as connection:
        known = set(connection.scalars(sa.text(KNOWN)))
    assert {"core.sale", "core.sale_total", "ops.submission", "ops.file"} <= known
    assert "core.project" not in known, "it has no rows"
