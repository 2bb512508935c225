"""Lines as they were heard: takes what the lines around tables say, gives the kind of each cell that says it. Pure."""

from collections.abc import Iterable

from etl.cell_account import TakenFor
from etl.recognise.headings.preamble import Preamble
from etl.recognise.statements.placed import Place, Spot, Where


def line_kinds(preambles: Iterable[Preamble]) -> dict[tuple[int, int], TakenFor]:
    """Kind of each cell of the lines; one that says several things goes by the first of unit, sender, period and standing."""
    kinds: dict[Place | None, TakenFor] = {}
    for said in preambles:
        kinds |= dict.fromkeys(said.title_cells, TakenFor.TITLE)
        kinds |= {_cell(one.spot): TakenFor.STANDING for one in said.standings}
        periods = {_cell(one.spot) for one in said.stretches}
        kinds |= dict.fromkeys(periods - {*said.title_cells}, TakenFor.PERIOD)
        kinds |= {said.sender_cell: TakenFor.SENDER}
        kinds |= {_cell(one.spot): TakenFor.UNIT for one in said.units}
    return {cell: kind for cell, kind in kinds.items() if cell is not None}


def _cell(spot: Spot) -> Place | None:
    """The cell that says something; None where a comment at it or no cell does."""
    return spot.cell if spot.where in (Where.TITLE, Where.LINE) else None
