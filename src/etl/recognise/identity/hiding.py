"""The grids of a file without its identity numbers: takes a grid as it was read, gives it masked and where a number stood.

It goes before everything that understands a sheet, so that no value, heading, name, comment or message ever holds one.
Only texts are looked at: a number that a cell stores is a figure. Nothing here knows what a column means.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from etl.identity_marks import Mark, mark_with
from etl.identity_numbers import CELLS, IdentityNumber, cover, find, mask, may_hold
from etl.model import Cell, Grid

ROWS, FIGURE = "\x1e", "\x1d"  # stand between rows and for what is no text; no text of a grid has such a character
Place = tuple[int, int]
UNMARKED = mark_with(None)


@dataclass(frozen=True)
class Hidden:
    """One identity number that was hidden: its cell, or both that it ran over, and their texts before, which go no further.

    `where` is the case of the rule that says so; a comment has a cell, the name of a sheet and what is printed have none.
    """

    where: str  # cell, comment, page, sheet
    cells: tuple[Place, ...]
    before: tuple[str, ...] = field(repr=False)
    after: str


@dataclass(frozen=True)
class Masked:
    """A grid without identity numbers, and what was hidden in it."""

    grid: Grid
    hidden: tuple[Hidden, ...] = ()


@dataclass(frozen=True)
class Exceptions:
    """Cells that are read as they stand, and cells of keys, where a number is marked besides: keys are told apart by it."""

    spared: Collection[Place] = ()
    keys: Collection[Place] = ()
    mark: Mark = UNMARKED


NONE = Exceptions()


def hide(grid: Grid, latest: date, exceptions: Exceptions = NONE) -> Masked:
    """The grid with every identity number of people born by `latest` hidden."""
    in_rows, rows = _rows(grid.rows, latest, exceptions) if grid.may_hold_persons else ([], grid.rows)
    around = ROWS.join((grid.sheet, CELLS.join(grid.print_lines), *grid.comments.values()))
    if not may_hold(around):
        return Masked(replace(grid, rows=rows) if in_rows else grid, tuple(in_rows))
    page = CELLS.join(grid.print_lines)  # a number may run on in the next line
    said = [_said("sheet", grid.sheet, latest), _said("page", page, latest)]
    said += [_said("comment", text, latest, place) for place, text in sorted(grid.comments.items())]
    masked = replace(
        grid,
        rows=rows,
        sheet=mask(grid.sheet, latest),
        print_lines=tuple(mask(page, latest).split(CELLS)) if page else grid.print_lines,
        comments={place: mask(text, latest) for place, text in grid.comments.items()},
    )
    return Masked(masked, (*in_rows, *filter(None, said)))


def _said(where: str, text: str, latest: date, *cells: Place) -> Hidden | None:
    masked = mask(text, latest)
    return Hidden(where, cells, (text,), masked.replace(CELLS, " ")) if masked != text else None


def _rows(
    rows: Sequence[Sequence[Cell]], latest: date, exceptions: Exceptions
) -> tuple[list[Hidden], Sequence[Sequence[Cell]]]:
    """Numbers hidden in the rows of a grid, and the rows; the same rows when there are none."""
    lines = [CELLS.join([cell if type(cell) is str else FIGURE for cell in row if cell]) for row in rows]
    text = ROWS.join(lines)
    if not may_hold(text):
        return [], rows
    by_row = _by_row(lines, find(text, latest))
    hidden: list[Hidden] = []
    masked = [*rows]
    for number in by_row:
        of_row = [*_in_row(number, rows[number], find(lines[number], latest), exceptions)]
        hidden += (one for one, _ in of_row)
        if of_row:
            line = [*rows[number]]
            for one, texts in of_row:
                for (_, column), after in zip(one.cells, texts, strict=True):
                    line[column] = after
            masked[number] = line
    return hidden, masked


def _by_row(lines: Sequence[str], found: Sequence[IdentityNumber]) -> list[int]:
    """The rows in which something was found, in order; no number runs over the end of one."""
    ends = [*accumulate(len(line) + 1 for line in lines)]
    numbers: dict[int, None] = {}
    row = 0
    for one in found:
        while one.span[0] >= ends[row]:
            row += 1
        numbers[row] = None
    return [*numbers]


def _in_row(
    row: int, cells: Sequence[Cell], found: Sequence[IdentityNumber], exceptions: Exceptions
) -> Iterator[tuple[Hidden, list[str]]]:
    """Numbers hidden in one row, with the texts that their cells have then; a cell with several numbers is one."""
    columns = [column for column, cell in enumerate(cells) if cell]
    texts = [cell if isinstance(cell, str) else FIGURE for cell in cells if cell]
    starts = [*accumulate((len(text) + 1 for text in texts[:-1]), initial=0)]
    groups: list[tuple[list[int], list[IdentityNumber]]] = []  # texts that hang together, and their numbers
    for one in found:
        within = [n for n, start in enumerate(starts) if start < one.span[1] and one.span[0] <= start + len(texts[n])]
        if groups and groups[-1][0][-1] == within[0]:
            groups[-1][0].extend(within[1:])
            groups[-1][1].append(one)
        else:
            groups.append((within, [one]))
    for within, ones in groups:
        places = tuple((row, columns[n]) for n in within)
        if not set(places) & set(exceptions.spared):
            before = tuple(texts[n] for n in within)
            start = starts[within[0]]
            moved = [replace(one, places=tuple(place - start for place in one.places)) for one in ones]
            mark = exceptions.mark if set(places) & set(exceptions.keys) else UNMARKED
            after = cover(CELLS.join(before), moved, mark).split(CELLS)
            yield Hidden("cell", places, before, "".join(after)), after
