"""Real boundaries of the counties, where a province has them: takes config/maps, gives a path by county code; none without the file.

The file is a JSON of simplified paths in the coordinates of its own box, with the line that says where they come from.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from etl.config.divisions import Divisions
from etl.errors import ContractError

BOUNDARIES = "*_boundaries.json"
_PATH = re.compile(r"[Mm][MmLlHhVvZz0-9 .,\-]*")


class Boundary(BaseModel):
    """One county: its outline as an SVG path of straight lines, and where its name stands."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    path: str = Field(max_length=20_000)
    name_at: tuple[float, float]


class Boundaries(BaseModel):
    """All counties, the box that they lie in, and their source."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: str = Field(min_length=1)
    width: float = Field(gt=0)
    height: float = Field(gt=0)
    counties: Mapping[str, Boundary]


def load_boundaries(config: Path, divisions: Divisions) -> Boundaries | None:
    """The boundaries of a province; ContractError says what is wrong with the file."""
    for path in sorted((config / "maps").glob(BOUNDARIES)):
        try:
            found = Boundaries.model_validate(json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, ValidationError) as error:
            raise ContractError(f"{path}: {error}") from error
        wrong = [code for code, one in found.counties.items() if not _PATH.fullmatch(one.path)]
        if wrong:
            raise ContractError(f"{path}: the path of {'、'.join(wrong)} is none of straight lines (M, L, H, V, Z)")
        if odd := sorted(found.counties.keys() ^ divisions.counties.keys()):
            raise ContractError(f"{path}: not the counties of config/reference: {'、'.join(odd[:10])}")
        return found
    return None
