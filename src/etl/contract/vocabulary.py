"""Schema of config/vocabulary.yaml: the words that all reports share (totals, footers, blanks, units, shared columns)."""

from collections import Counter
from decimal import Decimal

from pydantic import Field

from etl.contract.schema import Column
from etl.contract.type_name import TypeName
from etl.strict_yaml import Strict
from etl.text import fold_label


class Near(Strict):
    """Bounds within which a heading is taken for an official one that it resembles (see `etl.recognise.headings.near`)."""

    prefixes: tuple[str, ...]
    endings: dict[TypeName, tuple[tuple[str, ...], ...]]  # type of column -> groups of endings that mean the same
    remarks: tuple[str, ...]
    companions: tuple[str, ...] = ()
    never: tuple[str, ...]


class FormHeadings(Strict):
    """The headings of an indicator form, whose rows are one indicator each."""

    labels: tuple[str, ...]  # over the indicators' names
    units: tuple[str, ...]  # over the unit of each
    codes: tuple[str, ...]  # over numbers of rows: known, never stored
    figures: tuple[str, ...]  # over the figures


class MeasureFamily(Strict):
    """Measures that count the same things, and the words in a column's label that say that it counts these."""

    words: tuple[str, ...]
    measures: tuple[str, ...]


class Vocabulary(Strict):
    """Words of the sheets that mean the same in every report."""

    shared_columns: tuple[Column, ...]  # every report takes these too
    blanks: tuple[str, ...]  # read as empty in a column that is not required
    not_yet: tuple[
        str, ...
    ]  # words for nothing yet, or nothing at all, in an optional column of no texts: 未验收, NULL
    not_yet_beginnings: tuple[str, ...]  # a text without a number that begins so says the same: 暂未验收
    not_yet_endings: tuple[str, ...]  # or ends so: 施工中
    nulls: tuple[str, ...]  # those of them that programs write, in columns of texts too
    elsewhere: tuple[str, ...]  # words that point to another place, and are no name where one is required: 详见附件
    dittos: tuple[str, ...]  # the value of the cell above
    placeholders: tuple[str, ...]  # what a form shows where nothing was chosen: as good as blank
    nil: tuple[str, ...]  # a sheet that says one of these and nothing else reports zero
    serial_headings: tuple[str, ...]  # 序号 and the like: known, never stored
    totals: tuple[str, ...]
    subtotals: tuple[str, ...]
    footers: tuple[str, ...]  # a row that begins with one of these closes the table
    fillers: tuple[str, ...]  # 填报单位：… and the like, above or below the table
    sender: tuple[str, ...]  # the fillers that name the county
    guidance_sheets: tuple[str, ...]  # sheets that explain and hold no data
    examples: tuple[str, ...]  # a row that begins with one of these shows how to fill in
    units: dict[str, Decimal] = Field(min_length=1)  # money unit -> yuan
    measures: tuple[str, ...]  # units of other figures, taken off a heading: 人, 户, 平方米
    measure_families: tuple[MeasureFamily, ...]
    near: Near
    form: FormHeadings

    def folded(self, words: tuple[str, ...]) -> frozenset[str]:
        return frozenset(fold_label(word) for word in words)

    def measures_of(self, column: Column) -> frozenset[str]:
        """Folded measures that the figures of a column may be counted in: its own, else its family's.

        A column of no family takes every measure but those that one family alone has: 参加单位 is in 个 or 家, not in 人.
        """
        if column.measures:
            return self.folded(column.measures)
        families = [self.folded(family.measures) for family in self.measure_families]
        for family, measures in zip(self.measure_families, families, strict=True):
            if any(word in column.label.zh for word in family.words):
                return measures
        claimed = Counter(measure for measures in families for measure in measures)
        return frozenset(one for one in self.folded(self.measures) if claimed[one] != 1)
