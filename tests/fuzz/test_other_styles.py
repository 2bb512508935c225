"""Workbooks in styles that the reader was not built on: what it reads is right, or an issue names the place.

Each file is a sound report that one to three styles were put on; its truth is kept beside it. Deterministic: a failure names
the seed of its file, and `written(seed)` makes it again.
"""

import random
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.model import column_letters
from etl.rules.reading.sheets import SHEET_NOT_UNDERSTOOD
from tests.campaigns import FIRST_STYLED_FILE, STYLED_FILES
from tests.fuzz.styles import arrangements, columns, habits, layouts, sayings, shapes, values, wordings
from tests.fuzz.styles.draft import LABELS, TITLES, UNSAID, Draft, Truth, new_draft
from tests.fuzz.styles.outcome import Outcome, Reader
from tests.workbooks.content import Runs, Sheet, Struck, Unsaved
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsb import build_xlsb
from tests.workbooks.xlsx import build_xlsx

Style = Callable[[Draft], None]
READABLE: tuple[Style, ...] = (*values.READABLE, *layouts.READABLE, *shapes.READABLE)
ASKED: tuple[Style, ...] = (*values.ASKED, *layouts.ASKED, *shapes.ASKED)
FRESH: tuple[Style, ...] = tuple(
    style
    for module in (wordings, habits, sayings, columns, arrangements)
    for style in (*module.READABLE, *module.ASKED)
)
MOVING = (
    habits.pages,
    habits.second_table_in_another_unit,
    habits.continued_on_a_sheet,
    habits.continued_without_a_heading,
    habits.subtotals_above,
    habits.subtotals_by_township,
    arrangements.townships_numbered_with_sums,
    arrangements.townships_on_sheets,
    arrangements.months_on_sheets,
    arrangements.ordinary_sheets_of_one_report,
    arrangements.second_heading_lost_a_column,
    arrangements.second_table_for_the_record,
)  # lines
BUILDERS = {"xlsx": build_xlsx, "xls": build_xls, "xlsb": build_xlsb, "ods": build_ods, "xml": build_spreadsheetml}
ONCE = ("amount", "days", "counts", "headings", "below", "names")
AT_ONCE = 200  # files judged together
MOST_RETURNED = 0.02  # of the files that a careful reader reads right


@dataclass(frozen=True)
class Written:
    """A file and its truth: each record by sheet and row, counted from 1."""

    seed: int
    name: str
    content: bytes
    truth: Mapping[tuple[str, int], Truth]
    columns: Mapping[str, str]  # field -> column letters
    is_asked: bool
    is_debatable: bool
    has_comment: bool
    styles: tuple[str, ...]

    @property
    def is_readable(self) -> bool:
        """True when a careful reader asks nothing."""
        unsaid = any(value is UNSAID for record in self.truth.values() for value in record.values())
        return not (self.is_asked or self.is_debatable or unsaid)


def written(seed: int) -> Written:
    chance = random.Random(seed)  # noqa: S311
    draft = new_draft(chance.choice(sorted(LABELS)), chance)
    styles = _styles(chance, asks=bool(seed % 2))
    for style in styles:
        style(draft)
    sheet, truth = draft.lay()
    kind = chance.choice(_kinds(sheet, draft))
    if kind == "csv":
        content = build_csv(sheet.rows, encoding=chance.choice(("utf-8", "gb18030")))
    elif kind == "html":
        content = build_html(sheet)
    else:
        content = BUILDERS[kind]([sheet, *draft.others])
    name = "" if kind in ("csv", "html") else sheet.name
    columns = {field: column_letters(draft.left + place) for place, field in enumerate(draft.fields)}
    places = {(name, row): record for row, record in truth.items()} | draft.elsewhere
    of_styles = tuple(style.__name__ for style in styles)
    asks = (draft.is_asked, draft.is_debatable, bool(sheet.comments))
    return Written(seed, f"{draft.file}{seed}.{kind}", content, places, columns, *asks, of_styles)


def _kinds(sheet: Sheet, draft: Draft) -> tuple[str, ...]:
    """The formats whose builders write all that a sheet has."""
    if sheet.comments or any(isinstance(value, Runs | Struck | Unsaved) for *_, value in sheet.cells()):
        return ("xlsx",)
    if sheet.formats:
        return ("xlsx", "xls", "xml")
    if draft.others:
        return tuple(BUILDERS)
    return (
        (*BUILDERS, "xlsx") if sheet.merges or sheet.name not in TITLES.values() else (*BUILDERS, "xlsx", "csv", "html")
    )


def _styles(chance: random.Random, *, asks: bool) -> list[Style]:
    """Some styles, no two of which write the same cells."""
    is_fresh = chance.random() < 0.4  # one of these, and seldom another: many move what others write
    styles: list[Style] = [chance.choice(FRESH)] if is_fresh else [chance.choice(ASKED)] if asks else []
    for style in chance.sample(READABLE, chance.choice((0, 0, 1) if is_fresh else (0, 1, 1, 2, 3))):
        if not any(kind in style.__name__ and kind in other.__name__ for kind in ONCE for other in styles):
            styles.append(style)
    # columns are in their order before a total names the first, and no line comes between rows that are merged
    return sorted(
        styles,
        key=lambda style: (
            "shuffled" not in style.__name__,
            style in MOVING,
            "merged" in style.__name__,
            style in (*ASKED, *sayings.ASKED),
        ),
    )


def silent(file: Written, outcome: Outcome) -> list[str]:
    """Wrong values that no issue names: nothing of a returned report is in the warehouse, so nothing of it can be."""
    if outcome.is_returned:
        return []
    faults = [
        f"row {row} was made up" for _, row in outcome.rows.keys() - file.truth.keys() if not outcome.names_row(row)
    ]
    for (sheet, row), truth in file.truth.items():
        read = outcome.rows.get((sheet, row))
        if read is None:
            faults += [] if outcome.names_row(row) or _names_sheet(outcome, sheet) else [f"row {row} was lost"]
            continue
        for field, value in truth.items():
            # a field that stands in no column of its own stands in one of two
            places = [file.columns[name] for name in ((field,) if field in file.columns else ("a1", "a2"))]
            if read.get(field) != str(value) and not any(_names_cell(outcome, row, place) for place in places):
                faults.append(f"{field} in row {row}: {read.get(field)!r} for {value!r}")
    if (file.is_asked and not outcome.warnings()) or (file.has_comment and not outcome.issues):
        faults.append("nothing is said")
    return faults


def _names_sheet(outcome: Outcome, sheet: str) -> bool:
    """True when all of a sheet is named as not read."""
    return any(one["rule"] == SHEET_NOT_UNDERSTOOD.id and one["sheet"] == sheet for one in outcome.warnings())


def _names_cell(outcome: Outcome, row: int, letters: str) -> bool:
    """True when the cell is named, or the column by its heading, or the sheet as a whole."""
    for one in outcome.warnings():
        cell = re.fullmatch(r"([A-Z]+)([0-9]+)", str(one["cell"] or ""))
        if cell is None or cell[1] == letters:
            return True
        if int(cell[2]) < row and str(one["rule"]).startswith(("table.unit", "sheet.")):
            return True
    return False


@pytest.mark.long
@pytest.mark.campaign
def test_nothing_is_wrong_in_silence(tmp_path: Path) -> None:
    reader = Reader()
    faults, returned, sound = [], Counter[str](), 0
    for start in range(FIRST_STYLED_FILE, FIRST_STYLED_FILE + STYLED_FILES, AT_ONCE):
        files = [written(seed) for seed in range(start, start + AT_ONCE)]
        paths = [tmp_path / file.name for file in files]
        for path, file in zip(paths, files, strict=True):
            path.write_bytes(file.content)
        for file, outcome in zip(files, reader.outcomes([[path] for path in paths]), strict=True):
            faults += [f"{file.name} {file.styles}: {fault}" for fault in silent(file, outcome)]
            sound += file.is_readable
            if file.is_readable and outcome.is_returned:
                returned[f"{file.name} {file.styles}"] += 1
    assert not faults, f"{len(faults)} silent faults\n" + "\n".join(faults[:60])
    assert len(returned) <= MOST_RETURNED * sound, "\n".join(returned)
