"""The map of hexagons: where counties stand, which borders are drawn, and a file that is wrong."""

import json
import re
import shutil
from importlib.resources import files
from itertools import pairwise

import pytest

from etl.config.boundaries import load_boundaries
from etl.config.hexagons import Place, load_hexagons
from etl.errors import ContractError
from etl.settings import PROJECT
from etl.site.county_state import State
from etl.site.hexagon_map import borders, hexagon_map, middle, short_name
from etl.site.pages.start import start_page
from etl.site.rendering import Renderer
from tests.unit.site.site_facts import COUNTY, PERIOD, config, facts, standing


def edges(path: str) -> int:
    return path.count("M")


def test_neighbours_stand_one_step_apart():
    for place in (Place(3, 4), Place(4, 4)):
        x, y = middle(place)
        assert len(set(place.neighbours())) == 6
        for other in place.neighbours():
            dx, dy = middle(other)[0] - x, middle(other)[1] - y
            assert dx**2 + dy**2 == pytest.approx(3 * 30**2)
            assert place in other.neighbours()


def test_only_borders_between_prefectures_and_of_the_province_are_drawn():
    pair = {"a": Place(2, 2), "b": Place(2, 3)}
    assert edges(borders(pair, {"a": "x", "b": "x"})) == 10
    assert edges(borders(pair, {"a": "x", "b": "y"})) == 11


def test_every_county_of_the_province_has_a_hexagon_that_leads_to_its_page():
    places = load_hexagons(PROJECT / "config", config().divisions)
    drawn = hexagon_map("图", places, config().divisions.counties, {COUNTY: State.OWING}, {COUNTY: "欠3"})
    assert len(drawn.hexagons) == len(config().divisions.counties) == 183
    (one,) = [hexagon for hexagon in drawn.hexagons if hexagon.href == f"county/{COUNTY}.html"]
    assert (one.name, one.state, one.mark) == ("黑水", "owing", "欠3")
    assert one.title == "阿坝藏族羌族自治州黑水县：还有缺报（欠3）"
    assert sum(int(counties.value) for _, _, counties in drawn.legend) == 183
    assert all(0 < one.x < drawn.width and 0 < one.y < drawn.height for one in drawn.hexagons)


def test_short_names_say_which_county():
    names = [short_name(county.name) for county in config().divisions.counties.values()]
    assert all(2 <= len(name) <= 4 for name in names)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("510104,青羊区,7,9", "510104 青羊区", id="other-name"),
        pytest.param("510104,锦江区,7,x", "whole numbers", id="no-number"),
        pytest.param("510105,青羊区,7,9", "twice", id="same-place"),
    ],
)
def test_a_file_that_is_wrong_names_its_line(tmp_path, line, said):
    shutil.copytree(PROJECT / "config" / "maps", tmp_path / "maps")
    first = "510104,锦江区,7,9\n" if said == "twice" else ""
    (tmp_path / "maps" / "sichuan_hexagons.csv").write_text(f"code,name,row,column\n{first}{line}\n", encoding="utf-8")
    with pytest.raises(ContractError, match=f"line {3 if first else 2}: .*{said}"):
        load_hexagons(tmp_path, config().divisions)


def boundaries_of(tmp_path, **changed):
    """A file of real boundaries, of squares beside one another."""
    outlines = {
        code: {"path": f"M{n} 0L{n + 1} 0V1H{n}Z", "name_at": [n + 0.5, 0.5]}
        for n, code in enumerate(config().divisions.counties)
    }
    (tmp_path / "maps").mkdir()
    content = {"source": "边界：某图，审图号某", "width": 183, "height": 1, "counties": outlines} | changed
    (tmp_path / "maps" / "sichuan_boundaries.json").write_text(json.dumps(content), encoding="utf-8")
    return tmp_path


def test_real_boundaries_take_the_place_of_hexagons_and_name_their_source(tmp_path):
    found = load_boundaries(boundaries_of(tmp_path), config().divisions)
    page = start_page(facts(standing("need", "missing"), boundaries=found), PERIOD)
    html = Renderer((), "internal").html(page).decode()
    outline = re.search(f'href="county/{COUNTY}.html"[^>]*>.*?(<path class="h owing" d="M\\d+ 0L[^"]*")', html)
    assert outline
    assert ('<polygon class="h owing" points="0,-9' in html, "边界：某图，审图号某</p>" in html) == (True, True)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({"source": ""}, "source", id="no-source"),
        pytest.param({"counties": {"510104": {"path": "M0 0", "name_at": [0, 0]}}}, "not the counties", id="one-only"),
        pytest.param({"counties": {"510104": {"path": 'M0 0"/>', "name_at": [0, 0]}}}, "510104 is none", id="markup"),
    ],
)
def test_a_file_of_boundaries_that_is_wrong_says_so(tmp_path, changed, said):
    with pytest.raises(ContractError, match=said):
        load_boundaries(boundaries_of(tmp_path, **changed), config().divisions)


def test_a_province_without_the_file_has_no_places(tmp_path):
    assert load_hexagons(tmp_path, config().divisions) == {}


def test_states_are_told_apart_in_grey_print():
    style = files("etl.site").joinpath("templates", "style.css").read_text(encoding="utf-8")
    shades = sorted(
        brightness(re.search(f"--{name}:#(\\w{{6}})", style)[1]) for name in ("on", "late", "owe", "back", "fail")
    )
    assert all((light + 0.05) / (dark + 0.05) > 1.3 for dark, light in pairwise(shades))
    assert ".waiting{fill:#fff;stroke:#777;stroke-dasharray" in style  # white as what owes nothing, and dashed


def brightness(colour: str) -> float:
    """Relative luminance, as WCAG has it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
