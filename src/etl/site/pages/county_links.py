"""Links to counties: takes their codes, gives a cell that names them, each a link to its page."""

from collections.abc import Sequence

from etl.site.facts import Facts
from etl.site.page import Cell, Link
from etl.site.pages.county_paths import county_path


def named_counties(facts: Facts, codes: Sequence[str], most: int, section: str = "") -> Cell:
    """The first counties by name, and how many there are where that is more."""
    counties = [facts.config.divisions.counties[code] for code in codes]
    links = tuple(Link(one.name, county_path(one.code, section)) for one in counties[:most])
    said = "、".join(link.text for link in links)
    return Cell(said + (f"等{len(counties)}个县" if len(counties) > most else ""), links=links)
