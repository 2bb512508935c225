"""Report of what a replay changes, for the operator: verdicts by kind, then the figures of the province, then counties.

Takes an Impact, gives plain text; looks at no database.
"""

from collections import Counter, defaultdict
from decimal import Decimal

from etl.warehouse.publish.impact import FigureMove, Impact

SHOWN = 30  # verdicts and counties listed by name; the rest is counted


def impact_lines(impact: Impact) -> list[str]:
    """Lines on the verdicts that change and the totals that move; empty when nothing does."""
    kinds = Counter((move.before, move.after) for move in impact.verdicts)
    lines = [f"verdicts: {count} from {before} to {after}" for (before, after), count in sorted(kinds.items())]
    lines += [
        f"  {move.period} {move.county_code} {move.county_name} {move.report}: {move.before} -> {move.after}"
        for move in impact.verdicts[:SHOWN]
    ]
    lines += _more(len(impact.verdicts), "verdicts")
    province = [move for move in impact.figures if not move.county_code]
    lines += [
        f"{move.period} province {move.measure}: {_plain(move.before)} -> {_plain(move.after)}" for move in province
    ]
    return lines + _county_lines(impact.figures)


def _county_lines(figures: tuple[FigureMove, ...]) -> list[str]:
    by_county: dict[tuple[str, str], list[FigureMove]] = defaultdict(list)
    for move in figures:
        if move.county_code:
            by_county[move.period, move.county_code].append(move)
    lines = [
        f"  {period} {county}: " + ", ".join(f"{m.measure} {_plain(m.before)} -> {_plain(m.after)}" for m in moves)
        for (period, county), moves in list(by_county.items())[:SHOWN]
    ]
    return lines + _more(len(by_county), "counties whose figures move")


def _more(count: int, what: str) -> list[str]:
    return [f"  … {count - SHOWN} more {what}"] if count > SHOWN else []


def _plain(number: Decimal) -> str:
    return format(number.normalize(), "f") if number else "0"
