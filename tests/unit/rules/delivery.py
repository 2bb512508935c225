"""Deliveries through the real steps: an inbox is listed, its files are read, chosen and typed, as a night does it.

The shipped contracts and an indicator form; no expectations are run and nothing is stored.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from etl.config.divisions import load_divisions
from etl.contract.catalog import load_catalog
from etl.intake.inbox import InboxFile, list_inbox
from etl.intake.open_inbox import open_inbox
from etl.model import FileReading, Issue, SourceFile
from etl.normalise.column_parser import ColumnParser
from etl.normalise.frame import ReportFrame
from etl.normalise.stack import placed_tables, stack
from etl.normalise.totals import TotalChecker
from etl.normalise.unit_outliers import find_unit_outliers
from etl.recognise.reading import FileReader
from etl.selection import Choice, choose
from etl.settings import ReadingLimits
from etl.validate.displaced_rows import displaced_rows
from tests.indicator_form import config_with_form
from tests.workbooks.content import Sheet, Value
from tests.workbooks.xlsx import build_xlsx

NOW = datetime(2024, 4, 1, tzinfo=UTC)
COUNTY, PERIOD = "510821", "2024Q1"  # 旺苍县
PLACE = f"{COUNTY}/{PERIOD}"
FIFO, LINK = Path("a pipe"), Path("/dev/null")
HEADING = ["序号", "凭证号", "项目编号", "拨付日期", "拨付金额（万元）", "资金来源", "收款单位", "备注"]
Row = Sequence[Value]
Said = tuple[str, str, str, str]  # rule, severity, message, expected


@dataclass(frozen=True)
class Delivery:
    """Files of an inbox by their path, FIFO for a pipe, LINK for a link; those of `late` were written to a day later.

    `figures` is what the contract of the indicator form says of its columns of figures; `accepted` what came a night
    before and is in use.
    """

    files: Mapping[str, bytes | Path]
    late: frozenset[str] = frozenset()
    limits: ReadingLimits = field(default_factory=ReadingLimits)
    password: str | None = None
    figures: str = ""
    accepted: "Delivery | None" = None


def one(content: bytes, name: str = "拨付.xlsx", **limits: int) -> Delivery:
    """One file of the county."""
    return Delivery({f"{PLACE}/{name}": content}, limits=ReadingLimits(**limits))


def sheet(*rows: Row, name: str = "资金拨付明细", **of_sheet: object) -> Sheet:
    return Sheet(rows, name, **of_sheet)  # type: ignore[arg-type]


def book(*sheets: Sheet) -> Delivery:
    """One workbook of the county."""
    return one(build_xlsx(sheets))


def payment(number: int, **cells: Value) -> list[Value]:
    """One good row of 资金拨付明细; keywords change a cell."""
    row: dict[str, Value] = {"serial": number, "voucher": f"PZ{number}", "project": f"XM{number}", "day": "2024-01-08"}
    row |= {"amount": 10.0, "source": "基金会", "payee": "县民政局", "remark": ""}
    assert cells.keys() <= row.keys()
    return list((row | cells).values())


SOUND = (HEADING, payment(1), payment(2))
CLEAN = book(sheet(*SOUND))


class Steps:
    """The steps of a night that read; built once for the contracts."""

    def __init__(self, folder: Path, figures: str = "") -> None:
        config = config_with_form(folder, figures)
        self.catalog, self._divisions = load_catalog(config), load_divisions(config)
        self._reader = cache(lambda limits: FileReader(self.catalog, self._divisions, limits))
        self._parser, self._totals = ColumnParser(self.catalog), TotalChecker(self.catalog)

    def said_of(self, delivery: Delivery, inbox: Path) -> list[Said]:
        """Everything that is found in a delivery, which is laid into an empty folder."""
        issues, choices = self.chosen(delivery, inbox)
        said = list(map(said_by, issues))
        frames = self._frames(choices)
        for frame in frames.values():
            said += self._typed(frame)
        if delivery.accepted:
            before = self._frames(self.chosen(delivery.accepted, inbox / "before")[1])
            said += [said_by(issue) for issue in self._displaced(frames, choices, before, delivery.accepted)]
        return list(dict.fromkeys(said))

    def _frames(self, choices: Sequence[Choice]) -> dict[str, ReportFrame]:
        contracts = self.catalog.contracts.items()
        return {
            report: stack(contract, tables)
            for report, contract in contracts
            if (tables := placed_tables(report, choices))
        }

    def _displaced(
        self, frames: dict[str, ReportFrame], choices: Sequence[Choice], before: dict[str, ReportFrame], came: Delivery
    ) -> Iterator[Issue]:
        names = tuple(Path(path).name for path in came.files)
        for report, frame in before.items():
            self._typed(frame)
            chosen = [choice for choice in choices if choice.report == report]
            accepted = frame.data.assign(came_in=[names] * len(frame.data))
            yield from displaced_rows(self.catalog.contracts[report], frames.get(report), chosen, accepted)

    def chosen(self, delivery: Delivery, inbox: Path) -> tuple[list[Issue], tuple[Choice, ...]]:
        """Issues found on reading a delivery, and what was selected of it."""
        _lay(delivery, inbox)
        listing = list_inbox(*open_inbox(str(inbox)), self._divisions)
        assert not listing.failures
        reader = self._reader(delivery.limits)
        readings: list[FileReading] = []
        for file in listing.files:
            readings += reader.read_all(_source(file), delivery.password)
        owed = {(COUNTY, PERIOD, report) for report in self.catalog.contracts}
        selection = choose(readings, owed, {name: one.key for name, one in self.catalog.contracts.items()})
        issues = [*listing.issues, *selection.file_issues, *(i for choice in selection.choices for i in choice.issues)]
        return issues, selection.choices

    def _typed(self, frame: ReportFrame) -> list[Said]:
        self._parser.type_columns(frame)
        find_unit_outliers(frame, self.catalog.vocabulary.units)
        self._totals.check(frame)
        return said_in(frame)


def said_by(issue: Issue) -> Said:
    return issue.rule, str(issue.severity), issue.message, str(issue.expected)


def said_in(frame: ReportFrame) -> list[Said]:
    found = frame.issues()
    return list(zip(*(found[name] for name in ("rule", "severity", "message", "expected")), strict=True))


def _lay(delivery: Delivery, inbox: Path) -> None:
    for name, content in delivery.files.items():
        path = inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if content is FIFO:
            os.mkfifo(path)
            continue
        if isinstance(content, Path):
            path.symlink_to(content)
            continue
        path.write_bytes(content)
        stamp = NOW.timestamp() + (86_400 if name in delivery.late else 0)
        os.utime(path, (stamp, stamp))


def _source(file: InboxFile) -> SourceFile:
    content = Path(file.key).read_bytes()
    digest = sha256(content).hexdigest()
    own = (file.county_code, file.period, file.name)
    return SourceFile(*own, digest, file.size, file.modified_at, 1, NOW, Path(file.key))
