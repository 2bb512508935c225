"""One report of all counties from tables to a judged frame: stack, type, doubt units, hold totals, run the suite."""

from collections.abc import Iterable, Sequence

from etl.config.waivers import Waiver
from etl.contract.catalog import Catalog
from etl.normalise.column_parser import ColumnParser
from etl.normalise.frame import PlacedTable, ReportFrame
from etl.normalise.parsers.registry import PARSERS, Parsers
from etl.normalise.stack import placed_tables, stack
from etl.normalise.totals import TotalChecker
from etl.normalise.unit_outliers import find_unit_outliers
from etl.selection import Choice
from etl.validate.suite import SuiteRunner


class Judge:
    """Judges reports; built once a night from the catalog."""

    def __init__(self, catalog: Catalog, parsers: Parsers = PARSERS) -> None:
        self._catalog = catalog
        self._typist = ColumnParser(catalog, parsers)
        self._totals = TotalChecker(catalog)
        self._suites = SuiteRunner(catalog)

    def report(self, report: str, choices: Iterable[Choice], waivers: Sequence[Waiver] = ()) -> ReportFrame | None:
        """The judged frame of one report; None when no county brought a table of it.

        `waivers` are those in force; what they let off is found all the same, and softened at the end (`verdicts`).
        """
        tables = placed_tables(report, choices)
        return self.tables(report, tables, waivers) if tables else None

    def tables(self, report: str, tables: Sequence[PlacedTable], waivers: Sequence[Waiver] = ()) -> ReportFrame:
        """The same for its tables, of which there is at least one."""
        frame = stack(self._catalog.contracts[report], tables)
        self._typist.type_columns(frame)
        find_unit_outliers(frame, self._catalog.vocabulary.units)
        self._totals.check(frame)
        self._suites.run(frame, waivers)
        return frame
