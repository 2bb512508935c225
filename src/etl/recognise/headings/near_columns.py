"""Columns whose headings are only near a known one: takes a block and the labels above its columns, gives it with these understood."""

from dataclasses import replace
from functools import lru_cache

from etl.model import ColumnMatch
from etl.recognise.header_block import HeaderBlock
from etl.recognise.headings.meaning import WHOLE_LEAVES, Headings, Meaning
from etl.recognise.headings.near import NearHeadings
from etl.text import fold_label


def with_near(
    block: HeaderBlock, parts: list[tuple[str, ...]], headings: Headings, near_headings: NearHeadings
) -> HeaderBlock:
    """The block with headings taken for the fields they resemble, where one column and one field can be meant."""
    near = {
        column.index: meaning
        for column in block.columns
        if column.field is None
        and (meaning := near_headings.meaning(block.contract, folded_parts(parts[column.index])))
    }
    lowest = (fold_label(column.heading.rpartition(" ")[2]) for column in block.columns if column.field is None)
    words = {headings.split(label)[0] for label in lowest}
    if words & WHOLE_LEAVES:  # 资金 | 物资 | 合计: which of them is the amount nobody can tell
        near = {i: one for i, one in near.items() if not block.contract.column(one.field).type.is_money}
    found: dict[str, list[ColumnMatch]] = {}
    for column in block.columns:
        if column.index in near and (field := near[column.index].field) not in block.fields:
            found.setdefault(field, []).append(matched(column.index, column.heading, near[column.index]))
    # one heading over several columns is the first one's, as where it is known
    meant = [matches for matches in found.values() if len({match.heading for match in matches}) == 1]
    first = {matches[0].index: matches[0] for matches in meant}
    covered = {match.index: (matches[0], match) for matches in meant for match in matches[1:]}
    columns = tuple(first.get(column.index, column) for column in block.columns if column.index not in covered)
    return replace(block, columns=columns, doubled=(*block.doubled, *covered.values()))


def matched(index: int, heading: str, meaning: Meaning) -> ColumnMatch:
    """A column that means a field."""
    source = "heading" if meaning.unit else None
    return ColumnMatch(index, heading, meaning.field, meaning.unit, source, meaning.matched_by)


@lru_cache(maxsize=16384)  # the same labels are held against every contract
def folded_parts(labels: tuple[str, ...]) -> tuple[str, ...]:
    """The labels above a column, folded."""
    return tuple(filter(None, map(fold_label, labels)))
