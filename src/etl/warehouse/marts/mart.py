"""One view or function of mart, as a value: what makes it, and what it says of itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Mart:
    """One view or function, the SQL that makes it, and what it and a view's columns are called."""

    name: str
    sql: str
    comment: str
    comments: Mapping[str, str] | None = None  # of columns; None: by name, from COLUMNS
    kind: Literal["view", "function"] = "view"
