"""`etl status` and `etl runs` on terminals of two widths: no figure is cut, and no more than a screen is listed."""

import os
import pty
import re
import struct
import subprocess
import termios
from contextlib import suppress
from datetime import UTC, date, datetime
from fcntl import ioctl

import pandas as pd
import pytest
from rich.cells import cell_len

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.settings import PROJECT
from etl.warehouse.engine import connect
from etl.warehouse.publish.publication import OBLIGATION_COLUMNS
from etl.warehouse.publish.publish import publish
from tests.integration.operator import ETL, Operator
from tests.integration.warehouse.nights import a_night, publication

_STYLES = re.compile(r"\x1b\[[0-9;]*m")
PERIOD, EARLY = "2024Q1", f"{datetime.now(UTC).year + 1}Q4"


@pytest.fixture(scope="module")
def operator(tmp_path_factory, make_operator) -> Operator:
    """Somebody of whose 183 counties all are missing but one, which has also sent a file of a period to come."""
    operator = make_operator(tmp_path_factory.mktemp("screens"))
    engine, config = connect(operator.environment["ETL_WAREHOUSE_URL"]), PROJECT / "config"
    catalog = load_catalog(config)
    due = [
        (county, PERIOD, report, date(2024, 4, 10), None)
        for county in load_divisions(config).counties
        for report in catalog.contracts
    ]
    obligations = pd.DataFrame(due, columns=["county_code", "period", "report", "due_on", "exempt_reason"])
    publish(engine, catalog, publication(1, obligations=obligations[[*OBLIGATION_COLUMNS]]))
    publish(engine, catalog, a_night(2, 100))
    publish(engine, catalog, a_night(3, 100, period=EARLY))
    return operator


def on_a_terminal(operator: Operator, width: int, height: int, *arguments: str) -> list[str]:
    """Lines that a command prints on a terminal of this size."""
    environment = {name: value for name, value in operator.environment.items() if name not in ("COLUMNS", "LINES")}
    ours, theirs = pty.openpty()
    ioctl(ours, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))
    with subprocess.Popen(
        [*ETL, *arguments],
        env=environment | {"TERM": "xterm-256color", "NO_COLOR": "1"},
        **dict.fromkeys(("stdin", "stdout", "stderr"), theirs),
    ) as command:
        os.close(theirs)
        said = b""
        with suppress(OSError):  # as Linux has it when the other end is closed
            while read := os.read(ours, 65536):
                said += read
        os.close(ours)
    assert command.returncode == 0, said.decode()
    return [_STYLES.sub("", line).rstrip() for line in said.decode().splitlines()]


@pytest.mark.parametrize(("width", "height"), [(80, 40), (160, 60)])
def test_a_screen_holds_it(operator, width, height):
    lines = on_a_terminal(operator, width, height, "status")
    sentence, *lines = lines
    assert sentence.startswith("the last nightly run finished")
    assert max(map(cell_len, lines)) <= width
    assert f"{PERIOD}: accepted / due" in lines, "and not the period to come"
    (total,) = [line for line in lines if line.startswith("total")]
    assert total.split()[1:] == [*["0/183"] * 8, "1/183"]
    assert not [line for line in lines if "…" in line]
    assert len(lines) + 1 + len(sentence) // width <= height
    listed = [line for line in lines if " all 9 " in line]
    assert lines[-1] == f"and {183 - len(listed)} more: etl status --all"


def test_all_are_listed_when_asked_and_where_there_is_no_screen(operator):
    assert len([line for line in on_a_terminal(operator, 80, 24, "status", "--all") if " all 9 " in line]) == 182
    assert len([line for line in operator("status").stdout.splitlines() if " all 9 " in line]) == 182


def test_of_an_empty_period_the_others_are_said(operator):
    done = operator("status", "--period", "2031Q1")
    assert done.stdout.splitlines()[-1] == (
        f"nothing is due and nothing was received for 2031Q1; there is something for {PERIOD}, {EARLY}"
    )


@pytest.mark.parametrize("width", [80, 160])
def test_runs_fit_too(operator, width):
    lines = on_a_terminal(operator, width, 24, "runs")
    assert max(map(cell_len, lines)) <= width
    assert lines[1].startswith("run-3  nightly  all")
    assert lines[1].endswith("finished  1 accepted")
