"""Impact of a publication: verdicts and summed figures before and after it, inside its transaction. Never writes.

Takes an open transaction, gives plain values; with it `etl replay` says what would change before anything does.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal

from etl.model import SubmissionKey
from etl.warehouse.engine import Driver
from etl.warehouse.marts.mart_columns import MEASURES

FIGURES = tuple(name for name in MEASURES if name != "period")

Place = tuple[str, str]  # period, county code; '' for the whole province


@dataclass(frozen=True)
class VerdictMove:
    """One report whose status changes, or whose data in use does."""

    county_code: str
    county_name: str
    period: str
    report: str
    before: str
    after: str


@dataclass(frozen=True)
class FigureMove:
    """One figure of a summary that changes, of a county or, with no county, of the province."""

    period: str
    county_code: str
    measure: str
    before: Decimal
    after: Decimal


@dataclass(frozen=True)
class Impact:
    """Everything that changes; empty when nothing does."""

    verdicts: tuple[VerdictMove, ...]
    figures: tuple[FigureMove, ...]


NO_IMPACT = Impact((), ())


@dataclass(frozen=True)
class Snapshot:
    """Statuses and figures at one moment of a transaction."""

    statuses: Mapping[SubmissionKey, str]
    names: Mapping[str, str]
    figures: Mapping[Place, Mapping[str, Decimal]]

    @classmethod
    def read(cls, driver: Driver, periods: Collection[str]) -> "Snapshot":
        """Read verdicts and figures of some periods as they stand."""
        wanted = [sorted(periods)]
        status = driver.execute(
            "select county_code, period, report, status, county_name from mart.reporting_status where period = any(%s)",
            wanted,
        ).fetchall()
        figures: dict[Place, dict[str, Decimal]] = {}
        for mart, place in (("county_summary", "county_code"), ("province_summary", "''::text")):
            if driver.execute("select to_regclass(%s)::text", [f"mart.{mart}"]).fetchone() != (None,):
                figures |= _figures(driver, mart, place, wanted)
        return cls(
            {(str(county), str(period), str(report)): str(state) for county, period, report, state, _ in status},
            {str(county): str(name) for county, *_, name in status},
            figures,
        )

    def until(self, later: "Snapshot") -> Impact:
        """Differences between this snapshot and a later one."""
        names = {**self.names, **later.names}
        verdicts = [
            VerdictMove(key[0], names[key[0]], key[1], key[2], before, after)
            for key in sorted({*self.statuses, *later.statuses}, key=lambda one: (one[1], one[0], one[2]))
            if (before := self.statuses.get(key, "missing")) != (after := later.statuses.get(key, "missing"))
        ]
        zero = Decimal(0)
        figures = [
            FigureMove(period, county, measure, old, new)
            for period, county in sorted({*self.figures, *later.figures})
            for measure in FIGURES
            if (old := self.figures.get((period, county), {}).get(measure, zero))
            != (new := later.figures.get((period, county), {}).get(measure, zero))
        ]
        return Impact(tuple(verdicts), tuple(figures))


def _figures(driver: Driver, mart: str, place: str, wanted: list[list[str]]) -> dict[Place, dict[str, Decimal]]:
    measures = ", ".join(FIGURES)
    query = f"select period, {place}, {measures} from mart.{mart} where period = any(%s)".encode()
    return {
        (str(period), str(county)): {m: Decimal(str(v)) for m, v in zip(FIGURES, values, strict=True) if v is not None}
        for period, county, *values in driver.execute(query, wanted).fetchall()
    }
