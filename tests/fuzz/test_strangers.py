"""Styles of strangers: nothing that they write is wrong in silence, and what they say is answered to the point.

Each file is a sound report of any contract that one style was put on. Deterministic: a failure names its seed, and
`written(seed)` makes the file again.
"""

import random
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.model import column_letters
from tests.campaigns import FIRST_STYLED_FILE, STRANGE_FILES
from tests.fuzz.strangers import figures, sayings, shapes, units
from tests.fuzz.strangers.form import SILENT, Form, Truth, sound_form
from tests.fuzz.styles.outcome import Outcome, Reader
from tests.workbooks.content import Runs, Struck, Unsaved
from tests.workbooks.ods import build_ods
from tests.workbooks.spreadsheetml import build_spreadsheetml
from tests.workbooks.text import build_csv, build_html
from tests.workbooks.xls import build_xls
from tests.workbooks.xlsx import build_xlsx

MODULES = (units, sayings, figures, shapes)
BUILDERS = {"xlsx": build_xlsx, "xls": build_xls, "ods": build_ods, "xml": build_spreadsheetml}
NAMED = "报送表"  # of files whose names say nothing
AT_ONCE = 200  # files judged together


@dataclass(frozen=True)
class Strange:
    """A file and its truth: each record by its row, counted from 1."""

    name: str
    style: str
    content: bytes
    sheet: str
    truth: Mapping[int, Truth]
    columns: Mapping[str, str]  # field -> column letters
    heard: tuple[tuple[str, ...], ...]
    is_elsewhere: bool


def written(reader: Reader, seed: int) -> Strange:
    chance = random.Random(seed)  # noqa: S311
    module = chance.choice(MODULES)
    style = chance.choice(module.STYLES)
    while True:
        form = sound_form(reader.catalog, chance.choice(sorted(reader.catalog.contracts)), chance)
        if style(form):
            break
    sheet, truth = form.lay()
    sheets = [*form.before, *([sheet] if form.is_laid else []), *form.others]
    kind = chance.choice(_kinds(form, len(sheets)))
    if kind == "csv":
        content = build_csv(sheet.rows, encoding=chance.choice(("utf-8", "gb18030")))
    elif kind == "html":
        content = build_html(sheet)
    else:
        content = BUILDERS[kind](sheets)
    columns = {name: column_letters(place) for name, place in form.columns.items()}
    name = "" if kind in ("csv", "html") else form.sheet
    label = f"{module.__name__.rpartition('.')[2]}.{style.__name__}"
    return Strange(
        f"{form.file}@{seed}.{kind}",
        label,
        content,
        name,
        truth if form.is_laid else {},
        columns,
        tuple(form.heard),
        not form.is_laid,
    )


def _kinds(form: Form, sheets: int) -> tuple[str, ...]:
    """The formats whose builders write, and whose readers hear, all that the form has."""
    values = [value for line in form.lines for value in line.cells.values()]
    if form.comments or any(isinstance(value, Runs | Struck | Unsaved) for value in values):
        return ("xlsx",)
    if form.header or form.footer:
        return ("xlsx",)
    if form.formats:
        return ("xlsx", "xlsx", "xls", "xml")
    if sheets > 1 or not form.is_laid or form.sheet != form.contract.title.zh:
        return tuple(BUILDERS)
    return (*BUILDERS, "xlsx", "xlsx", "csv", "html")


def faults(file: Strange, outcome: Outcome) -> list[str]:
    """Values that are wrong in silence, or were answered beside the point."""
    said = outcome.warnings() if file.name.startswith(NAMED) else outcome.issues  # a file's name is heard by a notice
    text = "\n".join(f"{one['cell']} {one['sheet']} {one['message']}" for one in outcome.issues)
    found = [f"not heard: {words[0]}" for words in file.heard if not _is_heard(words, text, said)]
    if outcome.is_returned:
        return [f"beside the point: {one}" for one in found]
    for sheet, row in outcome.rows.keys() - {(file.sheet, row) for row in file.truth}:
        if not outcome.names_row(row):
            found.append(f"row {row} of {sheet} was made up")
    for row, truth in file.truth.items():
        read = outcome.rows.get((file.sheet, row))
        if read is None:
            found += [] if outcome.names_row(row) else [f"row {row} was lost"]
            continue
        for field, value in truth.items():
            if read.get(field) != str(value) and not _names_cell(outcome, row, file.columns[field]):
                found.append(f"{field} in row {row}: {read.get(field)!r} for {'?' if value is SILENT else value}")
    return found


def _is_heard(words: tuple[str, ...], text: str, said: object) -> bool:
    return bool(said) and any(
        re.search(rf"(?<![A-Z0-9]){re.escape(word)}(?![A-Z])", text) if word.isascii() else word in text
        for word in words
    )


def _names_cell(outcome: Outcome, row: int, letters: str) -> bool:
    """True when the cell is named, or the column by its heading or a line above or below that speaks of the whole table."""
    for one in outcome.warnings():
        cell = re.fullmatch(r"([A-Z]+)([0-9]+)", str(one["cell"] or ""))
        if cell is None or (cell[1] == letters and int(cell[2]) <= row):
            return True
        if str(one["rule"]).startswith(("table.unit", "sheet.")) or int(cell[2]) == row:
            return True
    return False


@pytest.mark.long
@pytest.mark.campaign
def test_nothing_that_strangers_write_is_wrong_in_silence(tmp_path: Path) -> None:
    reader = Reader()
    found: list[str] = []
    values = 0
    per_style: Counter[str] = Counter()
    for start in range(FIRST_STYLED_FILE, FIRST_STYLED_FILE + STRANGE_FILES, AT_ONCE):
        files = [written(reader, seed) for seed in range(start, start + AT_ONCE)]
        folders = [tmp_path / str(start + number) for number in range(len(files))]
        paths = []
        for folder, file in zip(folders, files, strict=True):
            folder.mkdir()
            paths.append(folder / file.name)
            paths[-1].write_bytes(file.content)
        for file, outcome in zip(files, reader.outcomes([[path] for path in paths]), strict=True):
            values += sum(map(len, file.truth.values()))
            found += [f"{file.style} {file.name}: {fault}" for fault in faults(file, outcome)]
            per_style[file.style] += 1
    print(f"{values} values in {len(per_style)} styles")
    assert not found, f"{len(found)} faults\n" + "\n".join(found[:60])
