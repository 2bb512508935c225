"""Words that counties invent, each with the field or code it may mean and the line of YAML that would teach it.

Takes words as they were seen and the catalog; gives advice for a person, who decides: likeness alone never maps a column.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import partial

import yaml

from etl.contract.catalog import Catalog
from etl.contract.schema import CodeList, Contract
from etl.recognise.headings.meaning import Headings
from etl.recognise.headings.near import NearHeadings
from etl.recognise.statements.standing import standing_of_group
from etl.text import fold_label
from etl.warehouse.queries.unknown_words import SeenWord

LIKE_ENOUGH = 0.4  # 0 to 1, as difflib counts; two letters of five
MISSING = 0.4  # what it counts that the field is a required one that its table lacks
CUT_AT = 60  # letters of a cell that an issue keeps: such a word is not whole


@dataclass(frozen=True)
class Lesson:
    """The line that teaches a word: `aliases` as it is to stand `under` its column or code in a file of config/."""

    nearest: str  # the column, or the code
    file: str
    under: str
    line: str


@dataclass(frozen=True)
class InventedWord:
    """One word over all counties, in whatever spelling; without a lesson when nothing is near."""

    period: str
    report: str
    of_column: str | None  # of a code word; None for a heading
    word: str
    counties: int
    files: int
    cells: int
    lesson: Lesson | None

    def as_row(self) -> dict[str, object]:
        """Its values as columns."""
        lesson = self.lesson
        return {
            "period": self.period,
            "report": self.report,
            "kind": "code" if self.of_column else "heading",
            "column": self.of_column or (lesson.nearest if lesson else None),
            "word": self.word,
            "counties": self.counties,
            "files": self.files,
            "cells": self.cells,
            "nearest": lesson.nearest if lesson else None,
            "file": lesson.file if lesson else None,
            "under": lesson.under if lesson else None,
            "line": lesson.line if lesson else None,
        }


def invented_words(seen: Iterable[SeenWord], catalog: Catalog) -> list[InventedWord]:
    """The words by period and report, those of most counties first; a word that the contracts know by now is left out."""
    teacher = _Teacher(catalog)
    together: dict[tuple[str, str, str | None, str], list[SeenWord]] = {}
    for one in seen:
        if one.report in catalog.contracts and (label := teacher.unknown_part(one)):
            together.setdefault((one.period, one.report, one.of_column, label), []).append(one)
    words = []
    for (period, report, of_column, label), spellings in together.items():
        files = frozenset().union(*(one.seen_in for one in spellings))
        words.append(
            InventedWord(
                period=period,
                report=report,
                of_column=of_column,
                word=label,
                counties=len({file.partition("/")[0] for file in files}),
                files=len(files),
                cells=sum(one.cells for one in spellings),
                lesson=teacher.lesson(label, spellings),
            )
        )
    return sorted(words, key=lambda one: (one.period, one.report, -one.counties, -one.cells, one.word))


class _Teacher:
    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._headings = Headings(catalog)
        self._near = NearHeadings(catalog, self._headings)

    def unknown_part(self, seen: SeenWord) -> str:
        """A word folded, a heading without its unit; '' for what the contract knows (by now, or as another column's)."""
        contract, folded = self._catalog.contracts[seen.report], fold_label(seen.word)
        if seen.of_column:
            codes = self._code_list(contract, seen.of_column)
            return "" if codes is None or folded in codes.code_of() else folded
        label = self._headings.split(folded)[0]
        return "" if {label, folded} & set(_spellings(contract)) else label

    def lesson(self, label: str, seen: list[SeenWord]) -> Lesson | None:
        """The line that teaches a word, when one field or code is nearest."""
        contract, of_column = self._catalog.contracts[seen[0].report], seen[0].of_column
        if "****" in label or len(label) >= CUT_AT:
            return None
        if of_column is None:
            field = self._nearest_field(contract, label, seen)
            return None if field is None else _of_column(contract, field, label)
        codes = self._code_list(contract, of_column)
        code = None if codes is None else _most_alike(label, codes.code_of())
        return None if codes is None or code is None else self._of_code(contract, of_column, codes, code, label)

    def _code_list(self, contract: Contract, name: str) -> CodeList | None:
        column = next((one for one in contract.columns if one.name == name and one.type.has_codes), None)
        return None if column is None else self._catalog.codes_of(column)

    def _nearest_field(self, contract: Contract, label: str, seen: list[SeenWord]) -> str | None:
        """The field that a heading may mean: none that has a column of its own in a table with the heading."""
        groups = [fold_label(part) for one in seen for part in one.word.split(" ")[:-1]]
        if self._near.is_other(label) or any(map(standing_of_group, groups)):
            return None
        beside = frozenset().union(*(one.columns_beside for one in seen))
        missing = frozenset().union(*(one.columns_missing for one in seen)) - beside
        if contract.shape == "list" and len(fields := self._near.resembled(contract.report, label) - beside) == 1:
            return next(iter(fields))
        free = {heading: field for heading, field in _spellings(contract).items() if field not in beside}
        return _most_alike(label, free, dict.fromkeys(missing, MISSING))

    def _of_code(self, contract: Contract, of_column: str, codes: CodeList, code: str, label: str) -> Lesson:
        is_shared = isinstance(contract.column(of_column).codes, str)
        file = f"codes/{codes.name}.yaml" if is_shared else f"contracts/{contract.report}.yaml"
        under = f"code {code}" if is_shared else f"column {of_column}, code {code}"
        return Lesson(code, file, under, _line(codes.codes[code].aliases, label))


def _spellings(contract: Contract) -> dict[str, str]:
    """Folded headings of a contract -> their field."""
    return {
        folded: column.name
        for column in contract.columns
        for heading in column.headings()
        for folded in contract.spellings(heading)
    }


def _of_column(contract: Contract, field: str, label: str) -> Lesson:
    line = _line(contract.column(field).aliases, label)
    return Lesson(field, f"contracts/{contract.report}.yaml", f"column {field}", line)


def _line(aliases: Iterable[str], word: str) -> str:
    """The whole line, with what stands there already."""
    words = [*aliases, word]
    listed = yaml.safe_dump(words, allow_unicode=True, default_flow_style=True, width=float("inf"))
    return f"aliases: {listed.strip()}"


def _most_alike(word: str, known: Mapping[str, str], bonus: Mapping[str, float] | None = None) -> str | None:
    """Meaning of the known word most like this one; None when nothing is, or two are alike."""
    scores = dict(bonus or {})
    for meant in set(known.values()):
        spelled = [one for one, of in known.items() if of == meant]
        scores[meant] = scores.get(meant, 0) + max(map(partial(_likeness, word), spelled))
    ranked = sorted(scores.items(), key=lambda one: one[1], reverse=True)
    if not ranked or ranked[0][1] < LIKE_ENOUGH or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return None
    return ranked[0][0]


def _likeness(word: str, known: str) -> float:
    """Share that two words have in common, from 0 to 1; a single letter is nothing.

    >>> round(_likeness("总盘投资", "计划投资"), 2), _likeness("户数", "人数")
    (0.5, 0.0)
    """
    matcher = SequenceMatcher(a=word, b=known, autojunk=False)
    longest = max((block.size for block in matcher.get_matching_blocks()), default=0)
    return matcher.ratio() if longest > 1 else 0.0
