"""Whole numbers: read as other figures are, and refused where they have decimals."""

from typing import ClassVar

from etl.normalise.parsers.number import NumberParser
from etl.types.integer import INTEGER


class IntegerParser(NumberParser):
    """Reads whole numbers."""

    type: ClassVar = INTEGER
