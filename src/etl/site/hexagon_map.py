"""The map of hexagons, or of real boundaries: takes the place, prefecture and state of each county, gives shapes. Pure; knows no colours."""

import math
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from etl.config.boundaries import Boundaries
from etl.config.division_files import County
from etl.config.hexagons import Place
from etl.site.county_state import WORDS, State
from etl.site.figures import Figure, count
from etl.site.page import Hexagon, Map
from etl.site.pages.county_paths import county_path

SIZE = 30.0  # from the middle to a corner
WIDTH = math.sqrt(3) * SIZE
MARGIN = 4.0
LONGEST_NAME = 4
_WHAT_IT_IS = re.compile("(?:(?:藏|彝|羌|回|苗|土家)族)*自治县$|[县市区]$")
# the corners, clockwise from the top, and between which two of them each neighbour lies
_CORNERS = tuple((math.sin(math.pi / 3 * n) * SIZE, -math.cos(math.pi / 3 * n) * SIZE) for n in range(6))


def short_name(name: str) -> str:
    """A county's name without what it is, where two letters are left.

    >>> short_name("马边彝族自治县"), short_name("理县"), short_name("市中区"), short_name("北川羌族自治县")
    ('马边', '理县', '市中', '北川')
    """
    short = _WHAT_IT_IS.sub("", name)
    return (short if len(short) > 1 else name)[:LONGEST_NAME]


def hexagon_map(
    title: str,
    places: Mapping[str, Place],
    counties: Mapping[str, County],
    states: Mapping[str, State],
    marks: Mapping[str, str],
) -> Map:
    """The map of all counties that have a place."""
    hexagons = tuple(
        _hexagon(place, counties[code], states.get(code, State.NOTHING_DUE), marks.get(code, ""))
        for code, place in sorted(places.items(), key=lambda item: item[1])
    )
    by_state = Counter(states.get(code, State.NOTHING_DUE) for code in places)
    return Map(
        title=title,
        width=round(max(x for x, _ in map(middle, places.values())) + WIDTH / 2 + MARGIN, 1),
        height=round(max(y for _, y in map(middle, places.values())) + SIZE + MARGIN, 1),
        hexagons=hexagons,
        borders=borders(places, {code: county.prefecture_code for code, county in counties.items()}),
        legend=_legend(by_state),
    )


def boundary_map(
    title: str,
    boundaries: Boundaries,
    counties: Mapping[str, County],
    states: Mapping[str, State],
    marks: Mapping[str, str],
) -> Map:
    """The same map with real boundaries, in the width of hexagons, so that names are as large."""
    drawn = []
    for code, one in boundaries.counties.items():
        x, y = one.name_at
        shape = _county("", x, y, counties[code], states.get(code, State.NOTHING_DUE), marks.get(code, ""))
        drawn.append(replace(shape, path=one.path))
    by_state = Counter(states.get(code, State.NOTHING_DUE) for code in boundaries.counties)
    legend = _legend(by_state)
    return Map(title, boundaries.width, boundaries.height, tuple(drawn), "", legend, boundaries.source)


def _legend(by_state: Counter[State]) -> tuple[tuple[str, str, Figure], ...]:
    return tuple((state.value, word, count(by_state[state])) for state, word in WORDS.items() if by_state[state])


def middle(place: Place) -> tuple[float, float]:
    """Middle of a hexagon; odd rows stand half a step to the right."""
    x = (place.column - 1) * WIDTH + (place.row % 2) * WIDTH / 2 + WIDTH / 2 + MARGIN
    return x, (place.row - 1) * SIZE * 1.5 + SIZE + MARGIN


def borders(places: Mapping[str, Place], prefecture_of: Mapping[str, str]) -> str:
    """The path of all edges between counties of different prefectures, and of the province's own."""
    at = {place: prefecture_of[code] for code, place in places.items()}
    edges = []
    for place, prefecture in sorted(at.items()):
        for side, neighbour in enumerate(place.neighbours()):
            other = at.get(neighbour)
            # an edge between two is drawn by the first of them
            if other is None or (other != prefecture and place < neighbour):
                edges.append(_edge(place, side))
    return "".join(edges)


def _edge(place: Place, side: int) -> str:
    (x, y), (from_x, from_y), (to_x, to_y) = middle(place), _CORNERS[side], _CORNERS[(side + 1) % 6]
    return f"M{x + from_x:.1f} {y + from_y:.1f}L{x + to_x:.1f} {y + to_y:.1f}"


def _hexagon(place: Place, county: County, state: State, mark: str) -> Hexagon:
    x, y = middle(place)
    return _county(" ".join(f"{x + dx:.1f},{y + dy:.1f}" for dx, dy in _CORNERS), x, y, county, state, mark)


def _county(points: str, x: float, y: float, county: County, state: State, mark: str) -> Hexagon:
    return Hexagon(
        points=points,
        x=round(x, 1),
        y=round(y, 1),
        name=short_name(county.name),
        state=state.value,
        mark=mark,
        title=f"{county.prefecture_name}{county.name}：{WORDS[state]}{f'（{mark}）' if mark else ''}",
        href=county_path(county.code),
    )
