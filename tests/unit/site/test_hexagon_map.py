"""The map of hexagons: where counties stand, which borders are drawn, and a file that is wrong."""

import shutil

import pytest

from etl.config.hexagons import Place, load_hexagons
from etl.errors import ContractError
from etl.settings import PROJECT
from etl.site.county_state import State
from etl.site.hexagon_map import borders, hexagon_map, middle, short_name
from tests.unit.site.site_facts import COUNTY, config


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


def test_a_province_without_the_file_has_no_places(tmp_path):
    assert load_hexagons(tmp_path, config().divisions) == {}
