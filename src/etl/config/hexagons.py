"""Places of the counties on a map of hexagons: takes config/maps, gives row and column by county code; a province without the file has none.

The file stands beside reference/ and not in it: what cannot change a verdict is no reason to read files again.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from etl.config.divisions import Divisions
from etl.config.strict_csv import csv_rows
from etl.errors import ContractError

HEXAGONS = "*_hexagons.csv"


@dataclass(frozen=True, order=True)
class Place:
    """A hexagon: pointed tops, odd rows half a step to the right."""

    row: int
    column: int

    def neighbours(self) -> tuple["Place", ...]:
        """The six around it, clockwise from the one on the upper right.

        >>> [(one.row, one.column) for one in Place(2, 2).neighbours()]
        [(1, 2), (2, 3), (3, 2), (3, 1), (2, 1), (1, 1)]
        """
        shift = self.row % 2
        right, left = self.column + shift, self.column + shift - 1
        return (
            Place(self.row - 1, right),
            Place(self.row, self.column + 1),
            Place(self.row + 1, right),
            Place(self.row + 1, left),
            Place(self.row, self.column - 1),
            Place(self.row - 1, left),
        )


def load_hexagons(config: Path, divisions: Divisions) -> Mapping[str, Place]:
    """County code -> its hexagon; empty without a file. ContractError names the line that is wrong."""
    places: dict[str, Place] = {}
    for path in sorted((config / "maps").glob(HEXAGONS)):
        for where, row in csv_rows(path, ("code", "name", "row", "column")):
            code = row["code"]
            county = divisions.counties.get(code)
            if county is None or county.name != row["name"]:
                raise ContractError(f"{where}: no county is {code} {row['name']}")
            if not (row["row"].isdecimal() and row["column"].isdecimal()):
                raise ContractError(f"{where}: row and column must be whole numbers")
            place = Place(int(row["row"]), int(row["column"]))
            if code in places or place in places.values():
                raise ContractError(f"{where}: {code} or its place is written twice")
            places[code] = place
    return places
