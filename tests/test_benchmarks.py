"""The benchmark does what it says: its nights end as they were built to end, and its figures are all there. No time is asserted."""

import json
import shutil

import pytest

from benchmarks.__main__ import main
from benchmarks.county_rows import FEWEST, county_rows, shared_out
from benchmarks.faults import broken
from benchmarks.marking import main as measure_marking
from benchmarks.marts import QUERIES
from benchmarks.marts import main as ask_marts
from benchmarks.pages import main as write_pages
from benchmarks.province import CONFIG, province
from benchmarks.scenarios import CORPUS
from benchmarks.year import play
from etl.night.request import load_config

COUNTIES, ROWS = 4, 40


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, float]]]:
    work = tmp_path_factory.mktemp("bench 基准")
    size = ["--counties", str(COUNTIES), "--rows", str(ROWS), "--runs", "1", "--workers", "1"]
    scenarios = ["--scenario", "clean", "unchanged", "one", "faults"]
    assert main([*size, *scenarios, "--work", str(work), "--json", str(work / "figures.json")]) == 0
    return json.loads((work / "figures.json").read_text(encoding="utf-8"))


@pytest.mark.long
def test_every_stage_is_measured(small):
    clean = small["medians"]["clean"]
    stages = ["fetch", "read", "choose", "end reading", "judge", "cross_check", "decide", "publish", "total"]
    stages += ["ms read", "ms recognise", "ms normalise", "ms validate"]
    assert [stage for stage in stages if clean[stage] <= 0] == []
    assert {"cpu readers", "cpu judges", "ratio to floor", "parent_mib", "copied_mb"} <= clean.keys()
    assert small["machine"].keys() >= {"processor", "cores", "memory", "postgresql", "packages"}


@pytest.mark.long
def test_nights_end_as_they_were_built_to(small):
    ended = {
        name: [figures[key] for key in ("files read", "accepted", "returned", "rows")]
        for name, figures in small["medians"].items()
        if name != "floor"
    }
    assert ended == {
        "clean": [COUNTIES, 9 * COUNTIES, 0, COUNTIES * ROWS],
        "unchanged": [0, 0, 0, 0],
        "one": [1, 9, 0, ROWS],
        "faults": [COUNTIES, 0, 9 * COUNTIES, 0],
    }
    assert small["medians"]["clean"]["issues"] == 0
    assert small["medians"]["faults"]["issues"] >= COUNTIES * ROWS
    assert small["medians"]["floor"]["rows"] == COUNTIES * ROWS


def test_more_counties_than_the_province_has_are_clones_under_a_config_of_their_own(tmp_path):
    where = province(200, tmp_path)
    config = load_config(where.config)
    assert len(where.counties) == 200
    assert where.config != CONFIG
    assert where.counties["520104"] == "甲锦江区"
    assert len(config.divisions.counties) == 2 * 183
    assert sum(county.designation is not None for county in config.divisions.counties.values()) == 100


@pytest.mark.parametrize("rows", [FEWEST, 1000])
def test_a_county_has_the_rows_asked_for(rows):
    reports = county_rows("513228", "黑水县", rows)
    assert {report: len(found) for report, found in reports.items()} == shared_out(rows)
    assert sum(map(len, reports.values())) == rows
    assert reports == county_rows("513228", "黑水县", rows)


def test_every_row_can_be_broken():
    reports = county_rows("513228", "黑水县", 100)
    pairs = [
        (row, other)
        for report, rows in broken(reports).items()
        for row, other in zip(rows, reports[report], strict=True)
    ]
    assert len(pairs) == 100
    assert all(row != other for row, other in pairs)


@pytest.mark.parametrize(
    ("arguments", "exit_code", "sentence"),
    [
        pytest.param(["--rows", "3"], 2, "--rows takes 20 or more", id="rows"),
        pytest.param(["--counties", "99999"], 1, "--counties takes 1 to 3111", id="counties"),
    ],
)
def test_what_cannot_be_built_is_refused_in_a_sentence(arguments, exit_code, sentence, capsys, tmp_path):
    assert main([*arguments, "--work", str(tmp_path)]) == exit_code
    assert capsys.readouterr().err.strip().splitlines()[-1].startswith(f"benchmarks: {sentence}")


@pytest.mark.long
def test_a_year_of_nights_adds_what_changed():
    first, last = play(counties=3, nights=9)  # one changed at night 1 and 8, one not to be reached at night 2
    added = {name: rows - first[name][0] for name, (rows, _) in last.items()}
    assert added["ops.run"] == 8
    assert added["ops.county_attempt"] == 2  # a failure, and that it was made good
    assert added["ops.file"] == added["archive"] == added["core.sale"] == 2
    assert added["core.donation"] == 0


@pytest.mark.long
def test_every_summary_answers_over_years_that_were_made(capsys):
    found = ask_marts("5", "6", "40")
    assert found.keys() == QUERIES.keys()
    assert all(figures["plan"] for figures in found.values())
    assert [what for what, figures in found.items() if figures["rows"] == 0] == ["revision against an edition"]  # none
    assert found["province_summary, all periods"]["rows"] == 5
    assert capsys.readouterr().err.count(" on the clock ") == len(QUERIES)


@pytest.mark.long
def test_marking_is_measured_against_reading(tmp_path):
    county = sorted(CORPUS.iterdir())[0]
    shutil.copytree(county, tmp_path / county.name)
    figures = measure_marking(str(tmp_path))
    assert figures.keys() == {"ms read", "ms mark", "s large", "MiB large", "MB large"}
    assert figures.pop("MiB large") >= 0  # none, in a process that has had more before
    assert all(value > 0 for value in figures.values())


@pytest.mark.long
def test_pages_are_written_once(tmp_path):
    figures = write_pages("2", "4", "40", str(tmp_path))
    assert figures["written first"] > 150  # a page for each prefecture, county and report, and files
    assert figures["written unchanged"] == 0
    assert {"cpu first", "cpu unchanged", "clock first", "MB", "MiB of memory"} <= figures.keys()
