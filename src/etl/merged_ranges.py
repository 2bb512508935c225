"""The merged cells of a sheet by the rows that they touch: what one table asks of them costs no more than its own rows. Pure."""

from collections.abc import Mapping, Sequence
from functools import cached_property

Rectangle = tuple[int, int, int, int]  # first row, first column, last row, last column; inclusive
FEW = 16  # which are looked through as they are


class MergedRanges:
    """Merges of one sheet."""

    def __init__(self, merges: Sequence[Rectangle]) -> None:
        self._merges = merges

    def in_rows(self, first: int, last: int) -> tuple[Rectangle, ...]:
        """The merges that touch rows `first` to `last`, in their order."""
        if len(self._merges) <= last - first + FEW:
            return tuple(one for one in self._merges if one[0] <= last and one[2] >= first)
        found = {place for row in range(first, last + 1) for place in self._by_row.get(row, ())}
        return tuple(self._merges[place] for place in sorted(found))

    @cached_property
    def _by_row(self) -> Mapping[int, Sequence[int]]:
        found: dict[int, list[int]] = {}
        for place, (top, _, bottom, _) in enumerate(self._merges):
            for row in range(top, bottom + 1):
                found.setdefault(row, []).append(place)
        return found
